/** Trouble with the record: the screen works on, nothing is handed over, and there is a way out. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { loadSqlite } from '../../../../main/ledger/load-sqlite.ts';
import { body, CANCELED, DONE, produce, READY, type Pair } from '../tracking/builders.ts';
import type { FakeClock } from '../tracking/fake-clock.ts';
import type { ReadOutcome } from '../../../../main/tracking/poller.ts';
import { renameInIndexes } from '../ledger/rename-in-indexes.ts';
import { staffedStation, type StaffedStation } from './staffed-station.ts';
import { olderIsDone } from './two-orders.ts';

const CARD = 'card-0001';

let open: StaffedStation[] = [];
afterEach(() => {
  for (const station of open) station.end();
  open = [];
});

const says = (pair: Pair, cardId: string, clock: FakeClock): ReadOutcome => ({
  kind: 'body',
  body: body(produce(pair, { cardId })),
  sentAt: clock.now(),
  correlationId: 'corr',
});

async function station(pair: () => Pair = () => DONE): Promise<StaffedStation> {
  const made = await staffedStation((cardId, clock) => says(pair(), cardId, clock));
  open.push(made);
  return made;
}

async function watched(one: StaffedStation, cardId = CARD): Promise<void> {
  one.cards.watch({ cardId });
  await one.pass(2_000);
}

async function handOver(one: StaffedStation, second: string | null = null): Promise<void> {
  one.staff.open('hand-over', one.stage()?.cardId ?? '');
  const pressed = one.staff.handOver(one.press({ second }));
  await one.pass(1_000);
  await pressed;
  one.show();
}

const desk = (one: StaffedStation) => one.store.getState().desk;
const faults = (one: StaffedStation) =>
  [...one.store.getState().faults].map(([source, { fault }]) => [source, fault.family, fault.cause]);

/** Starts again on the same profile after `change` was done to its files or its keychain. */
async function restartAfter(one: StaffedStation, change: () => void): Promise<StaffedStation> {
  const next = await one.restart(change);
  open = [...open.filter((each) => each !== one), next];
  return next;
}

describe('a record that was lost', () => {
  it('begins anew, says so, and asks for a second person until the administrator has accepted it', async () => {
    const before = await station();
    await watched(before);
    await handOver(before);
    const next = await restartAfter(before, () => {
      for (const name of ['ledger.sqlite', 'ledger.sqlite-wal', 'ledger.sqlite-shm'])
        rmSync(join(before.folder, name), { force: true });
    });
    expect(next.store.getState().ledger).toBe('unaccepted');
    expect(faults(next)).toMatchObject([['ledger-begun', 'ledger', 'lost']]);
    await watched(next);
    expect(next.stage()?.verdict).toBe('hand-over');
    await handOver(next);
    expect(desk(next)).toMatchObject({ kind: 'refused', why: 'second-person' });
    await handOver(next, 'present');
    expect(desk(next).kind).toBe('given');

    const accepted = next.keeper.current()?.accept('Branch IT', 'disk was replaced');
    if (accepted?.kind !== 'recorded') throw new Error('the record could not be accepted');
    expect(await accepted.head).toBeNull();
    const last = await restartAfter(next, () => undefined);
    expect(last.store.getState().ledger).toBe('accepted');
    expect(faults(last)).toEqual([]);
  });
});

describe('a card that is stuck, on a record that began anew and that nobody has accepted', () => {
  it('is stuck after the next start as well', async () => {
    const before = await station(() => READY);
    await watched(before, 'card-0002');
    await before.staff.act({ ...before.press(), act: 'remove' });
    await watched(before);
    await before.pass(1_000_000);
    expect(before.stage()?.patience).toBe('stuck');
    const next = await restartAfter(before, () => before.keychain.accounts.clear());
    await next.pass(2_000);
    expect(next.store.getState().ledger).toBe('unaccepted');
    expect(next.stage()).toMatchObject({ patience: 'stuck', track: { phase: 'at-printer' } });
  });
});

