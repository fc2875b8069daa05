import type { Database } from './load-sqlite.ts';

/** All or nothing. `work` throws to undo; what it threw is thrown on, also when the end itself fails. */
export function inTransaction<T>(database: Database, work: () => T): T {
  // At once, so that a lock of somebody else shows here and not half way.
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    try {
      database.exec('ROLLBACK');
    } catch {
      // A full disk makes SQLite roll back by itself.
    }
    throw error;
  }
}
