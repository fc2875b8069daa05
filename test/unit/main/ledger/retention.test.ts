import { describe, expect, it } from 'vitest';

import { monthsBefore } from '../../../../main/ledger/retention.ts';
import { verifyLedger } from '../../../../main/ledger/verify.ts';
import { action, NOON, Profile, recordAll, recorded, storedCard } from './ledger-under-test.ts';

const DAY_MS = 24 * 60 * 60_000;
/** The actions of the tests are of one day; this is a day more than two months later. */
const LATER = Date.UTC(2026, 2, 21, 12);

describe('two calendar months before', () => {
  it.each([
    ['2026-03-20T12:00:00.000Z', '2026-01-20T12:00:00.000Z'],
    ['2026-04-30T00:00:00.000Z', '2026-02-28T00:00:00.000Z'],
    ['2026-01-31T23:59:59.999Z', '2025-11-30T23:59:59.999Z'],
  ])('%s is %s', (now, limit) => {
    expect(new Date(monthsBefore(Date.parse(now), 2)).toISOString()).toBe(limit);
  });
});

describe('what is older than the retention', () => {
  it('goes, and the record stays whole behind a checkpoint', async () => {
    const profile = new Profile();
    await profile.run(async (ledger) => {
      await recordAll(ledger, 5);
      for (let day = 1; day <= 3; day += 1) await recorded(ledger.record(action(50 + day, { at: LATER }), null));
    });
    await profile.run((ledger) => {
      expect(ledger.prune(LATER, 3)).toEqual({ removed: 0, more: false, fault: null });
      expect(ledger.prune(LATER, 2)).toEqual({ removed: 5, more: false, fault: null });
      const left = ledger.actionsSince(0);
      expect(left.kind === 'actions' && left.actions.map((one) => one.number)).toEqual([6, 7, 8]);
    });
    await profile.run(async (ledger) => expect((await recorded(ledger.record(action(60), null))).number).toBe(9));
    expect(await verifyLedger(profile.folder, profile.store())).toMatchObject({
      kind: 'verified',
      diagnosis: { kind: 'whole' },
      rows: 4,
      checkpoint: { count: 5, at: LATER },
    });
  });

  it('goes in slices, and everything can go', async () => {
    const profile = new Profile();
    await profile.run((ledger) => recordAll(ledger, 101));
    await profile.run((ledger) => {
      expect(ledger.prune(LATER, 2)).toEqual({ removed: 100, more: true, fault: null });
      expect(ledger.prune(LATER, 2)).toEqual({ removed: 1, more: false, fault: null });
    });
    await profile.run(async (ledger) => expect((await recorded(ledger.record(action(1), null))).number).toBe(102));
    expect(await profile.judged()).toEqual({ standing: 'accepted', headFault: null });
  });

  it('takes finished cards and answers with it, and never a card that is still waited for', async () => {
    const profile = new Profile();
    await profile.run((ledger) => {
      ledger.save(
        [
          storedCard('finished', { place: 'finished' }),
          storedCard('young', { place: 'finished', placedAt: LATER - DAY_MS }),
          storedCard('stored', { place: 'stored' }),
          storedCard('watched'),
        ],
        [],
      );
      expect(ledger.prune(LATER, 2)).toEqual({ removed: 1, more: false, fault: null });
      expect(ledger.find('finished')).toEqual({ kind: 'absent' });
      for (const kept of ['young', 'stored', 'watched']) expect(ledger.find(kept).kind).toBe('card');
    });
  });

  it('stays while a record that began anew waits to be accepted', async () => {
    const profile = new Profile();
    await profile.run((ledger) => recordAll(ledger, 3));
    profile.tamper((database) => database.exec('DELETE FROM actions WHERE number = 2'));
    const { ledger } = await profile.unlocked();
    expect(ledger.prune(LATER, 2)).toEqual({ removed: 0, more: false, fault: null });
    await recorded(ledger.accept('Administrator', null));
    expect(ledger.prune(LATER, 2)).toMatchObject({ removed: 4 });
    ledger.close();
    expect(await profile.judged()).toEqual({ standing: 'accepted', headFault: null });
    expect(NOON).toBeLessThan(LATER);
  });
});
