import { steadyPauseOf } from './card-time.ts';
import type { CardTrack } from './card-track.ts';
import { elapsed, type Stamp } from './instant.ts';
import type { Limits, Pace } from './limits.ts';
import type { Patience } from './words.ts';

/** The phases in which a card is on its way, so that waiting can be slow or stuck. */
const WAITING = new Set<CardTrack['phase']>(['not-asked', 'not-found', 'requested', 'at-printer', 'in-progress']);

/** How long the card has waited in its phase, in words. Slow and stuck change wording and pace, never a verdict. */
export function patienceOf(track: CardTrack, now: Stamp, limits: Limits): Patience {
  if (!WAITING.has(track.phase)) return 'normal';
  const waited = elapsed(track.phaseSince, now);
  if (waited >= limits.stuckAfterMs) return 'stuck';
  return waited >= limits.slowAfterMs ? 'slow' : 'normal';
}

/** The ms that should pass between two reads of this card now, before jitter. */
export function intervalOf(track: CardTrack, now: Stamp, limits: Limits, pace: Pace): number {
  const base = baseInterval(track, now, limits, pace);
  switch (patienceOf(track, now, limits)) {
    case 'normal':
      return base;
    case 'slow':
      return Math.max(base, pace.slowMs);
    case 'stuck':
      return Math.max(base, pace.stuckMs);
  }
}

function baseInterval(track: CardTrack, now: Stamp, limits: Limits, pace: Pace): number {
  switch (track.phase) {
    case 'not-asked':
      return pace.requestedMs;
    case 'requested':
    case 'at-printer':
    case 'in-progress':
      return steadyPauseOf(track.phase, pace);
    case 'not-found': {
      // The order may be seconds away, or never come: from the first pace to the last over the grace time.
      const share = Math.min(1, elapsed(track.addedAt, now) / Math.max(1, limits.notFoundGraceMs));
      return pace.notFoundFirstMs + share * (pace.notFoundLastMs - pace.notFoundFirstMs);
    }
    case 'personalised':
      return pace.greenMs;
    case 'unclear':
      return pace.unclearMs;
    case 'data-failed':
    case 'production-failed':
    case 'cancelled':
    case 'failed':
      return pace.failureMs;
  }
}

/** The interval with its jitter; `random` is in [0, 1). Spreads thousands of stations that started together. */
export function withJitter(intervalMs: number, jitter: number, random: number): number {
  return intervalMs * (1 + jitter * (2 * random - 1));
}
