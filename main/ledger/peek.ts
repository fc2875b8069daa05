import type { Database, SqlValue } from './load-sqlite.ts';

/**
 * The values of one column, read without a prepared statement. The packaged library keeps a file open for as long as
 * one of its statements is in memory, and a file that may have to be renamed must really be closed before.
 * Throws what SQLite throws.
 */
export function peek(database: Database, column: string, from: string): readonly SqlValue[] {
  const values: SqlValue[] = [];
  database.function('peeked', (value) => {
    values.push(value);
    return null;
  });
  database.exec(`SELECT peeked(${column}) FROM ${from}`);
  return values;
}