describe('a record in which a handover is hidden from whoever asks for its card', () => {
  it('gives no green for the card that was handed over', async () => {
    const before = await station();
    await watched(before);
    await handOver(before);
    await watched(before);
    expect(before.stage()?.verdict).toBe('do-not-hand-over');
    before.keeper.close();
    const next = await restartAfter(before, () =>
      renameInIndexes(join(before.folder, 'ledger.sqlite'), CARD, CARD.replace('1', '0')),
    );
    await next.pass(2_000);
    expect(next.store.getState().ledger).toBe('unaccepted');
    expect(faults(next)).toMatchObject([['ledger-begun', 'ledger', 'chain-broken']]);
    expect(next.stage()).toMatchObject({ verdict: 'do-not-hand-over' });
  });

  it('gives none either when the card was put aside and is brought back', async () => {
    const before = await station();
    await watched(before);
    await handOver(before);
    await watched(before);
    before.keeper.close();
    const file = join(before.folder, 'ledger.sqlite');
    const next = await restartAfter(before, () => {
      const other = new (loadSqlite().DatabaseSync)(file);
      other.exec(`UPDATE cards SET place = 'stored'`);
      other.close();
      renameInIndexes(file, CARD, CARD.replace('1', '0'));
    });
    expect(next.store.getState().shelf.has(CARD)).toBe(true);
    await watched(next);
    expect(next.stage()).toMatchObject({ verdict: 'do-not-hand-over' });
  });
});

describe('what a card came with, changed in the file', () => {
  async function withOrders(): Promise<StaffedStation> {
    const made = await staffedStation(olderIsDone);
    open.push(made);
    return made;
  }

  function changed(one: StaffedStation, sql: string): Promise<StaffedStation> {
    return restartAfter(one, () => {
      const other = new (loadSqlite().DatabaseSync)(join(one.folder, 'ledger.sqlite'));
      other.exec(sql);
      other.close();
    });
  }

  it.each([
    ['the seal left as it was', `UPDATE cards SET pinned_operation_id = 'older', reference = 'Other'`],
    ['the seal taken away', `UPDATE cards SET pinned_operation_id = 'older', reference = 'Other', seal = NULL`],
    ['and put aside', `UPDATE cards SET pinned_operation_id = 'older', reference = 'Other', place = 'stored'`],
  ])('%s: neither makes it green nor another card', async (_name, sql) => {
    const before = await withOrders();
    before.cards.watch({ cardId: CARD, reference: 'Own' });
    await before.pass(2_000);
    expect(before.stage()?.verdict).toBe('do-not-hand-over');
    const next = await changed(before, sql);
    await watched(next);
    expect(next.stage()).toMatchObject({ verdict: 'do-not-hand-over', track: { reference: null } });
    expect(next.log).toContainEqual({ event: 'ledger', outcome: 'label-not-proven', cardId: CARD });
    // Nor does the record take it for its own from now on.
    const last = await restartAfter(next, () => undefined);
    await last.pass(2_000);
    expect(last.stage()).toMatchObject({ verdict: 'do-not-hand-over', track: { reference: null } });
  });

  it('stays where it was not changed, and what staff have named meanwhile stays too', async () => {
    const before = await withOrders();
    before.cards.watch({ cardId: CARD, operationId: 'older', reference: 'Own' });
    await before.pass(2_000);
    const next = await restartAfter(before, () => undefined);
    await next.pass(2_000);
    expect(next.stage()).toMatchObject({ verdict: 'hand-over', track: { reference: 'Own' } });
    next.cards.watch({ cardId: CARD, reference: 'Named anew' });
    await next.pass(2_000);
    const last = await restartAfter(next, () => undefined);
    await last.pass(2_000);
    expect(last.stage()).toMatchObject({ verdict: 'hand-over', track: { reference: 'Named anew' } });
  });
});

