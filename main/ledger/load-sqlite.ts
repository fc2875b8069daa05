/** The one place that decides which SQLite is used: the runtime's own where there is one, else the packaged library. */
import { createRequire } from 'node:module';

/** What the ledger uses of the `node:sqlite` API; both libraries have it. Everything here is synchronous. */
export interface Statement {
  run(...values: SqlValue[]): unknown;
  get(...values: SqlValue[]): unknown;
  all(...values: SqlValue[]): unknown[];
  setReadBigInts(on: boolean): void;
}
export interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  function(name: string, callback: (value: SqlValue) => null): void;
  close(): void;
}
export type SqlValue = string | number | bigint | null;

/** A library with the `node:sqlite` API. */
export interface Sqlite {
  readonly DatabaseSync: new (path: string, options?: { readonly readOnly?: boolean }) => Database;
}

/** Where the libraries come from; tests choose. */
export interface SqliteSources {
  /** The runtime's own `node:sqlite`; undefined where it has none. */
  readonly builtIn: () => unknown;
  readonly packaged: () => unknown;
}

const RUNNING: SqliteSources = {
  builtIn: () => (typeof process.getBuiltinModule === 'function' ? process.getBuiltinModule('node:sqlite') : undefined),
  // Synchronous, since the screen shows the cards at once; and in here, since the bundle has a `require` of its own.
  packaged: (): unknown => {
    const require = createRequire(import.meta.url);
    return require('@photostructure/sqlite');
  },
};

/** Loads SQLite. Throws when the packaged library is needed and cannot be loaded. */
export function loadSqlite(sources: SqliteSources = RUNNING): Sqlite {
  const builtIn = sources.builtIn();
  if (isSqlite(builtIn)) return builtIn;
  const packaged = sources.packaged();
  if (isSqlite(packaged)) return packaged;
  throw new Error('the SQLite library has no DatabaseSync');
}

function isSqlite(module: unknown): module is Sqlite {
  return typeof module === 'object' && module !== null && 'DatabaseSync' in module;
}
