/** What SQLite and the file system say when something fails, as a fault of the ledger. */
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import type { Fault } from '../tracking/fault.ts';
import type { FaultCause } from '../tracking/words.ts';

export type LedgerCause = FaultCause<'ledger'>;
export type LedgerFault = Extract<Fault, { readonly family: 'ledger' }>;

/** The longest detail of a fault, in characters: one line that can be read out over the phone. */
const MAX_DETAIL_LENGTH = 300;
/** Primary result codes of SQLite. Source: sqlite.org, Result and Error Codes. */
const SQLITE = { BUSY: 5, LOCKED: 6, READONLY: 8, CORRUPT: 11, FULL: 13, NOTADB: 26, PERM: 3 } as const;
/** The primary code is the lowest byte of an extended one. */
const PRIMARY_CODE = 0xff;
/** As much as SQLite writes at once: a probe of one page finds out whether the disk takes any. */
const PROBE_BYTES = 4096;

/** A fault of the `ledger` family; `detail` becomes one line. */
export function ledgerFault(cause: LedgerCause, detail: string): LedgerFault {
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out here
  const line = detail.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim();
  return { family: 'ledger', cause, detail: line.slice(0, MAX_DETAIL_LENGTH), correlationId: null };
}

/**
 * The fault behind an error of SQLite or of the file system. Where SQLite only says that reading or writing failed, a
 * file is written beside the ledger to find out why: its error is the disk's own word.
 */
export function faultOf(error: unknown, folder: string): LedgerFault {
  const detail = error instanceof Error ? error.message : 'unknown error';
  const cause = causeBySqlite(error) ?? causeByErrno(codeOf(error)) ?? causeByErrno(probe(folder));
  return ledgerFault(cause ?? 'damaged', detail);
}

/** True when SQLite says that the file itself is broken: only then may it be set aside. */
export function saysDamaged(error: unknown): boolean {
  return causeBySqlite(error) === 'damaged';
}

function causeBySqlite(error: unknown): LedgerCause | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  switch (error.errcode & PRIMARY_CODE) {
    case SQLITE.FULL:
      return 'full';
    case SQLITE.READONLY:
    case SQLITE.PERM:
      return 'read-only';
    case SQLITE.BUSY:
    case SQLITE.LOCKED:
      return 'locked';
    case SQLITE.CORRUPT:
    case SQLITE.NOTADB:
      return 'damaged';
    default:
      // CANTOPEN and IOERR among them: the disk knows better.
      return null;
  }
}

function causeByErrno(code: string | null): LedgerCause | null {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'full';
    case 'EBUSY':
    case 'EAGAIN':
    case 'ERR_INVALID_STATE': // the connection was closed
      return 'locked';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EISDIR':
    case 'EIO':
      return 'read-only';
    default:
      return null;
  }
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** Writes a page into the folder and takes it away again; the error code when that fails, else null. */
function probe(folder: string): string | null {
  const path = join(folder, `ledger-probe-${String(process.pid)}.tmp`);
  try {
    const file = openSync(path, 'w', 0o600);
    try {
      writeSync(file, Buffer.alloc(PROBE_BYTES));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    return null;
  } catch (error) {
    return codeOf(error);
  } finally {
    try {
      rmSync(path, { force: true });
    } catch {
      // It could not be written either.
    }
  }
}
