/** What is looked at of the process after so many cards of a modelled year. */
import type { Ledger } from '../../../main/ledger/ledger.ts';
import { loadSqlite } from '../../../main/ledger/load-sqlite.ts';
import { openReadOnly } from '../../../main/ledger/open-file.ts';
import { handlesOf, MIB, middleMs, middleOf, recordMib } from '../soak/looked-at.ts';
import type { Bound, Looked } from '../soak/verdict.ts';

/** With 10,000 cards. D1 lives in the same process, so that its share is in heap, handles and sockets. */
export const BOUNDS = {
  heapMiB: { unit: 'MiB', harmless: 1 },
  rssMiB: { unit: 'MiB', harmless: 20 },
  handles: { unit: 'files', harmless: 1 },
  sockets: { unit: 'sockets', harmless: 1 },
  // A month has 28 to 31 days, and so many are kept of it.
  recordRows: { unit: 'rows', harmless: 1_000 },
  recordMiB: { unit: 'MiB', harmless: 0.5 },
  startMs: { unit: 'ms', harmless: 0.2 },
  findMs: { unit: 'ms', harmless: 0.1 },
  todayMs: { unit: 'ms', harmless: 0.2 },
  recordMs: { unit: 'ms', harmless: 0.5 },
  processorMs: { unit: 'ms a card', harmless: 1 },
} as const satisfies Readonly<Record<string, Bound>>;

export type YearSample = Looked<keyof typeof BOUNDS>;

const DAY_MS = 24 * 60 * 60_000;
/** Calls of a query, of which the middle one counts. */
const QUERIES = 15;

export interface Looker {
  /** `recordsMs`: how long each signed row took since the last look. */
  look(cards: number, ledger: Ledger, cardId: string, now: number, recordsMs: readonly number[]): YearSample;
}

/** Throws where the collector cannot be called: what it has not come to yet would pass for a leak. */
export function createLooker(profileFolder: string): Looker {
  const collect = globalThis.gc;
  if (collect === undefined) throw new Error('run with --expose-gc');
  let usedBefore = process.cpuUsage();
  let cardsBefore = 0;
  return {
    look(cards, ledger, cardId, now, recordsMs) {
      const { user, system } = process.cpuUsage(usedBefore);
      const processorMs = (user + system) / 1_000 / (cards - cardsBefore);
      collect();
      const { heapUsed, rss } = process.memoryUsage();
      const sample = {
        cards,
        heapMiB: heapUsed / MIB,
        rssMiB: rss / MIB,
        ...handlesOf('self'),
        recordRows: rowsOf(profileFolder),
        recordMiB: recordMib(profileFolder),
        startMs: middleMs(QUERIES, () => ledger.restore()),
        findMs: middleMs(QUERIES, () => ledger.find(cardId)),
        todayMs: middleMs(QUERIES, () => ledger.recent({ from: now - DAY_MS, to: now + DAY_MS }, 50)),
        recordMs: middleOf(recordsMs),
        processorMs,
      };
      usedBefore = process.cpuUsage();
      cardsBefore = cards;
      return sample;
    },
  };
}

function rowsOf(profileFolder: string): number {
  const database = openReadOnly(profileFolder, loadSqlite());
  try {
    const tables = ['cards', 'answers', 'actions'];
    const counts = tables.map((table) => database.prepare(`SELECT count(*) AS rows FROM ${table}`).get());
    return counts.reduce<number>((sum, count) => sum + (count as { readonly rows: number }).rows, 0);
  } finally {
    database.close();
  }
}
