/** How a station's own pace stands, for whoever looks after it. Pure. */
import type { Learned } from './learned-pace.ts';
import type { PaceInUse } from './words.ts';

export interface PaceStanding {
  readonly inUse: PaceInUse;
  /** How much what was learned counts beside the configured pace: 0 to 1. */
  readonly share: number;
  /** Cards that it rests on. */
  readonly cards: number;
  /** Older cards that it would remember were forgotten, because the newer ones showed that the world has changed. */
  readonly drifted: boolean;
  /** Half of the cards, and nine of ten, took no longer, in ms; null while they are too few. */
  readonly medianMs: number | null;
  readonly ninetyMs: number | null;
}

/** Of a station that does not learn. */
export const CONFIGURED_PACE: PaceStanding = {
  inUse: 'configured',
  share: 0,
  cards: 0,
  drifted: false,
  medianMs: null,
  ninetyMs: null,
};

/** What counts for less than half is not what the station goes by. */
const FOLLOWED_SHARE = 0.5;

export function paceInUse(learned: Pick<Learned, 'share'> | null): Exclude<PaceInUse, 'configured'> {
  if (learned === null) return 'too-few';
  return learned.share < FOLLOWED_SHARE ? 'not-followed' : 'followed';
}

/** `cards` are known, of the `remembered` that could be. */
export function paceStanding(learned: Learned | null, cards: number, remembered: number): PaceStanding {
  return {
    inUse: paceInUse(learned),
    share: learned?.share ?? 0,
    cards,
    drifted: cards < remembered,
    medianMs: learned?.medianMs ?? null,
    ninetyMs: learned?.ninetyMs ?? null,
  };
}
