/** Removes what is older than the retention; the chain keeps a signed checkpoint in place of the rows that went. */
import { readRows } from './action-row.ts';
import { digestWith, type Checkpoint } from './chain.ts';
import { readChain, writeCheckpoint } from './chain-table.ts';
import type { Keeper } from './keeper.ts';
import type { Database } from './load-sqlite.ts';
import { inTransaction } from './transaction.ts';

/**
 * Rows of each table that go at once, while the screen waits: some ms also where each card takes its answers with it and all
 * of them lie apart in a file of millions of rows.
 */
const SLICE_ROWS = 100;

/** What goes by time alone; both are answered by an index. */
export const PRUNE_QUERIES = {
  answers: 'DELETE FROM answers WHERE id IN (SELECT id FROM answers WHERE sent_at < ? ORDER BY sent_at LIMIT ?)',
  cards: `DELETE FROM cards WHERE card_id IN (
    SELECT card_id FROM cards WHERE place = 'finished' AND placed_at < ? ORDER BY placed_at LIMIT ?)`,
  actions: 'DELETE FROM actions WHERE number <= ?',
} as const;

/** The moment `months` calendar months before `now`, both ms since 1970; the last day where the month is too short. */
export function monthsBefore(now: number, months: number): number {
  const date = new Date(now);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return date.getTime();
}

/** One slice of everything before `limit` (ms since 1970), in one transaction. Throws what SQLite throws. */
export function pruneSlice(
  database: Database,
  keeper: Keeper,
  limit: number,
  now: number,
): { readonly removed: number; readonly more: boolean } {
  return inTransaction(database, () => {
    const counts = [
      pruneActions(database, keeper, limit, now),
      changes(database.prepare(PRUNE_QUERIES.answers).run(limit, SLICE_ROWS)),
      changes(database.prepare(PRUNE_QUERIES.cards).run(limit, SLICE_ROWS)),
    ];
    return { removed: counts.reduce((sum, one) => sum + one, 0), more: counts.some((one) => one >= SLICE_ROWS) };
  });
}

/** Old rows go from the beginning only: the first that is young enough ends it, so that the chain has no hole. */
function pruneActions(database: Database, { key, ledgerId }: Keeper, limit: number, now: number): number {
  const facts = readChain(database);
  if (facts === null) return 0;
  let checkpoint: Checkpoint = { ...facts.checkpoint, at: now };
  let count = 0;
  for (const row of readRows(database, 'after', checkpoint.count, SLICE_ROWS)) {
    if (Number(row.at) >= limit) break;
    const digest = digestWith(checkpoint.digest, ledgerId, row);
    checkpoint = { count: Number(row.number), mac: String(row.mac), digest, at: now };
    count += 1;
  }
  if (count === 0) return 0;
  database.prepare(PRUNE_QUERIES.actions).run(checkpoint.count);
  writeCheckpoint(database, key, ledgerId, checkpoint);
  return count;
}

function changes(result: unknown): number {
  return Number((result as { readonly changes: number | bigint }).changes);
}
