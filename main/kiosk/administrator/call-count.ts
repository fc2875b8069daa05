/** How many calls to D1 were made in the last hour, by the minute. */
import type { Clock } from '../../tracking/instant.ts';

const MINUTE_MS = 60_000;
/** Minutes that count as the last hour. */
const MINUTES = 60;

export interface CallCount {
  count(outcome: 'answered' | 'failed'): void;
  lastHour(): { readonly answered: number; readonly failed: number };
}

export function createCallCount(clock: Clock): CallCount {
  /** By minute of the monotonic clock, oldest first. */
  const minutes = new Map<number, { answered: number; failed: number }>();
  const minute = (): number => Math.floor(clock.now().mono / MINUTE_MS);

  function forget(now: number): void {
    for (const each of minutes.keys()) if (each <= now - MINUTES) minutes.delete(each);
  }

  return {
    count(outcome) {
      const now = minute();
      forget(now);
      const counted = minutes.get(now) ?? { answered: 0, failed: 0 };
      counted[outcome] += 1;
      minutes.set(now, counted);
    },
    lastHour() {
      forget(minute());
      const all = [...minutes.values()];
      return {
        answered: all.reduce((sum, { answered }) => sum + answered, 0),
        failed: all.reduce((sum, { failed }) => sum + failed, 0),
      };
    },
  };
}
