/**
 * A pace that learns: as many reads as the configured pace makes, at the times at which this station's cards are likely
 * to become done. Until enough is known, and whenever the newest cards say that it would serve them worse, the
 * configured pace. It decides when D1 is asked and nothing else. Pure.
 */
import type { CardTime } from './card-time.ts';
import { pauseFrom, rateAt, readRates, type PauseBounds, type ReadRates } from './checking-times.ts';
import { survivalOf } from './duration-estimate.ts';

/** What was learned from some cards. */
export interface Learned {
  /** How many cards it rests on: fewer than were seen, once the world has changed. */
  readonly cards: number;
  /** 0: the configured pace alone; towards 1: the learned times. */
  readonly share: number;
  /** What the newest cards would have waited by the learned times, against the configured pace: 0.6 is 40 % less. */
  readonly lagRatio: number;
  /** Half of the cards took no longer, in ms. */
  readonly medianMs: number;
  /** And nine of ten. */
  readonly ninetyMs: number;
  readonly rates: ReadRates;
}

/** Nothing is learned from fewer: chance would speak. */
export const LEAST_CARDS = 20;
/** As much as so many cards, the configured pace speaks for itself: half of the word at ten cards, 5 % at two hundred. */
const PRIOR_CARDS = 10;
/** The newest cards by which what was learned before them is judged. */
const JUDGES = 8;
/**
 * The lag ratio of the judges up to which what was learned is followed, and from which it is not at all. Chance moves
 * the ratio of eight cards by some 0.2 around 0.6 to 0.9, so that less room would drop what is right.
 */
const FULL_TRUST = 1.2;
const NO_TRUST = 1.6;

/** What these cards teach, the newest last; null while they are too few. */
export function learnedFrom(times: readonly CardTime[], bounds: PauseBounds): Learned | null {
  if (times.length < LEAST_CARDS) return null;
  const lagRatio = lagRatioOf(times.slice(0, -JUDGES), times.slice(-JUDGES), bounds);
  const trust = Math.min(1, Math.max(0, (NO_TRUST - lagRatio) / (NO_TRUST - FULL_TRUST)));
  const share = (trust * times.length) / (times.length + PRIOR_CARDS);
  const sorted = times.map(({ ms }) => ms).sort((one, other) => one - other);
  const within = (part: number): number => sorted[Math.ceil(part * sorted.length) - 1] ?? NaN;
  const rates = ratesOf(times, bounds);
  return { cards: times.length, share, lagRatio, medianMs: within(0.5), ninetyMs: within(0.9), rates };
}

/** A bound on the wrong side of the configured pace gives way to it: the number of reads is kept. */
function ratesOf(times: readonly CardTime[], { floorMs, ceilingMs }: PauseBounds): ReadRates {
  const mean = meanPauseOf(times);
  const bounds = { floorMs: Math.min(floorMs, mean), ceilingMs: Math.max(ceilingMs, mean) };
  return readRates(survivalOf(times.map(({ ms }) => ms)), mean, bounds);
}

/** The pause that makes as many reads of these cards as the configured pace, with its phases, makes. */
function meanPauseOf(times: readonly CardTime[]): number {
  const waited = times.reduce((sum, { ms }) => sum + ms, 0);
  return waited / times.reduce((sum, { steadyReads }) => sum + steadyReads, 0);
}

/** What the judges would have waited, on average half the pause that they ended in, had the cards before them been the teachers. */
function lagRatioOf(before: readonly CardTime[], judges: readonly CardTime[], bounds: PauseBounds): number {
  const rates = ratesOf(before, bounds);
  const pauses = judges.reduce((sum, { ms }) => sum + 1 / rateAt(rates, ms), 0);
  return pauses / judges.length / meanPauseOf(before);
}

/**
 * The ms until the next read of a card that has been under way for `waitedMs`; `steadyMs` is the pause that the
 * configuration asks for now, and the bounds give way to it.
 */
export function learnedPause(learned: Learned, waitedMs: number, steadyMs: number, bounds: PauseBounds): number {
  const pause = pauseFrom(learned.rates, waitedMs, learned.share, steadyMs);
  return Math.min(Math.max(steadyMs, bounds.ceilingMs), Math.max(Math.min(steadyMs, bounds.floorMs), pause));
}
