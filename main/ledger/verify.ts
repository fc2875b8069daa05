/** Checks the whole record beside a running station: reads only, from one moment of the file. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { CredentialStore } from '../credentials/credential-store.ts';
import type { Fault } from '../tracking/fault.ts';
import { readAnchor } from './anchor.ts';
import type { ChainProblem, Checkpoint, NewStart, Tail } from './chain.ts';
import { diagnose, type Diagnosis } from './diagnose.ts';
import { loadSqlite, type Database, type Sqlite } from './load-sqlite.ts';
import { closeQuietly, LEDGER_FILE, openReadOnly } from './open-file.ts';
import { faultOf, ledgerFault } from './sqlite-fault.ts';
import { walkFile } from './walk-file.ts';

export interface Verified {
  readonly kind: 'verified';
  readonly diagnosis: Diagnosis;
  /** Rows that were checked, the ledger's own included. */
  readonly rows: number;
  readonly tail: Tail;
  readonly checkpoint: Checkpoint;
  readonly problems: readonly ChainProblem[];
  readonly problemCount: number;
  /** Where the record began anew, oldest first, and what was wrong with the rows before. */
  readonly starts: readonly NewStart[];
  readonly oldProblems: readonly ChainProblem[];
}

export type Verification = Verified | { readonly kind: 'nothing' } | { readonly kind: 'fault'; readonly fault: Fault };

/**
 * Reads the keychain first: a station that writes meanwhile can only put the file ahead of that head, which is how a
 * station that was switched off in the middle leaves it.
 */
export async function verifyLedger(
  folder: string,
  store: CredentialStore,
  sqlite: () => Sqlite = loadSqlite,
): Promise<Verification> {
  const read = await readAnchor(store);
  if (read.kind === 'fault') return read;
  const { anchor } = read;
  if (!existsSync(join(folder, LEDGER_FILE))) {
    const count = anchor.head.kind === 'value' ? anchor.head.value.count : 0;
    if (count === 0) return { kind: 'nothing' };
    return { kind: 'fault', fault: ledgerFault('lost', `The record of ${String(count)} rows is not there.`) };
  }
  let database: Database | null = null;
  try {
    database = openReadOnly(folder, sqlite());
    database.exec('BEGIN');
    const broken = integrity(database);
    if (broken !== null) return { kind: 'fault', fault: ledgerFault('damaged', broken) };
    const walked = await walkFile(database, anchor);
    const { walk, facts } = walked;
    const diagnosis = diagnose(walked, anchor);
    if (diagnosis.kind === 'first') return { kind: 'nothing' };
    const { rows, problems, problemCount, starts, oldProblems } = walk;
    const { tail, checkpoint } = facts;
    return { kind: 'verified', diagnosis, rows, tail, checkpoint, problems, problemCount, starts, oldProblems };
  } catch (error) {
    return { kind: 'fault', fault: faultOf(error, folder) };
  } finally {
    closeQuietly(database);
  }
}

/** What SQLite finds wrong with tables and indexes, in its words; null when nothing. */
function integrity(database: Database): string | null {
  const row = database.prepare('PRAGMA integrity_check(1)').get() as { readonly integrity_check?: string } | undefined;
  return row?.integrity_check === 'ok' ? null : (row?.integrity_check ?? 'The file cannot be checked.');
}
