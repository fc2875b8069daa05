import type { CardTrack } from './card-track.ts';
import { elapsed, type Stamp } from './instant.ts';
import type { Limits, Pace } from './limits.ts';
import { intervalOf } from './pace.ts';
import type { StaffMark } from './staff-action.ts';
import { markInForce } from './staff-marks.ts';
import type { Verdict } from './words.ts';

/** Why a verdict is `cannot-tell`. */
export type Doubt = 'never-answered' | 'not-found' | 'contradiction' | 'stale' | 'clock-jump';

/** What staff may do with a card at one moment; `hand-over` always says how long it holds. */
export type Judgement =
  | { readonly verdict: 'wait' }
  | { readonly verdict: 'hand-over'; readonly greenForMs: number }
  /** `mark` is what staff did, where that and not D1 forbids it. */
  | { readonly verdict: 'do-not-hand-over'; readonly mark: StaffMark | null }
  | { readonly verdict: Extract<Verdict, 'cannot-tell'>; readonly doubt: Doubt };

/** A waiting card may rest on an answer this old in ms, or of this many of its own intervals where those are long. */
const WAIT_FRESHNESS_MS = 60_000;
const WAIT_INTERVALS = 3;

/**
 * Judges one card at one moment. `intervalMs` is the pace asked for, which stretches how long a `wait` may rest on
 * one answer. What staff did lies over what D1 says. The only way to `hand-over` is phase `personalised` with a fresh answer that no clock jump voided.
 */
export function judge(track: CardTrack, now: Stamp, limits: Limits, intervalMs: number): Judgement {
  const mark = markInForce(track);
  if (mark !== null) return { verdict: 'do-not-hand-over', mark };
  switch (track.phase) {
    case 'not-asked':
      return elapsed(track.phaseSince, now) < limits.notAskedMs ? { verdict: 'wait' } : cannotTell('never-answered');
    case 'not-found':
      if (elapsed(track.addedAt, now) >= limits.notFoundGraceMs) return cannotTell('not-found');
      return waitWhileFresh(track, now, intervalMs);
    case 'requested':
    case 'at-printer':
    case 'in-progress':
      return waitWhileFresh(track, now, intervalMs);
    case 'personalised': {
      const left = freshFor(track, now, limits.freshnessMs);
      return left.kind === 'fresh' ? { verdict: 'hand-over', greenForMs: left.ms } : cannotTell(left.doubt);
    }
    case 'data-failed':
    case 'production-failed':
    case 'cancelled':
    case 'failed':
      return { verdict: 'do-not-hand-over', mark: null };
    case 'unclear':
      return cannotTell('contradiction');
  }
}

/** The times that judging needs, together. */
export interface Timing {
  readonly now: Stamp;
  readonly limits: Limits;
  readonly pace: Pace;
}

/** Judges one card at one moment, by the pace at which it is asked for then. */
export function judgeAt(track: CardTrack, { now, limits, pace }: Timing): Judgement {
  return judge(track, now, limits, intervalOf(track, now, limits, pace));
}

/** Age of the newest answer in ms by the pessimistic clock; null before the first. */
export function answerAge(track: CardTrack, now: Stamp): number | null {
  return track.answer === null ? null : elapsed(track.answer.sentAt, now);
}

/** True when the card has an answer that may still be shown as current. */
export function hasFreshAnswer(track: CardTrack, now: Stamp, limits: Limits): boolean {
  return freshFor(track, now, limits.freshnessMs).kind === 'fresh';
}

function waitWhileFresh(track: CardTrack, now: Stamp, intervalMs: number): Judgement {
  const left = freshFor(track, now, Math.max(WAIT_FRESHNESS_MS, WAIT_INTERVALS * intervalMs));
  return left.kind === 'fresh' ? { verdict: 'wait' } : cannotTell(left.doubt);
}

type Freshness = { readonly kind: 'fresh'; readonly ms: number } | { readonly kind: 'lapsed'; readonly doubt: Doubt };

function freshFor(track: CardTrack, now: Stamp, limitMs: number): Freshness {
  const age = answerAge(track, now);
  if (track.answer === null || age === null) return { kind: 'lapsed', doubt: 'never-answered' };
  if (track.answer.void)
    return { kind: 'lapsed', doubt: isSilentSinceJump(track, now, limitMs) ? 'stale' : 'clock-jump' };
  return age < limitMs ? { kind: 'fresh', ms: limitMs - age } : { kind: 'lapsed', doubt: 'stale' };
}

/** D1 was asked again after the clocks jumped, and has said nothing for so long: that it is silent is what staff go by then. */
function isSilentSinceJump({ voidedAt }: CardTrack, now: Stamp, limitMs: number): boolean {
  return voidedAt !== null && elapsed(voidedAt, now) >= limitMs;
}

function cannotTell(doubt: Doubt): Judgement {
  return { verdict: 'cannot-tell', doubt };
}
