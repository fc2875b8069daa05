import { statSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import type { OperationMemory } from '../../../../main/tracking/memory.ts';
import { action, headFault, NOON, Profile, recordAll, recorded, storedCard } from './ledger-under-test.ts';

describe('the first start', () => {
  it('needs no keychain to open, makes a key, and the record counts', async () => {
    const profile = new Profile();
    const { ledger, unlocked } = await profile.unlocked();
    expect(unlocked).toEqual({ standing: 'accepted', headFault: null });
    const done = ledger.record(action(1), null);
    expect(done).toMatchObject({ kind: 'recorded', action: { ...action(1), number: 1 } });
    expect(await headFault(done)).toBeNull();
    expect(ledger.head()?.count).toBe(1);
  });

  it.runIf(process.platform !== 'win32')('leaves files that only the owner can read', async () => {
    const profile = new Profile();
    const { ledger } = await profile.unlocked();
    await recorded(ledger.record(action(1), null));
    for (const part of ['', '-wal', '-shm']) expect(statSync(profile.file + part).mode & 0o777).toBe(0o600);
  });

  it('refuses to record before the keychain was read', () => {
    const result = new Profile().open().record(action(1), null);
    expect(result).toMatchObject({ kind: 'fault', fault: { family: 'ledger', cause: 'locked' } });
  });
});

describe('after a restart', () => {
  it('the actions are there under their numbers, by card and by time', async () => {
    const profile = new Profile();
    await profile.run((ledger) => recordAll(ledger, 5));
    const ledger = profile.open();
    expect(ledger.actionsOf('card-3')).toEqual({ kind: 'actions', actions: [{ ...action(3), number: 3 }] });
    expect(ledger.actionsOf('card-9')).toEqual({ kind: 'actions', actions: [] });
    const since = ledger.actionsSince(NOON + 4000);
    expect(since.kind === 'actions' && since.actions.map((one) => one.number)).toEqual([4, 5]);
    expect(await profile.judged()).toEqual({ standing: 'accepted', headFault: null });
  });

  it('every card that is not finished is back as it was, but asked about before anything else', async () => {
    const profile = new Profile();
    const memory: OperationMemory = {
      done: { endMs: null },
      failure: { phase: 'cancelled', endMs: NOON, askedAtMono: 12 },
      failedAfterDone: true,
    };
    const watched = storedCard('watched', {
      pinnedOperationId: 'op',
      newOrder: true,
      history: { newestStartMs: 5, newestIds: ['op', 'other'], memories: new Map([['op', memory]]), voidedAt: null },
    });
    const stored = storedCard('stored', { place: 'stored', addedAt: NOON + 1, reference: null });
    const parked = storedCard('parked', { place: 'parked', addedAt: NOON + 2, firstSeenOf: null });
    const finished = storedCard('finished', { place: 'finished' });
    const first = profile.open();
    expect(first.save([finished, parked, stored, watched], [])).toBeNull();
    first.close();

    const back = profile.open().restore();
    expect(back.faults).toEqual([]);
    const asked = { ...memory, failure: { phase: 'cancelled', endMs: NOON, askedAtMono: -Infinity } };
    expect(back.cards).toEqual([
      { ...watched, history: { ...watched.history, memories: new Map([['op', asked]]) } },
      stored,
      parked,
    ]);
    expect(profile.open().find('finished')).toEqual({ kind: 'card', card: finished });
    expect(profile.open().find('nobody')).toEqual({ kind: 'absent' });
  });

  it('a card that cannot be read is told, and hides no other', () => {
    const profile = new Profile();
    const ledger = profile.open();
    ledger.save([storedCard('good'), storedCard('bad')], []);
    profile.tamper((database) => database.exec(`UPDATE cards SET history = '{"memories":1}' WHERE card_id = 'bad'`));
    const { cards, faults } = ledger.restore();
    expect(cards.map((card) => card.cardId)).toEqual(['good']);
    expect(faults).toMatchObject([{ family: 'ledger', cause: 'damaged' }]);
    expect(ledger.find('bad')).toMatchObject({ kind: 'fault', fault: { cause: 'damaged' } });
  });
});

describe('one transaction', () => {
  it('moves the card together with the action', async () => {
    const profile = new Profile();
    await profile.run(async (ledger) => {
      ledger.save([storedCard('card-1')], []);
      await recorded(ledger.record(action(1), storedCard('card-1', { place: 'finished' })));
    });
    expect(profile.open().restore().cards).toEqual([]);
  });

  it('keeps neither of two cards when one answer cannot be stored', () => {
    const profile = new Profile();
    const ledger = profile.open();
    const operation = {
      operationId: 'op',
      phase: 'requested',
      status: 'PENDING',
      detail: 'CARD_PROD_REQUESTED',
      startMs: NOON,
      endMs: null,
      reason: null,
      errorCode: null,
      error: null,
    } as const;
    const answer = { cardId: 'known', operation, sentAt: NOON, correlationId: 'c' };
    expect(ledger.save([storedCard('known')], [answer, { ...answer, cardId: 'unknown' }])).toMatchObject({
      family: 'ledger',
    });
    expect(ledger.find('known')).toEqual({ kind: 'absent' });
    expect(ledger.save([storedCard('known')], [answer])).toBeNull();
    expect(ledger.find('known').kind).toBe('card');
  });
});

describe('the keychain in trouble', () => {
  it('a head that cannot be written is told, and the next action brings it up to date', async () => {
    const profile = new Profile();
    const { ledger } = await profile.unlocked();
    profile.keychain.crash = { afterChanges: profile.keychain.changes, lastOne: 'lost' };
    expect(await headFault(ledger.record(action(1), null))).toMatchObject({ family: 'keychain' });
    profile.keychain.crash = null;
    expect(await headFault(ledger.record(action(2), null))).toBeNull();
    ledger.close();
    expect(await profile.judged()).toEqual({ standing: 'accepted', headFault: null });
  });

  it('a keychain that does not answer keeps the record shut, and it opens when it does', async () => {
    const profile = new Profile();
    await profile.run((ledger) => recordAll(ledger, 1));
    const ledger = profile.open();
    profile.keychain.crash = { afterChanges: -1, lastOne: 'lost' };
    expect(await ledger.unlock(profile.store())).toMatchObject({ standing: 'failing', fault: { family: 'keychain' } });
    expect(ledger.record(action(2), null)).toMatchObject({ kind: 'fault', fault: { family: 'keychain' } });
    expect(ledger.actionsOf('card-1')).toMatchObject({ actions: [{ number: 1 }] });
    profile.keychain.crash = null;
    expect(await ledger.unlock(profile.store())).toEqual({ standing: 'accepted', headFault: null });
    expect((await recorded(ledger.record(action(2), null))).number).toBe(2);
  });

  it('actions that are recorded at the same time follow one another', async () => {
    const profile = new Profile();
    await profile.run(async (ledger) => {
      const all = await Promise.all([1, 2, 3, 4].map((index) => recorded(ledger.record(action(index), null))));
      expect(all.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    });
    expect(await profile.judged()).toEqual({ standing: 'accepted', headFault: null });
  });
});
