/** What a card came with, while the record cannot be checked: at the start, and once more later. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { createShelf } from '../../../../main/kiosk/shelf.ts';
import { loadSqlite } from '../../../../main/ledger/load-sqlite.ts';
import type { ReadOutcome } from '../../../../main/tracking/poller.ts';
import { MemoryKeychain } from '../credentials/memory-keychain.ts';
import { body, CANCELED, DONE, produce, READY } from '../tracking/builders.ts';
import { settled, type FakeClock } from '../tracking/fake-clock.ts';
import { staffedStation, type StaffedStation } from './staffed-station.ts';
import { olderIsDone, twoOrders } from './two-orders.ts';

const CARD = 'card-0001';

let open: StaffedStation[] = [];
afterEach(() => {
  for (const station of open) station.end();
  open = [];
});

/** The order that the card was pinned to is cancelled; a newer one, of another plastic, is done. */
const newerIsDone = twoOrders({ operationId: 'own', says: CANCELED }, { operationId: 'newer', says: DONE });

const stillAtPrinter = (cardId: string, clock: FakeClock): ReadOutcome => ({
  kind: 'body',
  body: body(produce(READY, { cardId })),
  sentAt: clock.now(),
  correlationId: 'corr',
});

/** Answers reads only when it is let go on. */
class HeldKeychain extends MemoryKeychain {
  private waiting: (() => void)[] | null = null;

  override async get(...args: Parameters<MemoryKeychain['get']>): ReturnType<MemoryKeychain['get']> {
    const { waiting } = this;
    if (waiting !== null) await new Promise<void>((resolve) => waiting.push(resolve));
    return super.get(...args);
  }

  hold(): void {
    this.waiting = [];
  }

  letGo(): void {
    const held = this.waiting ?? [];
    this.waiting = null;
    for (const go of held) go();
  }
}

async function station(
  d1: typeof newerIsDone,
  place: { readonly folder: string; readonly keychain: MemoryKeychain } = {
    folder: mkdtempSync(join(tmpdir(), 'card-station-labels-')),
    keychain: new MemoryKeychain(),
  },
): Promise<StaffedStation> {
  const made = await staffedStation(d1, {}, place);
  open.push(made);
  return made;
}

async function restarted(one: StaffedStation, change: () => void = () => undefined): Promise<StaffedStation> {
  const next = await one.restart(change);
  open = [...open.filter((each) => each !== one), next];
  return next;
}

/** The keychain says nothing of the record's key, until `letIn`. */
function lockOut({ keychain }: StaffedStation): void {
  keychain.crash = { afterChanges: keychain.changes - 1, lastOne: 'lost' };
}

async function letIn(one: StaffedStation): Promise<void> {
  one.keychain.crash = null;
  await one.pass(12_000);
  expect(one.store.getState().ledger).toBe('accepted');
}

function tamper({ folder }: StaffedStation, sql: string): void {
  const other = new (loadSqlite().DatabaseSync)(join(folder, 'ledger.sqlite'));
  other.exec(sql);
  other.close();
}

describe('a label that was signed, of a card that staff name otherwise before the record is unlocked', () => {
  it('keeps the pinned order: a newer one that is done does not make it green', async () => {
    const before = await station(newerIsDone);
    before.cards.watch({ cardId: CARD, operationId: 'own', reference: 'Own' });
    await before.pass(2_000);
    expect(before.stage()?.verdict).toBe('do-not-hand-over');
    const next = await restarted(before, () => lockOut(before));
    next.cards.watch({ cardId: CARD, reference: 'Named anew' });
    await next.pass(2_000);
    await letIn(next);
    expect(next.stage()).toMatchObject({
      verdict: 'do-not-hand-over',
      track: { pinnedOperationId: 'own', reference: 'Named anew' },
    });
  });

  it('keeps the order also when the program ends before that', async () => {
    const before = await station(newerIsDone);
    before.cards.watch({ cardId: CARD, operationId: 'own', reference: 'Own' });
    await before.pass(2_000);
    const locked = await restarted(before, () => lockOut(before));
    locked.cards.watch({ cardId: CARD, reference: 'Named anew' });
    await locked.pass(2_000);
    const next = await restarted(locked, () => {
      locked.keychain.crash = null;
    });
    await next.pass(2_000);
    // What nobody could sign is forgotten, and not what was signed.
    expect(next.stage()).toMatchObject({
      verdict: 'do-not-hand-over',
      track: { pinnedOperationId: 'own', reference: 'Own' },
    });
  });

  it('keeps the reference when only the order is named', async () => {
    const before = await station(newerIsDone);
    before.cards.watch({ cardId: CARD, reference: 'Own' });
    await before.pass(2_000);
    const next = await restarted(before, () => lockOut(before));
    next.cards.watch({ cardId: CARD, operationId: 'own' });
    await next.pass(2_000);
    await letIn(next);
    expect(next.stage()?.track).toMatchObject({ pinnedOperationId: 'own', reference: 'Own' });
  });
});

