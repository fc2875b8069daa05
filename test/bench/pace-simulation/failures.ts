/**
 * What learning costs where a card fails: no card teaches when a failure comes, and the pace asks seldom while few cards are
 * done.
 */
import { seeded } from '../../seeded.ts';
import { percentile } from '../figures.ts';
import { lognormal } from './distributions.ts';
import { learningPace, steadyPace, type TriedPace } from './paces.ts';
import { watchOne } from './simulate.ts';

const CARD_TIME = lognormal(45, 0.35);
/** After these the pace has learned. */
const LEARNING_CARDS = 600;
const CARDS = 4_000;
const FAILED_CARDS = 20_000;
/** A failure of this kind, missing data for example, comes soon, in ms. */
const EARLY_MS = 15_000;
const SECOND_MS = 1_000;

const PACES: readonly (readonly [string, () => TriedPace])[] = [
  ['fixed 2 s (the default)', () => steadyPace(2_000)],
  ['learned, calls of 2 s', () => learningPace(2_000)],
  ['fixed 5 s', () => steadyPace(5_000)],
  ['learned, calls of 5 s', () => learningPace(5_000)],
];

/** By pace, how late a done card and a failed one are seen, as lines of text. */
export function failureTable(): string {
  return [`${'seen so late, s'.padEnd(24)}  mean   p95   max  calls`, ...PACES.flatMap(linesOf)].join('\n');
}

function linesOf([name, make]: (typeof PACES)[number]): string[] {
  const pace = make();
  const [chance, jitter] = [seeded(1), seeded(2)];
  const draw = (): number => CARD_TIME.draw(chance) * SECOND_MS;
  const done = Array.from({ length: CARDS }, () => {
    const takes = draw();
    const watched = watchOne(pace, takes, jitter);
    pace.seen(takes + watched.lag);
    return watched;
  }).slice(LEARNING_CARDS);
  const failed = (at: () => number): number[] =>
    Array.from({ length: FAILED_CARDS }, () => watchOne(pace, at(), jitter).lag);
  const calls = done.reduce((sum, each) => sum + each.calls, 0) / done.length;
  const lags = done.map(({ lag }) => lag);
  return [
    name,
    lineOf('  done', lags) + calls.toFixed(1).padStart(7),
    lineOf(
      '  failed at any moment',
      failed(() => chance() * draw()),
    ),
    lineOf(
      '  failed within 15 s',
      failed(() => chance() * EARLY_MS),
    ),
  ];
}

function lineOf(name: string, lags: readonly number[]): string {
  const mean = lags.reduce((sum, lag) => sum + lag, 0) / lags.length;
  const values = [mean, percentile(lags, 0.95), percentile(lags, 1)];
  return name.padEnd(24) + values.map((ms) => (ms / SECOND_MS).toFixed(1).padStart(6)).join('');
}
