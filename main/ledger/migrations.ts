/** The tables of the ledger, by version: each step runs once, in a transaction of its own. Steps are only ever added. */
import type { Database, Sqlite, SqlValue } from './load-sqlite.ts';
import { peek } from './peek.ts';
import { inTransaction } from './transaction.ts';

/** Marks the file as ours: "CSLg". */
export const APPLICATION_ID = 0x43534c67;

const FIRST = `
  PRAGMA application_id = ${String(APPLICATION_ID)};

  CREATE TABLE cards (
    card_id TEXT PRIMARY KEY,
    reference TEXT,
    pinned_operation_id TEXT,
    added_at INTEGER NOT NULL,
    touched_at INTEGER NOT NULL,
    place TEXT NOT NULL,
    placed_at INTEGER NOT NULL,
    phase TEXT NOT NULL,
    first_seen_of TEXT,
    first_seen TEXT NOT NULL,
    new_order INTEGER NOT NULL,
    history TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX cards_open ON cards (added_at) WHERE place <> 'finished';
  CREATE INDEX cards_finished ON cards (placed_at) WHERE place = 'finished';

  CREATE TABLE answers (
    id INTEGER PRIMARY KEY,
    card_id TEXT NOT NULL REFERENCES cards (card_id) ON DELETE CASCADE,
    sent_at INTEGER NOT NULL,
    correlation_id TEXT,
    operation_id TEXT NOT NULL,
    phase TEXT NOT NULL,
    status TEXT NOT NULL,
    detail TEXT NOT NULL,
    start_ms INTEGER NOT NULL,
    end_ms INTEGER,
    reason TEXT,
    error_code TEXT,
    error TEXT
  ) STRICT;
  CREATE INDEX answers_of_card ON answers (card_id, sent_at);
  CREATE INDEX answers_by_time ON answers (sent_at);

  CREATE TABLE actions (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    card_id TEXT NOT NULL,
    operation_id TEXT,
    by TEXT,
    second TEXT,
    reason TEXT,
    outcome TEXT,
    end_time INTEGER,
    correlation_id TEXT,
    answer_at INTEGER,
    undoes INTEGER,
    note TEXT,
    covers TEXT,
    prev TEXT NOT NULL,
    mac TEXT NOT NULL
  ) STRICT;
  CREATE INDEX actions_of_card ON actions (card_id, number);
  CREATE INDEX actions_by_time ON actions (at);

  CREATE TABLE chain (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    ledger_id TEXT NOT NULL,
    born TEXT NOT NULL,
    count INTEGER NOT NULL,
    mac TEXT NOT NULL,
    seal TEXT NOT NULL,
    checkpoint_count INTEGER NOT NULL,
    checkpoint_mac TEXT NOT NULL,
    checkpoint_digest TEXT NOT NULL,
    checkpoint_at INTEGER,
    checkpoint_seal TEXT NOT NULL
  ) STRICT;
`;

/** Signs what a card came with. */
const SEALED_LABELS = 'ALTER TABLE cards ADD COLUMN seal TEXT';

/** Step n leads from version n to version n + 1. */
export const MIGRATIONS: readonly string[] = [FIRST, SEALED_LABELS];

/** Whose file it is, by what it says of itself; asked before anything is written. Throws what SQLite throws. */
export function originOf(database: Database, steps = MIGRATIONS): 'ours' | 'too-new' | 'foreign' {
  const version = versionOf(database);
  if (version > 0 && peek(database, 'application_id', 'pragma_application_id')[0] !== APPLICATION_ID) return 'foreign';
  if (version === 0 && peek(database, 'name', 'sqlite_schema LIMIT 1').length > 0) return 'foreign';
  return version > steps.length ? 'too-new' : 'ours';
}

/**
 * Whether a file of ours, of this version or an older one, holds nothing but what the steps make: with another table, view, index
 * or trigger the rows that are found could be others than those that were checked. What is missing shows by itself. Throws what
 * SQLite throws.
 */
export function holdsOnlyOwn(database: Database, { DatabaseSync }: Sqlite, steps = MIGRATIONS): boolean {
  const made = new DatabaseSync(':memory:');
  try {
    migrate(made, steps.slice(0, versionOf(database)));
    const own = new Set(partsOf(made));
    return partsOf(database).every((part) => own.has(part));
  } finally {
    made.close();
  }
}

function partsOf(database: Database): readonly SqlValue[] {
  return peek(database, 'json_array(type, name, tbl_name, sql)', 'sqlite_schema');
}

/** Brings the tables to the newest version; a step that fails leaves those before it. Throws what SQLite throws. */
export function migrate(database: Database, steps = MIGRATIONS): void {
  const version = versionOf(database);
  for (const [index, step] of steps.entries()) {
    if (index < version) continue;
    inTransaction(database, () => {
      database.exec(step);
      database.exec(`PRAGMA user_version = ${String(index + 1)}`);
    });
  }
}

function versionOf(database: Database): number {
  return Number(peek(database, 'user_version', 'pragma_user_version')[0]);
}
