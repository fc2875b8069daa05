/** The station's own pace: remembers what its cards took, and says when a card that is under way is read next. */
import { cardTimeOf, isUnderWay, steadyPauseOf, type CardTime, type UnderWay } from './card-time.ts';
import type { CardTrack } from './card-track.ts';
import type { PauseBounds } from './checking-times.ts';
import { MAX_CARDS, withTime } from './drift.ts';
import { elapsed, type Stamp } from './instant.ts';
import { learnedFrom, learnedPause, type Learned } from './learned-pace.ts';
import type { Learning, Limits, Pace } from './limits.ts';
import { patienceOf } from './pace.ts';
import { paceStanding, type PaceStanding } from './pace-standing.ts';
import type { Phase } from './words.ts';

/** By how many pauses an answer may be old before a wait becomes doubtful: no pause may be longer than that share. */
const PAUSES_IN_FRESHNESS = 3;

export interface StationPace {
  /** The ms until the next read of this card, before jitter; null where the configured pace holds. */
  readonly pauseOf: (track: CardTrack, now: Stamp) => number | null;
  /** One more order is personalised; `firstSeen` in ms of one clock. */
  learn(firstSeen: ReadonlyMap<Phase, number>): void;
  /** What an earlier run has seen, oldest first: it lies before all that this one has. */
  remember(earlier: readonly ReadonlyMap<Phase, number>[]): void;
  /** What the pace rests on; null while the configured one holds for want of cards. */
  learned(): Learned | null;
  standing(): PaceStanding;
}

export function createStationPace(limits: Limits, pace: Pace, learning: Learning): StationPace {
  const freshEnoughMs = limits.freshnessMs / PAUSES_IN_FRESHNESS;
  const boundsOf = (phase: UnderWay): PauseBounds => ({
    floorMs: learning.floorMs,
    ceilingMs: Math.min(freshEnoughMs, ceilingOf(phase, learning)),
  });
  // What the phases have in common; each keeps its own ceiling when the pause is taken.
  const common = boundsOf('at-printer');
  let own: readonly CardTime[] = [];
  let times: readonly CardTime[] = [];
  /** All that were told of, forgotten ones included. */
  let told = 0;
  let learned: Learned | null = null;

  function relearn(next: readonly CardTime[]): void {
    times = next;
    learned = learnedFrom(times, common);
  }

  return {
    pauseOf: (track, now) => {
      const { phase } = track;
      if (learned === null || !isUnderWay(phase) || patienceOf(track, now, limits) !== 'normal') return null;
      const waitedMs = Math.max(0, ...stampsUnderWay(track).map((since) => elapsed(since, now)));
      return learnedPause(learned, waitedMs, steadyPauseOf(phase, pace), boundsOf(phase));
    },
    learn(firstSeen) {
      const time = cardTimeOf(firstSeen, pace);
      if (time === null) return;
      own = [...own, time].slice(-MAX_CARDS);
      told += 1;
      relearn(withTime(times, time));
    },
    remember(earlier) {
      const known = earlier.map((firstSeen) => cardTimeOf(firstSeen, pace)).filter((time) => time !== null);
      told = known.length + own.length;
      relearn([...known, ...own].reduce<readonly CardTime[]>(withTime, []));
    },
    learned: () => learned,
    standing: () => paceStanding(learned, times.length, Math.min(told, MAX_CARDS)),
  };
}

function ceilingOf(phase: UnderWay, learning: Learning): number {
  switch (phase) {
    case 'requested':
      return learning.requestedCeilingMs;
    case 'at-printer':
      return learning.atPrinterCeilingMs;
    case 'in-progress':
      return learning.inProgressCeilingMs;
  }
}

function stampsUnderWay({ firstSeen }: CardTrack): readonly Stamp[] {
  return [...firstSeen].flatMap(([phase, at]) => (isUnderWay(phase) ? [at] : []));
}
