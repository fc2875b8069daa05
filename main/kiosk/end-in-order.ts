/** The end of the program, wired to the station: it waits until what staff did last is known to the keychain. */
import { app } from 'electron';

import { EXIT } from './exit-codes.ts';
import { systemClock } from './system-clock.ts';

/** Ends the program with `code` once the station has stopped, and after `stopLimitMs` in any case. */
export function exitOnceStopped(stopped: Promise<void>, stopLimitMs: number, code: number): void {
  const end = (): void => app.exit(code);
  systemClock.after(stopLimitMs, end);
  stopped.then(end, end);
}

/** For whoever ends the program from outside. `stopping` gives the station's stop once its window is gone; null before. */
export function endInOrder(stopping: () => Promise<void> | null, stopLimitMs: number): void {
  app.on('will-quit', (event) => {
    const stopped = stopping();
    if (stopped === null) return;
    event.preventDefault();
    exitOnceStopped(stopped, stopLimitMs, EXIT.ended);
  });
}
