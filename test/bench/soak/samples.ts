/** What is looked at of a running station every few seconds, from outside and without its help where that can be. */
import { readdirSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';

import type { CDPSession } from 'playwright';

import { ROW_QUERIES } from '../../../main/ledger/action-row.ts';
import { loadSqlite } from '../../../main/ledger/load-sqlite.ts';
import { LEDGER_FILE, openReadOnly } from '../../../main/ledger/open-file.ts';
import { RECENT_QUERY } from '../../../main/ledger/recent.ts';
import type { StationApp } from '../../e2e/station-app.ts';
import { percentile } from '../figures.ts';
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

const MIB = 1024 * 1024;
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
  const fds = openFiles(station.pid);
  return {
    cards,
    rendererHeapMiB: usedSize / MIB,
    mainHeapMiB: memory.heapUsed / MIB,
    mainRssMiB: memory.rss / MIB,
    handles: fds.length,
    sockets: fds.filter((target) => target.startsWith('socket:')).length,
    ledgerMiB: ledgerBytes(station.place.profileFolder) / MIB,
    recordMs: recordsMs.length === 0 ? NaN : percentile(recordsMs, 0.5),
    queryMs: queryMs(station.place.profileFolder),
  };
}

function openFiles(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((name) => {
    try {
      return [readlinkSync(join(folder, name))];
    } catch {
      // Closed meanwhile.
      return [];
    }
  });
}

function ledgerBytes(folder: string): number {
  const size = (name: string): number => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
  return size(LEDGER_FILE) + size(`${LEDGER_FILE}-wal`);
}

function queryMs(folder: string): number {
  const database = openReadOnly(folder, loadSqlite());
  try {
    const took = Array.from({ length: QUERIES }, (_, index) => {
      const began = performance.now();
      database.prepare(RECENT_QUERY).all(Date.now() - DAY_MS, Date.now(), 50);
      database.prepare(ROW_QUERIES.ofCard).all(`soak-${index + 1}`);
      return performance.now() - began;
    });
    return percentile(took, 0.5);
  } finally {
    database.close();
  }
}
