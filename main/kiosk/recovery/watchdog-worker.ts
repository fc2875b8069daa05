/**
 * Runs on a thread of its own and ends the program when main's thread has stopped turning: main cannot notice that itself.
 * Only the worker's own turns count, so that a machine that slept or was stopped as a whole ends nothing.
 */
import { workerData } from 'node:worker_threads';

import { openLog } from '../../diagnostics/log.ts';
import { createTurnWatch, type WatchdogOrder } from './watchdog.ts';

const { turns, logFolder, everyMs } = workerData as WatchdogOrder;
const count = new Int32Array(turns);
const watch = createTurnWatch(() => Atomics.load(count, 0));

setInterval(() => {
  if (!watch.isHung()) return;
  openLog(logFolder).write({ event: 'recovery', outcome: 'main-hung' });
  // A thread cannot end the process in order; the system can.
  process.kill(process.pid, 'SIGKILL');
}, everyMs);
