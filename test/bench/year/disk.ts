/** SQLite on a disk that can be full: the library itself, and an error of it in place of every change. */
import {
  loadSqlite,
  type Database,
  type Sqlite,
  type SqlValue,
  type Statement,
} from '../../../main/ledger/load-sqlite.ts';

export interface Disk {
  readonly sqlite: () => Sqlite;
  setFull(full: boolean): void;
}

/** SQLITE_FULL. Source: sqlite.org, Result and Error Codes. */
const FULL = 13;

export function createDisk(): Disk {
  const { DatabaseSync } = loadSqlite();
  let full = false;

  /** A change that is refused leaves its transaction to whoever began it, as a full disk does. */
  function refused(): void {
    if (full) throw Object.assign(new Error('database or disk is full'), { errcode: FULL });
  }

  class OnDisk implements Database {
    private readonly inner: Database;
    constructor(path: string, options?: { readonly readOnly?: boolean }) {
      this.inner = options === undefined ? new DatabaseSync(path) : new DatabaseSync(path, options);
    }
    exec(sql: string): void {
      this.inner.exec(sql);
    }
    prepare(sql: string): Statement {
      const statement = this.inner.prepare(sql);
      return {
        run: (...values: SqlValue[]) => {
          refused();
          return statement.run(...values);
        },
        get: (...values) => statement.get(...values),
        all: (...values) => statement.all(...values),
        setReadBigInts: (on) => statement.setReadBigInts(on),
      };
    }
    function(name: string, callback: (value: SqlValue) => null): void {
      this.inner.function(name, callback);
    }
    close(): void {
      this.inner.close();
    }
  }

  return {
    sqlite: () => ({ DatabaseSync: OnDisk }),
    setFull(now) {
      full = now;
    },
  };
}
