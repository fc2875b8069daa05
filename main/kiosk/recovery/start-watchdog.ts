/** Starts the thread that watches main's, and tells it of each turn. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import type { Log } from '../../diagnostics/log.ts';
import { TURN_MS, type WatchdogOrder } from './watchdog.ts';

/** What it keeps is a number: with bounds of this size the engine takes no room for more, in MiB. */
const SMALL = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 8, codeRangeSizeMb: 1, stackSizeMb: 1 };

/** Watches to the end of the program. A watchdog that cannot run is written down; the station is no worse than without it. */
export function startWatchdog(mainFolder: string, logFolder: string, log: Log): void {
  const order: WatchdogOrder = { turns: new SharedArrayBuffer(4), logFolder, everyMs: TURN_MS };
  const turns = new Int32Array(order.turns);
  setInterval(() => Atomics.add(turns, 0, 1), TURN_MS).unref();
  const failed = (): void => log.write({ event: 'recovery', outcome: 'no-watchdog' });
  try {
    const worker = new Worker(join(mainFolder, 'watchdog-worker.js'), { workerData: order, resourceLimits: SMALL });
    worker.unref();
    worker.on('error', failed);
  } catch {
    failed();
  }
}
