/** A ledger in a folder of its own, with a keychain in memory, and the actions and cards that tests put into it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished } from 'vitest';

import type { CredentialStore } from '../../../../main/credentials/credential-store.ts';
import { createKeychainStore } from '../../../../main/credentials/keychain-store.ts';
import type { StoredCard } from '../../../../main/ledger/card-row.ts';
import type { Ledger, Recorded, Unlocked } from '../../../../main/ledger/ledger.ts';
import { loadSqlite, type Database } from '../../../../main/ledger/load-sqlite.ts';
import { openLedger } from '../../../../main/ledger/open-ledger.ts';
import type { Fault } from '../../../../main/tracking/fault.ts';
import { staffAction, type RecordedAction, type StaffAction } from '../../../../main/tracking/staff-action.ts';
import { MemoryKeychain } from '../credentials/memory-keychain.ts';

export const NOON = Date.UTC(2026, 0, 20, 12);

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A profile: its folder and its keychain, which both outlive the ledgers that are opened on them. */
export class Profile {
  readonly folder: string;
  keychain = new MemoryKeychain();

  constructor(folder = temporaryFolder()) {
    this.folder = folder;
  }

  get file(): string {
    return join(this.folder, 'ledger.sqlite');
  }

  store(): CredentialStore {
    return createKeychainStore(this.keychain);
  }

  /** Opens, and fails the test when that gives a fault. Closed with the test at the latest. */
  open(): Ledger {
    const opened = openLedger(this.folder, { now: () => NOON });
    if (opened.kind === 'fault') throw new Error(opened.fault.detail);
    onTestFinished(() => opened.ledger.close());
    return opened.ledger;
  }

  async unlocked(): Promise<{ readonly ledger: Ledger; readonly unlocked: Unlocked }> {
    const ledger = this.open();
    return { ledger, unlocked: await ledger.unlock(this.store()) };
  }

  /** A start of the station: unlocks, does something, and ends it. */
  async run<T>(work: (ledger: Ledger) => Promise<T> | T): Promise<T> {
    const { ledger, unlocked } = await this.unlocked();
    expect(unlocked).toMatchObject({ headFault: null });
    try {
      return await work(ledger);
    } finally {
      ledger.close();
    }
  }

  /** What the next start says of the record. */
  async judged(): Promise<Unlocked> {
    const { ledger, unlocked } = await this.unlocked();
    ledger.close();
    return unlocked;
  }

  /** Another program that writes into the file. */
  tamper(work: (database: Database) => void): void {
    const database = new (loadSqlite().DatabaseSync)(this.file);
    try {
      work(database);
    } finally {
      database.close();
    }
  }
}

export function action(index: number, overrides: Partial<StaffAction> = {}): StaffAction {
  return staffAction({
    kind: 'handed-over',
    at: NOON + index * 1000,
    cardId: `card-${String(index)}`,
    operationId: `op-${String(index)}`,
    by: 'AB',
    endTime: NOON - 5000,
    correlationId: '00000000-0000-4000-8000-000000000000',
    answerAt: NOON - 100,
    ...overrides,
  });
}

export function storedCard(cardId: string, overrides: Partial<StoredCard> = {}): StoredCard {
  return {
    cardId,
    reference: 'Desk 2',
    pinnedOperationId: null,
    addedAt: NOON,
    touchedAt: NOON,
    place: 'watched',
    placedAt: NOON,
    phase: 'personalised',
    firstSeenOf: 'op',
    firstSeen: new Map([
      ['requested', NOON + 1],
      ['personalised', NOON + 2],
    ]),
    newOrder: false,
    history: { newestStartMs: NOON, newestIds: ['op'], memories: new Map(), voidedAt: null },
    ...overrides,
  };
}

export async function recordAll(ledger: Ledger, count: number, from = 1): Promise<void> {
  for (let index = from; index < from + count; index += 1) await recorded(ledger.record(action(index), null));
}

/** The action, once the keychain was told of it, or could not be. */
export async function recorded(result: Recorded): Promise<RecordedAction> {
  if (result.kind === 'fault') throw new Error(`${result.fault.cause}: ${result.fault.detail}`);
  await result.head;
  return result.action;
}

/** Why the keychain was not told of it; null when it was. */
export async function headFault(result: Recorded): Promise<Fault | null> {
  if (result.kind === 'fault') throw new Error(`${result.fault.cause}: ${result.fault.detail}`);
  return result.head;
}
