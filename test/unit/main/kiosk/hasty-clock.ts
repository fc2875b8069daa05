import type { Clock } from '../../../../main/tracking/instant.ts';

/** Each wait is over at once, and counts. */
export function hastyClock(): Clock {
  let mono = 0;
  return {
    now: () => ({ mono, wall: mono }),
    after(ms, callback) {
      mono += ms;
      setImmediate(callback);
      return () => undefined;
    },
  };
}
