/** A changed clock or a machine that slept makes every answer stale at once, and every card due. */
import { powerMonitor } from 'electron';

import type { Log } from '../diagnostics/log.ts';
import { clocksJumped } from '../tracking/clock-watch.ts';
import type { Clock } from '../tracking/instant.ts';
import { withAnswersVoided } from '../tracking/station-state.ts';
import type { StationStore } from '../tracking/station-store.ts';

/** Two clocks are compared this often, in ms: well within the time that a green card may outlive a sleep. */
const CLOCK_TICK_MS = 1_000;

/** Watches until the returned function is called. */
export function guardClocks(store: StationStore, clock: Clock, wakeAll: () => void, log: Log): () => void {
  const voidAnswers = (): void => {
    log.write({ event: 'clock-jump' });
    store.change((state) => withAnswersVoided(state, clock.now()));
    wakeAll();
  };
  let before = clock.now();
  const timer = setInterval(() => {
    const now = clock.now();
    if (clocksJumped(before, now)) voidAnswers();
    before = now;
  }, CLOCK_TICK_MS);
  powerMonitor.on('resume', voidAnswers);
  return () => {
    clearInterval(timer);
    powerMonitor.off('resume', voidAnswers);
  };
}
