/** One station that watches one card after the other. */
import { withJitter } from '../../../main/tracking/pace.ts';
import type { TriedPace } from './paces.ts';
import { seeded } from '../../seeded.ts';
import type { World } from './worlds.ts';

export interface Watched {
  /** From the change to the read that saw it, in ms. */
  readonly lag: number;
  readonly calls: number;
}

/** As the configuration has it by default. */
const JITTER = 0.2;
/** Nobody waits longer for a card, in ms. */
const LONGEST_MS = 3_500_000;

/** The same seed makes the same cards for every pace. */
export function watch(world: World, pace: TriedPace, cards: number, seed: number): readonly Watched[] {
  const chance = seeded(seed);
  const jitter = seeded(seed + 0x5eed);
  return Array.from({ length: cards }, (_none, card) => {
    const takes = Math.min(LONGEST_MS, world.at(card).draw(chance) * 1_000);
    const watched = watchOne(pace, takes, jitter);
    pace.seen(takes + watched.lag);
    return watched;
  });
}

/** One card whose change comes after so many ms; `jitter` is uniform in [0, 1). */
export function watchOne(pace: TriedPace, takesMs: number, jitter: () => number): Watched {
  let [waited, calls, pause] = [0, 0, 0];
  while (waited < takesMs) {
    pause = pace.pause(waited, pause);
    waited += withJitter(pause, JITTER, jitter());
    calls += 1;
  }
  return { lag: waited - takesMs, calls };
}
