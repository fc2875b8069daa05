/** A changed clock, a machine that slept or a program that stood still makes every answer stale at once, and every card due. */
import { powerMonitor } from 'electron';

import type { Log } from '../diagnostics/log.ts';
import { clocksJumped, stoodStill } from '../tracking/clock-watch.ts';
import type { Clock } from '../tracking/instant.ts';
import { withAnswersVoided } from '../tracking/station-state.ts';
import type { StationStore } from '../tracking/station-store.ts';

/** Two clocks are compared this often, in ms: well within the time that a green card may outlive a sleep. */
const CLOCK_TICK_MS = 1_000;

export interface ClockGuard {
  /** Compares now: before each snapshot, so that the first one after a standstill shows nothing of before as fresh. */
  check(): void;
  stop(): void;
}

/** Watches until it is stopped. */
export function guardClocks(store: StationStore, clock: Clock, wakeAll: () => void, log: Log): ClockGuard {
  const voidAnswers = (outcome: 'jumped' | 'stood-still' | 'resumed'): void => {
    log.write({ event: 'clock-jump', outcome });
    store.change((state) => withAnswersVoided(state, clock.now()));
    wakeAll();
  };
  const resumed = (): void => voidAnswers('resumed');
  let before = clock.now();
  function check(): void {
    const [then, now] = [before, clock.now()];
    // First: what is changed below is shown, and that checks again.
    before = now;
    if (clocksJumped(then, now)) voidAnswers('jumped');
    else if (stoodStill(then, now)) voidAnswers('stood-still');
  }
  const timer = setInterval(check, CLOCK_TICK_MS);
  powerMonitor.on('resume', resumed);
  return {
    check,
    stop() {
      clearInterval(timer);
      powerMonitor.off('resume', resumed);
    },
  };
}
