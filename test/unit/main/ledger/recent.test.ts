import { describe, expect, it } from 'vitest';

import type { Ledger } from '../../../../main/ledger/ledger.ts';
import type { RecentAction } from '../../../../main/ledger/recent.ts';
import { FINISHING_KINDS } from '../../../../main/tracking/words.ts';
import { action, NOON, Profile, recorded, storedCard } from './ledger-under-test.ts';

const HOUR_MS = 3_600_000;
const DAY = { from: NOON - 12 * HOUR_MS, to: NOON + 12 * HOUR_MS };

function recentOf(ledger: Ledger, max = 50, period = DAY): readonly RecentAction[] {
  const read = ledger.recent(period, max);
  if (read.kind === 'fault') throw new Error(read.fault.detail);
  return read.actions;
}

describe('what staff did in a period', () => {
  it('is everything that ends the time of a card on the screen, newest first, with its reference', async () => {
    await new Profile().run(async (ledger) => {
      ledger.save(
        [storedCard('card-1', { place: 'finished', reference: 'Ticket 1' }), storedCard('card-2', { reference: null })],
        [],
      );
      for (const [index, kind] of FINISHING_KINDS.entries())
        await recorded(ledger.record(action(index + 1, { kind, second: 'CD' }), null));
      await recorded(ledger.accept('Administrator', null));
      expect(recentOf(ledger).map(({ kind, cardId, reference }) => [kind, cardId, reference])).toEqual([
        ['removed', 'card-5', null],
        ['decided-elsewhere', 'card-4', null],
        ['stored', 'card-3', null],
        ['rejected', 'card-2', null],
        ['handed-over', 'card-1', 'Ticket 1'],
      ]);
    });
  });

  it('holds what a person has to see and nothing else of the row', async () => {
    await new Profile().run(async (ledger) => {
      const rejected = action(1, { kind: 'rejected', outcome: 'returned', reason: 'print', second: 'CD' });
      await recorded(ledger.record(rejected, storedCard('card-1', { reference: 'Ticket 1' })));
      expect(recentOf(ledger)).toEqual([
        {
          number: 1,
          kind: 'rejected',
          at: NOON + 1000,
          cardId: 'card-1',
          reference: 'Ticket 1',
          by: 'AB',
          second: 'CD',
          outcome: 'returned',
          undone: false,
        },
      ]);
    });
  });

  it('marks what was taken back, and that alone', async () => {
    await new Profile().run(async (ledger) => {
      const same = { cardId: 'card-1', operationId: 'op-1' };
      await recorded(ledger.record(action(1, { ...same, kind: 'stored' }), null));
      await recorded(ledger.record(action(2, same), null));
      await recorded(ledger.record(action(3, { ...same, kind: 'undone', undoes: 2 }), null));
      await recorded(ledger.record(action(4), null));
      // An undo of another action of the same card, and one of another card, take nothing of these back.
      await recorded(ledger.record(action(5, { cardId: 'card-9', kind: 'undone', undoes: 4 }), null));
      expect(recentOf(ledger).map(({ number, undone }) => [number, undone])).toEqual([
        [4, false],
        [2, true],
        [1, false],
      ]);
    });
  });

  it('begins with its first moment and ends before its last', async () => {
    await new Profile().run(async (ledger) => {
      for (const at of [DAY.from - 1, DAY.from, DAY.to - 1, DAY.to])
        await recorded(ledger.record(action(1, { at }), null));
      expect(recentOf(ledger).map(({ at }) => at)).toEqual([DAY.to - 1, DAY.from]);
    });
  });

  it('is cut at the newest, by time and then by number', async () => {
    await new Profile().run(async (ledger) => {
      for (const at of [5, 9, 9, 7]) await recorded(ledger.record(action(1, { at: NOON + at }), null));
      expect(recentOf(ledger, 3).map(({ number }) => number)).toEqual([3, 2, 4]);
      expect(recentOf(ledger, 50).map(({ number }) => number)).toEqual([3, 2, 4, 1]);
    });
  });

  it('can be read before the keychain has answered, and is the same after a restart', async () => {
    const profile = new Profile();
    const before = await profile.run(async (ledger) => {
      await recorded(ledger.record(action(1), null));
      return recentOf(ledger);
    });
    expect(recentOf(profile.open())).toEqual(before);
  });

  it('is a fault where the file cannot be read, and no empty list', async () => {
    const profile = new Profile();
    await profile.run((ledger) => recorded(ledger.record(action(1), null)));
    const spoilt = [
      `UPDATE actions SET outcome = 'given'`,
      `UPDATE actions SET outcome = NULL, at = ${String(NOON)}, card_id = 'x'`,
      'DROP TABLE actions',
    ];
    const kinds = spoilt.map((sql) => {
      profile.tamper((database) => database.exec(sql));
      const ledger = profile.open();
      const { kind } = ledger.recent(DAY, 50);
      ledger.close();
      return kind;
    });
    expect(kinds).toEqual(['fault', 'recent', 'fault']);
    const closed = new Profile().open();
    closed.close();
    expect(closed.recent(DAY, 50)).toMatchObject({ kind: 'fault', fault: { family: 'ledger' } });
  });

  it('survives numbers that are larger than any of ours', async () => {
    const profile = new Profile();
    await profile.run((ledger) => recorded(ledger.record(action(1), null)));
    profile.tamper((database) => database.exec('UPDATE actions SET number = 9223372036854775807'));
    expect(profile.open().recent(DAY, 50).kind).toBe('fault');
  });
});
