/** Opens the file of the ledger: made where there is none, checked, brought up to date, and set aside when it is broken. */
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { BORN_FRESH, bearChain, readChain } from './chain-table.ts';
import type { Database, Sqlite } from './load-sqlite.ts';
import { holdsOnlyOwn, migrate, originOf } from './migrations.ts';
import { peek } from './peek.ts';
import { setAside, takeAway } from './set-aside.ts';
import { faultOf, ledgerFault, saysDamaged, type LedgerFault } from './sqlite-fault.ts';
import { inTransaction } from './transaction.ts';

/** In the profile folder; SQLite keeps `-wal` and `-shm` beside it. */
export const LEDGER_FILE = 'ledger.sqlite';
/** Only the kiosk account may read or write it; SQLite gives -wal and -shm the same mode. */
const OWNER_ONLY = 0o600;
/** How long a call waits for a lock, in ms: nobody else should hold one, and the screen waits with it. */
const BUSY_MS = 250;
/** Up to this size the whole file is checked when it is opened, in bytes; that takes a few ms per MiB. */
const WHOLE_CHECK_BYTES = 32 * 1024 * 1024;
/** The log is cut back to this size after each checkpoint, in bytes. */
const WAL_BYTES = 4 * 1024 * 1024;

export type OpenedFile =
  | {
      readonly kind: 'open';
      readonly database: Database;
      readonly path: string;
      /** Of the file as it was opened: what lies there later, or nothing, is not what is written to. */
      readonly identity: string | null;
      readonly faults: readonly LedgerFault[];
    }
  | { readonly kind: 'fault'; readonly fault: LedgerFault };

/** Opens, or makes, `ledger.sqlite` in the folder. A file that SQLite calls broken is renamed and a new one begun. */
export function openFile(folder: string, sqlite: Sqlite, now: () => number): OpenedFile {
  const path = join(folder, LEDGER_FILE);
  try {
    // A log without its file belongs to one that was taken away; a new file must not meet it.
    if (!existsSync(path) && existsSync(`${path}-wal`)) setAside(path, now());
    const isNew = !existsSync(path);
    const first = tryToOpen(path, sqlite, BORN_FRESH);
    if (first.kind === 'open') return { ...first, path, identity: fileIdentity(path), faults: [] };
    if (first.kind === 'fault') return first;
    if (isNew) return unusable(path, first.why);
    const name = setAside(path, now());
    const fault = ledgerFault('damaged', `The record was set aside as ${name}: ${first.why}`);
    const second = tryToOpen(path, sqlite, name);
    if (second.kind === 'open') return { ...second, path, identity: fileIdentity(path), faults: [fault] };
    return second.kind === 'fault' ? second : unusable(path, second.why);
  } catch (error) {
    return { kind: 'fault', fault: faultOf(error, folder) };
  }
}

/** A new file that is broken at once: set aside, it would be one more each time that it is tried again. */
function unusable(path: string, why: string): OpenedFile {
  takeAway(path);
  return { kind: 'fault', fault: ledgerFault('damaged', why) };
}

type Attempt =
  | { readonly kind: 'open'; readonly database: Database }
  | { readonly kind: 'broken'; readonly why: string }
  | { readonly kind: 'fault'; readonly fault: LedgerFault };

function tryToOpen(path: string, sqlite: Sqlite, born: string): Attempt {
  let database: Database | null = null;
  try {
    ownFile(path);
    database = new sqlite.DatabaseSync(path);
    return prepared(database, path, sqlite, born);
  } catch (error) {
    closeQuietly(database);
    if (!saysDamaged(error)) throw error;
    return { kind: 'broken', why: error instanceof Error ? error.message : 'damaged' };
  }
}

function prepared(database: Database, path: string, sqlite: Sqlite, born: string): Attempt {
  database.exec(`PRAGMA busy_timeout = ${String(BUSY_MS)}`);
  // Before anything is written: a file that is set aside or refused stays as it was found.
  const broken = check(database, path);
  const said = broken === null ? originOf(database) : 'foreign';
  const origin = said === 'ours' && !holdsOnlyOwn(database, sqlite) ? 'foreign' : said;
  if (origin !== 'ours') closeQuietly(database);
  if (origin === 'foreign') return { kind: 'broken', why: broken ?? 'it is not a record of this program' };
  if (origin === 'too-new') {
    const sentence = 'The record was written by a newer version of this program; install that version again.';
    return { kind: 'fault', fault: ledgerFault('too-new', sentence) };
  }
  database.exec(`
    PRAGMA trusted_schema = OFF;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA journal_mode = WAL;
    PRAGMA journal_size_limit = ${String(WAL_BYTES)};
    PRAGMA synchronous = FULL;
  `);
  migrate(database);
  inTransaction(database, () => bearChain(database, born));
  return { kind: 'open', database };
}

/** What SQLite finds wrong with the file, in its words; null when nothing. */
function check(database: Database, path: string): string | null {
  // In a large file, what is read at once is checked now; the actions are checked one by one when the key is there.
  const large = statSync(path).size > WHOLE_CHECK_BYTES;
  const scope = large && peek(database, 'name', `sqlite_schema WHERE name = 'cards'`).length > 0 ? `('cards')` : '';
  const [found] = peek(database, 'quick_check', `pragma_quick_check${scope}`);
  return found === 'ok' ? null : String(found ?? 'it cannot be checked');
}

/** The file is there with the right mode before SQLite writes into it, and its name survives a power cut. */
function ownFile(path: string): void {
  const fresh = !existsSync(path);
  closeSync(openSync(path, 'a', OWNER_ONLY));
  chmodSync(path, OWNER_ONLY);
  if (fresh) syncFolder(join(path, '..'));
}

/** Tells a file from another one of the same name; null where there is none. */
export function fileIdentity(path: string): string | null {
  const facts = statSync(path, { bigint: true, throwIfNoEntry: false });
  return facts === undefined ? null : `${String(facts.dev)}/${String(facts.ino)}`;
}

function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // Windows cannot sync a folder; the system sees to it.
  }
}

/** Opens beside a running station, to read and never to write; throws what SQLite throws. */
export function openReadOnly(folder: string, sqlite: Sqlite): Database {
  const database = new sqlite.DatabaseSync(join(folder, LEDGER_FILE), { readOnly: true });
  try {
    database.exec(`PRAGMA busy_timeout = ${String(BUSY_MS)}; PRAGMA trusted_schema = OFF`);
    if (originOf(database) === 'ours' && !holdsOnlyOwn(database, sqlite))
      throw new Error('its tables are not those of a record');
    if (readChain(database) === null) throw new Error('the end of the record was taken out of the file');
    return database;
  } catch (error) {
    closeQuietly(database);
    throw error;
  }
}

/** Closes for good: the log is emptied into the file, so that the file alone is the whole record. */
export function closeFile(database: Database): void {
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // It stays in the log, and the next start finds it there.
  }
  closeQuietly(database);
}

export function closeQuietly(database: Database | null): void {
  try {
    database?.close();
  } catch {
    // It was not open.
  }
}