describe('a label that nobody could sign yet, of a card that staff name again before the record is unlocked', () => {
  async function namedTwice(again: {
    readonly operationId?: string;
    readonly reference: string;
  }): Promise<StaffedStation> {
    const first = await station(newerIsDone);
    const locked = await restarted(first, () => lockOut(first));
    locked.cards.watch({ cardId: CARD, operationId: 'own', reference: 'Own' });
    await locked.pass(2_000);
    const next = await restarted(locked);
    next.cards.watch({ cardId: CARD, ...again });
    await next.pass(2_000);
    await letIn(next);
    return next;
  }

  it('stays: it is what staff have said, and not what the file says', async () => {
    const next = await namedTwice({ operationId: 'own', reference: 'Own' });
    expect(next.stage()).toMatchObject({
      verdict: 'do-not-hand-over',
      track: { pinnedOperationId: 'own', reference: 'Own' },
    });
  });

  it('goes as far as they have not named it', async () => {
    const next = await namedTwice({ reference: 'Own' });
    expect(next.stage()?.track).toMatchObject({ pinnedOperationId: null, reference: 'Own' });
  });
});

describe('a label that was changed in the file and is put right there before the record is unlocked', () => {
  it('is not taken for the one that was signed', async () => {
    const before = await station(olderIsDone);
    before.cards.watch({ cardId: CARD, reference: 'Own' });
    await before.pass(2_000);
    const next = await restarted(before, () => {
      lockOut(before);
      tamper(before, `UPDATE cards SET pinned_operation_id = 'older', reference = 'Other'`);
    });
    await next.pass(2_000);
    tamper(next, `UPDATE cards SET pinned_operation_id = NULL, reference = 'Own'`);
    await letIn(next);
    expect(next.stage()).toMatchObject({
      verdict: 'do-not-hand-over',
      track: { pinnedOperationId: null, reference: null },
    });
  });
});

describe('a record that cannot be gone on with', () => {
  it.each([
    ['is taken away where it was changed', `, reference = 'Other'`, 'do-not-hand-over', null],
    ['stays where it was not', '', 'hand-over', 'Own'],
  ])('a label in it %s', async (_name, change, verdict, reference) => {
    const before = await station(olderIsDone);
    before.cards.watch({ cardId: CARD, reference: 'Own', operationId: 'older' });
    await before.pass(2_000);
    const next = await restarted(before, () =>
      tamper(before, `UPDATE cards SET pinned_operation_id = 'older'${change}; DROP TABLE actions`),
    );
    await next.pass(2_000);
    expect(next.store.getState().ledger).toBe('failing');
    expect(next.stage()).toMatchObject({ verdict, track: { reference } });
  });
});

describe('a card that was put aside with a label that is not as it was signed', () => {
  it('loses the label and stays put aside: D1 is not asked for it', async () => {
    const before = await station(olderIsDone);
    before.cards.watch({ cardId: CARD, reference: 'Own' });
    await before.pass(2_000);
    const next = await restarted(before, () =>
      tamper(before, `UPDATE cards SET reference = 'Other', place = 'stored'`),
    );
    await next.pass(600_000);
    expect(next.store.getState().shelf.get(CARD)?.card.reference).toBeNull();
    expect(next.reads).toEqual([]);
  });
});

describe('a card that was put aside under a reference that somebody wrote with two spaces', () => {
  it('loses it, though staff have brought the card back before the record is unlocked', async () => {
    const before = await station(olderIsDone);
    before.cards.watch({ cardId: CARD, reference: 'Own' });
    await before.pass(2_000);
    const next = await restarted(before, () => {
      lockOut(before);
      tamper(before, `UPDATE cards SET reference = 'Other  customer', place = 'stored'`);
    });
    const { store, poller, clock, cards } = next;
    const shelf = createShelf({ store, poller, clock, parkAfterMs: 43_200_000, cards });
    shelf.bringBack(CARD);
    shelf.stop();
    await next.pass(2_000);
    await letIn(next);
    expect(next.stage()?.track.reference).toBeNull();
  });
});

describe('a card that is stuck, and loses a label that is not as it was signed', () => {
  it('stays stuck', async () => {
    const before = await station(stillAtPrinter);
    before.cards.watch({ cardId: CARD, reference: 'Own' });
    await before.pass(1_000_000);
    expect(before.stage()?.patience).toBe('stuck');
    const next = await restarted(before, () => tamper(before, `UPDATE cards SET reference = 'Other'`));
    await next.pass(2_000);
    expect(next.stage()).toMatchObject({ patience: 'stuck', track: { reference: null } });
  });
});

describe('a card that comes while the record is checked once more', () => {
  it('comes back with its reference and its order after a restart', async () => {
    const keychain = new HeldKeychain();
    const folder = mkdtempSync(join(tmpdir(), 'card-station-labels-'));
    const one = await station(newerIsDone, { folder, keychain });
    keychain.hold();
    one.keeper.unlock();
    await settled();
    one.cards.watch({ cardId: CARD, operationId: 'own', reference: 'Own' });
    await one.pass(3_000);
    keychain.letGo();
    await settled();
    const next = await restarted(one);
    await next.pass(2_000);
    expect(next.stage()).toMatchObject({
      verdict: 'do-not-hand-over',
      track: { pinnedOperationId: 'own', reference: 'Own' },
    });
  });
});
