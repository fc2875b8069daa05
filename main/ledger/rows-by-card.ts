/**
 * Whether the rows of the record are met where the station looks for them. They are walked by their numbers, and asked for by their
 * card, which is another way through the file: a row that this one leads past would be signed, and never met.
 */
import type { RawRow } from './action-row.ts';
import type { Database, SqlValue } from './load-sqlite.ts';

/** The way of `ROW_QUERIES.ofCard`. */
const NUMBERS_OF_CARD = 'SELECT number FROM actions WHERE card_id = ? AND number > 0 ORDER BY number';

/**
 * What is wrong with the first of some rows that is not among those of its card; null when all are. In slices, as the rows
 * themselves: SQLite's own check of a large file holds everything up for seconds. Throws what SQLite throws.
 */
export function lostRow(database: Database, rows: readonly RawRow[]): string | null {
  const statement = database.prepare(NUMBERS_OF_CARD);
  statement.setReadBigInts(true);
  const ofCard = new Map<unknown, ReadonlySet<unknown>>();
  for (const { cardId, number } of rows) {
    let numbers = ofCard.get(cardId);
    if (numbers === undefined) {
      numbers = new Set(statement.all(cardId as SqlValue).map((row) => (row as { readonly number: unknown }).number));
      ofCard.set(cardId, numbers);
    }
    if (!numbers.has(number)) return `row ${String(number)} is not among those of its card`;
  }
  return null;
}