describe('a record that another program holds', () => {
  it('refuses to hand over, shows the card all the same, and works again when it is let go', async () => {
    const one = await station();
    await watched(one);
    const other = new (loadSqlite().DatabaseSync)(join(one.folder, 'ledger.sqlite'));
    other.exec('BEGIN IMMEDIATE');
    await handOver(one);
    expect(desk(one)).toMatchObject({ kind: 'refused', why: 'ledger' });
    expect(faults(one)).toContainEqual(['ledger', 'ledger', 'locked']);
    expect(one.stage()?.verdict).toBe('hand-over');
    other.exec('ROLLBACK');
    other.close();
    await one.pass(11_000);
    expect(faults(one)).toEqual([]);
    await handOver(one);
    expect(desk(one).kind).toBe('given');
  });
});

describe('a record of which the disk is away for a while', () => {
  it('holds nothing that the screen has refused', async () => {
    const one = await station();
    await watched(one);
    one.block();
    await handOver(one);
    expect(desk(one)).toMatchObject({ kind: 'refused', why: 'ledger' });
    one.unblock();
    await one.pass(12_000);
    expect(one.keeper.current()?.actionsOf(CARD)).toEqual({ kind: 'actions', actions: [] });
    await handOver(one);
    expect(desk(one).kind).toBe('given');
    expect(one.keeper.current()?.actionsOf(CARD)).toMatchObject({ actions: [{ kind: 'handed-over' }] });
  });
});

describe('a record whose file is removed while the station runs', () => {
  it('takes nothing that would be gone with the end of the program', async () => {
    const one = await station();
    await watched(one);
    await handOver(one);
    await watched(one, 'card-0002');
    for (const name of ['ledger.sqlite', 'ledger.sqlite-wal', 'ledger.sqlite-shm'])
      rmSync(join(one.folder, name), { force: true });
    await handOver(one);
    expect(desk(one)).toMatchObject({ kind: 'refused', why: 'ledger' });
    await one.pass(25_000);
    await handOver(one, 'present');
    expect(desk(one)).toMatchObject({ kind: 'refused', why: 'ledger' });
    expect(faults(one)).toEqual([['ledger', 'ledger', 'lost']]);
    const next = await restartAfter(one, () => undefined);
    expect(next.store.getState().ledger).toBe('unaccepted');
  });
});

describe('a keychain that fails under way', () => {
  it('keeps what was recorded, refuses the next handover, and catches up by itself', async () => {
    const one = await station();
    await watched(one);
    one.keychain.crash = { afterChanges: one.keychain.changes, lastOne: 'lost' };
    await handOver(one);
    expect(desk(one).kind).toBe('given');
    expect(faults(one)).toMatchObject([['ledger-head', 'keychain', 'no-answer']]);
    one.staff.close();
    await watched(one, 'card-0002');
    await handOver(one);
    expect(desk(one)).toMatchObject({ kind: 'refused', why: 'ledger' });
    one.keychain.crash = null;
    await one.pass(11_000);
    expect(faults(one)).toEqual([]);
    await handOver(one);
    expect(desk(one).kind).toBe('given');
  });
});

describe('a card that comes while the record cannot be read', () => {
  it('is read anew with what the record knows of it, as soon as that can be asked', async () => {
    let pair = DONE;
    const one = await station(() => pair);
    await watched(one);
    await handOver(one);
    const blocked = await restartAfter(one, () => one.block());
    await watched(blocked);
    // D1 says DONE and nothing else is known: green, and the record's trouble forbids to hand over.
    expect(blocked.stage()?.verdict).toBe('hand-over');
    await handOver(blocked);
    expect(desk(blocked)).toMatchObject({ kind: 'refused', why: 'ledger' });
    one.unblock();
    await blocked.pass(12_000);
    expect(blocked.stage()?.judgement).toMatchObject({ verdict: 'do-not-hand-over', mark: { kind: 'handed-over' } });
    pair = CANCELED;
  });

  it('keeps the failure that D1 told before: what this run knows of the card does not overwrite it', async () => {
    let pair = DONE;
    const one = await station(() => pair);
    await watched(one);
    pair = CANCELED;
    one.poller.wake(CARD);
    await one.pass(1_000);
    pair = DONE;
    const blocked = await restartAfter(one, () => one.block());
    await watched(blocked);
    expect(blocked.stage()?.verdict).toBe('hand-over');
    one.unblock();
    await blocked.pass(12_000);
    expect(blocked.stage()?.verdict).toBe('do-not-hand-over');
    const next = await restartAfter(blocked, () => undefined);
    await next.pass(3_000);
    expect(next.stage()?.verdict).toBe('do-not-hand-over');
  });

  it('is not green either when it was taken off the screen meanwhile and comes again', async () => {
    const one = await station();
    await watched(one);
    await handOver(one);
    const blocked = await restartAfter(one, () => one.block());
    await watched(blocked);
    await blocked.staff.act({ ...blocked.press(), act: 'remove' });
    expect(blocked.stage()).toBeUndefined();
    one.unblock();
    await blocked.pass(12_000);
    await watched(blocked);
    expect(blocked.stage()?.judgement).toMatchObject({ verdict: 'do-not-hand-over', mark: { kind: 'handed-over' } });
  });
});

