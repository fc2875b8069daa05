/** Holds the chain while the ledger is unlocked: adds rows, and keeps the head in the keychain up with them. */
import type { CredentialStore } from '../credentials/credential-store.ts';
import type { Fault } from '../tracking/fault.ts';
import { insertRow, storable, type ActionRow, type SignedRow } from './action-row.ts';
import { writeHead, type Head } from './anchor.ts';
import { macOf, type Tail } from './chain.ts';
import { readChain, writeTail } from './chain-table.ts';
import type { Database } from './load-sqlite.ts';
import { ledgerFault, type LedgerFault } from './sqlite-fault.ts';
import { inTransaction } from './transaction.ts';

/** A row before it has its place in the chain. */
export type NewRow = Omit<ActionRow, 'number' | 'prev'>;

export interface Keeper {
  readonly key: Buffer;
  readonly ledgerId: string;
  tail(): Tail;
  /** Adds a row and whatever `alongside` writes, in one transaction. Throws what SQLite throws. */
  append(row: NewRow, alongside: () => void): SignedRow | { readonly fault: LedgerFault };
  /** Brings the keychain up to the newest row; null when it is. Calls wait for each other. */
  syncHead(): Promise<Fault | null>;
  /** When no head is on its way to the keychain any more. */
  settled(): Promise<void>;
}

export interface KeeperOptions {
  readonly database: Database;
  /** Whether the file that is written to is still the one that lies in the profile. */
  readonly isThere: () => boolean;
  readonly key: Buffer;
  readonly ledgerId: string;
  /** Where the chain ends, as it was checked. */
  readonly tail: Tail;
  readonly store: CredentialStore;
}

export function createKeeper({ database, isThere, key, ledgerId, tail: checked, store }: KeeperOptions): Keeper {
  let tail = checked;
  let written: Head | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  async function writeNewest(): Promise<Fault | null> {
    if (written?.count === tail.count && written.mac === tail.mac) return null;
    const head: Head = { ledgerId, ...tail };
    const fault = await writeHead(store, head);
    written = fault === null ? head : null;
    return fault;
  }

  function unlessTaken<T>(work: () => T): T | 'taken' {
    try {
      return inTransaction(database, work);
    } catch (error) {
      if (error instanceof FileTaken) return 'taken';
      throw error;
    }
  }

  return {
    key,
    ledgerId,
    tail: () => tail,
    append(row, alongside) {
      const appended = unlessTaken(() => {
        // Nobody else writes. A file whose end is not the one that was left there was changed: nothing is built on it.
        const facts = readChain(database);
        if (facts?.tail.count !== tail.count || facts.tail.mac !== tail.mac) return null;
        const next = signedAfter(key, ledgerId, tail, tail.count + 1, row);
        insertRow(database, next);
        writeTail(database, key, ledgerId, { count: next.number, mac: next.mac });
        alongside();
        // Last, and still to be undone: what the screen says was not recorded must not be there when the file comes back.
        if (!isThere()) throw new FileTaken();
        return next;
      });
      if (appended === null)
        return { fault: ledgerFault('chain-broken', 'Another program changed the end of the record.') };
      if (appended === 'taken') return { fault: fileTaken() };
      tail = { count: appended.number, mac: appended.mac };
      return appended;
    },
    syncHead() {
      const result = turn.then(writeNewest);
      turn = result;
      return result;
    },
    async settled() {
      await turn;
    },
  };
}

/** The file that is written to is not the one that lies in the profile. */
class FileTaken extends Error {}

/** The row in its place behind `before`, signed. */
export function signedAfter(key: Buffer, ledgerId: string, before: Tail, number: number, row: NewRow): SignedRow {
  const placed = storable({ ...row, number, prev: before.mac });
  return { ...placed, mac: macOf(key, ledgerId, placed) };
}

export function fileTaken(): LedgerFault {
  return ledgerFault('lost', 'The file of the record was taken away while the station runs.');
}
