/** What a soak comes to: each series judged by its trend over the cards that went by. Pure. */
import type { Sample } from './samples.ts';
import { growthOf, trendOf, type Growth, type Trend } from './trend.ts';

/** A busy branch hands over 25 cards a day on 250 days. */
export const CARDS_A_YEAR = 6_250;

type Series = Exclude<keyof Sample, 'cards'>;

/** What each may grow by with the cards of a year, in its unit. The night's restart is not counted on. */
export const BOUNDS: Readonly<Record<Series, { readonly unit: string; readonly ofYear: number }>> = {
  rendererHeapMiB: { unit: 'MiB', ofYear: 30 },
  // Up to 2,000 cards that left the screen are remembered; a collector that nobody calls adds its own.
  mainHeapMiB: { unit: 'MiB', ofYear: 60 },
  mainRssMiB: { unit: 'MiB', ofYear: 100 },
  handles: { unit: 'files', ofYear: 10 },
  sockets: { unit: 'sockets', ofYear: 5 },
  // A year of the record; retention takes away what is older than two.
  ledgerMiB: { unit: 'MiB', ofYear: 50 },
  recordMs: { unit: 'ms', ofYear: 20 },
  queryMs: { unit: 'ms', ofYear: 5 },
};

export interface Judged {
  readonly series: Series;
  readonly trend: Trend;
  /** By the cards of a year. */
  readonly yearLow: number;
  readonly yearHigh: number;
  readonly growth: Growth;
}

/** The first fifth of the samples is left out: caches fill. Throws when there are too few. */
export function judgeSamples(samples: readonly Sample[]): readonly Judged[] {
  const warm = samples.slice(Math.ceil(samples.length / 5));
  return (Object.keys(BOUNDS) as Series[]).map((series) => {
    const points = warm.map((sample) => ({ x: sample.cards, y: sample[series] })).filter(({ y }) => Number.isFinite(y));
    const trend = trendOf(points);
    const { ofYear } = BOUNDS[series];
    return {
      series,
      trend,
      yearLow: trend.low * CARDS_A_YEAR,
      yearHigh: trend.high * CARDS_A_YEAR,
      growth: growthOf(trend, CARDS_A_YEAR, ofYear),
    };
  });
}