describe('a card that only the record knows, while that cannot be read', () => {
  it('is asked for as soon as the record gives it back', async () => {
    const one = await station();
    await watched(one);
    const blocked = await restartAfter(one, () => one.block());
    expect(blocked.stage()).toBeUndefined();
    one.unblock();
    await blocked.pass(15_000);
    expect(blocked.reads).toEqual([CARD]);
    expect(blocked.stage()?.verdict).toBe('hand-over');
  });
});

describe('a card that comes and goes while the record cannot be read', () => {
  it.each(['watched', 'stored'] as const)('is given back with what D1 said of it meanwhile: %s', async (place) => {
    let pair = DONE;
    const one = await station(() => pair);
    await watched(one);
    if (place === 'stored') await one.staff.act({ ...one.press(), act: 'store' });
    const blocked = await restartAfter(one, () => one.block());
    pair = CANCELED;
    await watched(blocked);
    await blocked.staff.act({ ...blocked.press(), act: 'remove' });
    pair = DONE;
    one.unblock();
    await blocked.pass(12_000);
    await watched(blocked);
    expect(blocked.stage()?.verdict).toBe('do-not-hand-over');
  });

  it('leaves what D1 said of it in the record, so that it still counts after a restart', async () => {
    let pair = DONE;
    const one = await station(() => pair);
    const blocked = await restartAfter(one, () => one.block());
    await watched(blocked);
    pair = CANCELED;
    blocked.poller.wake(CARD);
    await blocked.pass(1_000);
    await blocked.staff.act({ ...blocked.press(), act: 'remove' });
    one.unblock();
    await blocked.pass(12_000);
    pair = DONE;
    const next = await restartAfter(blocked, () => undefined);
    await watched(next);
    await next.pass(2_000);
    expect(next.stage()?.verdict).toBe('do-not-hand-over');
  });
});

describe('a clock that jumps ahead by years while nobody asks D1', () => {
  it('removes nothing from the record: D1 has not agreed with it', async () => {
    const one = await station();
    await watched(one);
    await handOver(one);
    await one.pass(60_000);
    one.clock.setWall(3 * 365 * 24 * 3_600_000);
    await one.pass(300_000);
    expect(one.keeper.current()?.actionsOf(CARD)).toMatchObject({ actions: [{ kind: 'handed-over' }] });
    await watched(one);
    expect(one.stage()?.judgement).toMatchObject({ verdict: 'do-not-hand-over', mark: { kind: 'handed-over' } });
  });
});

describe('a record of which the actions cannot be read for a while', () => {
  it('forbids to hand over, and is looked at again until they can', async () => {
    const one = await station();
    await watched(one);
    await handOver(one);
    const other = new (loadSqlite().DatabaseSync)(join(one.folder, 'ledger.sqlite'));
    other.exec('ALTER TABLE actions RENAME TO elsewhere');
    await watched(one, 'card-0002');
    await handOver(one);
    expect(desk(one)).toMatchObject({ kind: 'refused', why: 'ledger' });
    other.exec('ALTER TABLE elsewhere RENAME TO actions');
    other.close();
    await one.pass(11_000);
    expect(faults(one)).toEqual([]);
    await handOver(one);
    expect(desk(one).kind).toBe('given');
  });
});
