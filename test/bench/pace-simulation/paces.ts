/** The paces that are compared: each says how long to wait from one read to the next. Times in ms. */
import type { CardTime } from '../../../main/tracking/card-time.ts';
import { withTime } from '../../../main/tracking/drift.ts';
import { learnedFrom, learnedPause, type Learned } from '../../../main/tracking/learned-pace.ts';

export interface TriedPace {
  readonly pause: (waitedMs: number, pauseBefore: number) => number;
  /** Told, after each card, how long it took as the reads saw it. */
  readonly seen: (ms: number) => void;
}

/** What the configuration has by default for a card at the printer. */
export const LEARNED_BOUNDS = { floorMs: 1_000, ceilingMs: 20_000 };
/**
 * The program learns anew after each card. Here, once the cards are many, after every eighth: it costs the simulation
 * most of its time and changes little, and what it changes is to the disadvantage of the pace.
 */
const FEW_CARDS = 100;
const RELEARN_EVERY = 8;

export function steadyPace(pauseMs: number): TriedPace {
  return { pause: () => pauseMs, seen: () => undefined };
}

/** From a second, half as long again each time, up to half a minute. */
export function exponentialPace(): TriedPace {
  return { pause: (_waited, before) => Math.min(30_000, Math.max(1_000, before * 1.5)), seen: () => undefined };
}

/** The program's own. */
export function learningPace(steadyMs: number): TriedPace {
  let times: readonly CardTime[] = [];
  let learned: Learned | null = null;
  let sinceLearnt = 0;
  return {
    pause: (waitedMs) => (learned === null ? steadyMs : learnedPause(learned, waitedMs, steadyMs, LEARNED_BOUNDS)),
    seen(ms) {
      times = withTime(times, { ms: Math.max(1_000, ms), steadyReads: ms / steadyMs });
      sinceLearnt += 1;
      if (times.length > FEW_CARDS && sinceLearnt < RELEARN_EVERY) return;
      sinceLearnt = 0;
      learned = learnedFrom(times, LEARNED_BOUNDS);
    },
  };
}
