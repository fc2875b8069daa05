/** What a soak comes to: each series judged by its trend over the cards that went by. Pure. */
import { LEAST_POINTS, trendOf, type Trend } from './trend.ts';

/** Cards that a bound is given for: a year and more of a busy branch, which hands over 25 a day on 250 days. */
export const CARDS_OF_BOUND = 10_000;

/** Nothing is said to grow over fewer cards than this, as a share of those above. */
const LEAST_OF_BOUND = 0.1;

/** What a series may grow by with so many cards and still harm nobody. */
export interface Bound {
  readonly unit: string;
  readonly harmless: number;
  /** It fills something that has an end until so many cards have gone by, and is looked at from there on. */
  readonly fromCards?: number;
}

const UNKNOWN: Trend = { slope: NaN, low: -Infinity, high: Infinity, points: 0 };

/**
 * `no slope`: with 95 % confidence it does not grow, or by no more than what is harmless. `grows`: with 95 % confidence by more
 * than that. `undecided`: the interval holds both, and more cards would be needed.
 */
export type Verdict = 'no slope' | 'grows' | 'undecided';

export interface Judged<S extends string> {
  readonly series: S;
  readonly last: number;
  readonly points: number;
  /** By `CARDS_OF_BOUND` cards, in the unit of the bound. */
  readonly slope: number;
  readonly low: number;
  readonly high: number;
  readonly bound: Bound;
  readonly verdict: Verdict;
}

/** What is looked at after so many cards; NaN where there was nothing to see. */
export type Looked<S extends string> = { readonly cards: number } & Readonly<Record<S, number>>;

/** The samples of the first `warmUp` (a share of all) are left out: caches fill. A series with too few points is not decided. */
export function judgeSamples<S extends string>(
  samples: readonly Looked<S>[],
  bounds: Readonly<Record<S, Bound>>,
  warmUp: number,
): readonly Judged<S>[] {
  const warm = samples.slice(Math.ceil(samples.length * warmUp));
  return (Object.keys(bounds) as S[]).map((series) => {
    const bound: Bound = bounds[series];
    const { fromCards = 0 } = bound;
    const points = warm
      .filter(({ cards }) => cards >= fromCards)
      .map((sample) => ({ x: sample.cards / CARDS_OF_BOUND, y: sample[series] }))
      .filter(({ y }) => Number.isFinite(y));
    const trend = points.length < LEAST_POINTS ? UNKNOWN : trendOf(points);
    const { slope, low, high } = trend;
    const last = points.at(-1);
    const found = verdictOf(trend, bound.harmless);
    return {
      series,
      last: last?.y ?? NaN,
      points: points.length,
      slope,
      low,
      high,
      bound,
      verdict: (last?.x ?? 0) - (points[0]?.x ?? 0) < LEAST_OF_BOUND ? tooFew(found) : found,
    };
  });
}

/** Over so few cards a busy minute of the machine is a slope. */
function tooFew(found: Verdict): Verdict {
  return found === 'grows' ? 'undecided' : found;
}

/** `harmless` in y by x. */
export function verdictOf({ low, high }: Pick<Trend, 'low' | 'high'>, harmless: number): Verdict {
  if (high <= harmless) return 'no slope';
  return low > harmless ? 'grows' : 'undecided';
}

/** 0: nothing grows, and all of it is decided; 1: something is wrong; 2: not decided, which is no proof. */
export function exitCodeOf(judged: readonly { readonly verdict: Verdict }[], wrongs: number): 0 | 1 | 2 {
  if (wrongs > 0 || judged.some(({ verdict }) => verdict === 'grows')) return 1;
  return judged.every(({ verdict }) => verdict === 'no slope') ? 0 : 2;
}
