/** The end of the program, wired to the station: it waits until what staff did last is known to the keychain. */
import { app } from 'electron';

import { EXIT } from './exit-codes.ts';
import { systemClock } from './system-clock.ts';

/** `stopping` gives the station's stop once its window is gone; null before. The program ends after `stopLimitMs` in any case. */
export function endInOrder(stopping: () => Promise<void> | null, stopLimitMs: number): void {
  app.on('will-quit', (event) => {
    const stopped = stopping();
    if (stopped === null) return;
    event.preventDefault();
    const end = (): void => app.exit(EXIT.ended);
    systemClock.after(stopLimitMs, end);
    stopped.then(end, end);
  });
}
