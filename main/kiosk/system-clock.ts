import type { Clock } from '../tracking/instant.ts';

/** Longest delay that Node's timers can take, in ms. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The machine's own clocks and timers. */
export const systemClock: Clock = {
  now: () => ({ mono: performance.now(), wall: Date.now() }),
  after(ms, callback) {
    const timer = setTimeout(callback, Math.min(Math.max(0, ms), MAX_TIMER_MS));
    return () => {
      clearTimeout(timer);
    };
  },
};
