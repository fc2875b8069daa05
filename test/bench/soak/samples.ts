/** What is looked at of a running station every few seconds, from outside and without its help where that can be. */
import type { CDPSession } from 'playwright';

import { ROW_QUERIES } from '../../../main/ledger/action-row.ts';
import { loadSqlite } from '../../../main/ledger/load-sqlite.ts';
import { openReadOnly } from '../../../main/ledger/open-file.ts';
import { RECENT_QUERY } from '../../../main/ledger/recent.ts';
import type { StationApp } from '../../e2e/station-app.ts';
import { handlesOf, MIB, middleMs, middleOf, recordMib } from './looked-at.ts';
import type { Bound, Looked } from './verdict.ts';

/** `cards`: those that were taken off the screen until then. */
export type Sample = Looked<keyof typeof BOUNDS>;

/** As in `main/tracking/station-state.ts`. */
const REMEMBERED_CARDS = 2_000;

/** What each may grow by and harm nobody; the night's restart is not counted on. */
export const BOUNDS = {
  rendererHeapMiB: { unit: 'MiB', harmless: 10 },
  // Up to 2,000 cards that left the screen are remembered.
  mainHeapMiB: { unit: 'MiB', harmless: 10, fromCards: REMEMBERED_CARDS },
  mainRssMiB: { unit: 'MiB', harmless: 50, fromCards: REMEMBERED_CARDS },
  handles: { unit: 'files', harmless: 5 },
  sockets: { unit: 'sockets', harmless: 5 },
  // It grows by design, until retention takes as much away as comes; that is the other soak's to prove.
  ledgerMiB: { unit: 'MiB', harmless: 50 },
  recordMs: { unit: 'ms', harmless: 20 },
  queryMs: { unit: 'ms', harmless: 2 },
} as const satisfies Readonly<Record<string, Bound>>;

const QUERIES = 9;
const DAY_MS = 24 * 60 * 60_000;

export async function sampleOf(
  station: StationApp,
  page: CDPSession,
  cards: number,
  /** From the page's request to the recorded row, since the last sample; none where there was none. */
  recordsMs: readonly number[],
): Promise<Sample> {
  // What a collector has not come to yet is no leak.
  await page.send('HeapProfiler.collectGarbage');
  const { usedSize } = await page.send('Runtime.getHeapUsage');
  const memory = await station.electron.evaluate(() => {
    // The one way to a program's collector that it has not opened itself; fetched once, it is part of no slope.
    const held = globalThis as { soakCollector?: () => void };
    process.getBuiltinModule('v8').setFlagsFromString('--expose-gc');
    held.soakCollector ??= process.getBuiltinModule('vm').runInNewContext('gc') as () => void;
    held.soakCollector();
    return process.memoryUsage();
  });
  return {
    cards,
    rendererHeapMiB: usedSize / MIB,
    mainHeapMiB: memory.heapUsed / MIB,
    mainRssMiB: memory.rss / MIB,
    ...handlesOf(station.pid),
    ledgerMiB: recordMib(station.place.profileFolder),
    recordMs: middleOf(recordsMs),
    queryMs: queryMs(station.place.profileFolder),
  };
}

function queryMs(folder: string): number {
  const database = openReadOnly(folder, loadSqlite());
  try {
    return middleMs(QUERIES, (go) => {
      database.prepare(RECENT_QUERY).all(Date.now() - DAY_MS, Date.now(), 50);
      database.prepare(ROW_QUERIES.ofCard).all(`soak-${go + 1}`);
    });
  } finally {
    database.close();
  }
}
