/** Keeps the display on while the kiosk runs: a dark screen beside the printer tells nobody anything. */
import type { Power } from './display-watch.ts';

/** What is needed of Electron's `powerSaveBlocker`. */
export interface SleepBlocker {
  start(type: 'prevent-display-sleep'): number;
  stop(id: number): void;
}

/** Systems may drop the request over sleep, or with the session that was locked. */
const REARM_AT = ['resume', 'unlock-screen'] as const;

/** Holds until the returned function is called. */
export function keepAwake(blocker: SleepBlocker, power: Power): () => void {
  let id = blocker.start('prevent-display-sleep');
  const rearm = (): void => {
    const before = id;
    // The new request first, so that there is no moment without one.
    id = blocker.start('prevent-display-sleep');
    blocker.stop(before);
  };
  for (const event of REARM_AT) power.on(event, rearm);
  return () => {
    for (const event of REARM_AT) power.off(event, rearm);
    blocker.stop(id);
  };
}
