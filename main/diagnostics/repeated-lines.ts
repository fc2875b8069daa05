/** A log for what somebody can bring about as often as he likes: the same line again is counted, not written. */
import type { Clock } from '../tracking/instant.ts';
import type { Log, LogEvent } from './log.ts';

/** The same line is written again after this long at the earliest, in ms, and then with its number. */
export const REPEAT_MS = 60_000;
/** So many different lines are remembered; beyond, a line is left out: nobody reads more of one minute. */
const MOST_LINES = 200;

/** `log`, where the same line within a minute costs one more line at its end, however often it came. */
export function withoutRepeats(log: Log, clock: Clock): Log {
  const repeats = new Map<string, number>();

  function settle(key: string, event: LogEvent): void {
    const times = repeats.get(key) ?? 0;
    repeats.delete(key);
    if (times > 0) log.write({ ...event, detail: `${event.detail ?? ''} (${times} times more)`.trim() });
  }

  return {
    write(event) {
      const key = JSON.stringify(event);
      const times = repeats.get(key);
      if (times !== undefined) return void repeats.set(key, times + 1);
      if (repeats.size >= MOST_LINES) return;
      repeats.set(key, 0);
      clock.after(REPEAT_MS, () => settle(key, event));
      log.write(event);
    },
  };
}
