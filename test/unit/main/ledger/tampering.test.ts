/** What the next start says after file or keychain were changed behind the station's back. */
import { copyFileSync, rmSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import type { Database } from '../../../../main/ledger/load-sqlite.ts';
import type { LedgerCause } from '../../../../main/ledger/sqlite-fault.ts';
import { verifyLedger } from '../../../../main/ledger/verify.ts';
import { action, Profile, recordAll, recorded } from './ledger-under-test.ts';
import { renameInIndexes } from './rename-in-indexes.ts';

async function recordedProfile(count = 10): Promise<Profile> {
  const profile = new Profile();
  await profile.run((ledger) => recordAll(ledger, count));
  return profile;
}

/** Unaccepted for this cause; recording goes on; it stays so over a restart; accepted, it stays accepted. */
async function expectNewStart(profile: Profile, cause: LedgerCause, detail: RegExp): Promise<void> {
  const why = { family: 'ledger', cause, detail: expect.stringMatching(detail) };
  const { ledger, unlocked } = await profile.unlocked();
  expect(unlocked).toEqual({ standing: 'unaccepted', why: expect.objectContaining(why), headFault: null });
  await recorded(ledger.record(action(100), null));
  ledger.close();

  const again = await profile.unlocked();
  expect(again.unlocked).toMatchObject({ standing: 'unaccepted', why });
  const accepted = await recorded(again.ledger.accept('Administrator', 'looked at it'));
  expect(accepted).toMatchObject({ kind: 'accepted', by: 'Administrator' });
  again.ledger.close();

  expect(await profile.judged()).toEqual({ standing: 'accepted', headFault: null });
}

function lastNumber(database: Database): number {
  return (database.prepare('SELECT max(number) AS last FROM actions').get() as { last: number }).last;
}

describe('the file', () => {
  it('with one changed field: the row is named', async () => {
    const profile = await recordedProfile();
    profile.tamper((database) => database.exec(`UPDATE actions SET by = 'XY' WHERE number = 4`));
    await expectNewStart(profile, 'chain-broken', /^Row 4 of 2026-01-20T12:00:04.000Z was changed\.$/);
  });

  it('with a row taken out of the middle: the gap is named', async () => {
    const profile = await recordedProfile();
    profile.tamper((database) => database.exec('DELETE FROM actions WHERE number IN (4, 5)'));
    await expectNewStart(profile, 'chain-broken', /^The rows 4 to 5 are missing\.$/);
  });

  it('with its tail cut: the rows at the end are named', async () => {
    const profile = await recordedProfile();
    profile.tamper((database) => database.exec('DELETE FROM actions WHERE number > 8'));
    await expectNewStart(profile, 'chain-broken', /^The rows 9 to 10 are missing at the end\.$/);
  });

  it('with its tail cut, and the end of the file made to fit: not taken for an old copy', async () => {
    const profile = await recordedProfile();
    profile.tamper((database) =>
      database.exec(`DELETE FROM actions WHERE number > 8;
        UPDATE chain SET count = 8, mac = (SELECT mac FROM actions WHERE number = 8)`),
    );
    await expectNewStart(profile, 'chain-broken', /^The end of the record was altered\.$/);
  });

  it('with its oldest rows removed without a checkpoint', async () => {
    const profile = await recordedProfile();
    profile.tamper((database) => database.exec('DELETE FROM actions WHERE number < 4'));
    await expectNewStart(profile, 'chain-broken', /^The rows 1 to 3 are missing\.$/);
  });

  it('with its oldest rows removed and a checkpoint made up', async () => {
    const profile = await recordedProfile();
    profile.tamper((database) =>
      database.exec(`UPDATE chain SET checkpoint_count = 3, checkpoint_digest = 'x', checkpoint_seal = 'x',
          checkpoint_mac = (SELECT mac FROM actions WHERE number = 3);
        DELETE FROM actions WHERE number < 4`),
    );
    await expectNewStart(profile, 'chain-broken', /^The checkpoint after row 3 was altered\./);
  });

  it('with everything taken out of it', async () => {
    const profile = await recordedProfile();
    profile.tamper((database) => database.exec('DELETE FROM actions; DELETE FROM chain'));
    await expectNewStart(profile, 'lost', /^The record of 10 rows is not there\.$/);
  });

  it('put back from an older copy: told apart from a cut, and no number is used twice', async () => {
    const profile = await recordedProfile(7);
    copyFileSync(profile.file, `${profile.file}.copy`);
    await profile.run((ledger) => recordAll(ledger, 3, 8));
    copyFileSync(`${profile.file}.copy`, profile.file);
    await expectNewStart(profile, 'rolled-back', /older copy of the record\. The rows 8 to 10 are missing\.$/);
    profile.tamper((database) => expect(lastNumber(database)).toBe(13));
  });

  it('put back to what it was after an older copy was found: found again', async () => {
    const profile = await recordedProfile(7);
    copyFileSync(profile.file, `${profile.file}.old`);
    await profile.run((ledger) => recordAll(ledger, 3, 8));
    copyFileSync(profile.file, `${profile.file}.new`);
    copyFileSync(`${profile.file}.old`, profile.file);
    await profile.judged();
    copyFileSync(`${profile.file}.new`, profile.file);
    await expectNewStart(profile, 'rolled-back', /older copy of the record\. Row 11 is missing\.$/);
  });

  it('gone', async () => {
    const profile = await recordedProfile();
    for (const part of ['', '-wal', '-shm']) rmSync(profile.file + part, { force: true });
    await expectNewStart(profile, 'lost', /^The record of 10 rows is not there\.$/);
    profile.tamper((database) => expect(lastNumber(database)).toBe(13));
  });

  it('replaced by that of another station', async () => {
    const profile = await recordedProfile();
    const other = await recordedProfile(20);
    // In a folder of its own: this process still holds what it had open.
    const replaced = new Profile();
    copyFileSync(other.file, replaced.file);
    replaced.keychain = profile.keychain;
    await expectNewStart(replaced, 'key-changed', /no row fits it/);
  });

  it('with a row that retention removed put back before the checkpoint', async () => {
    const profile = new Profile();
    await profile.run((ledger) => recordAll(ledger, 10));
    let row: Record<string, string | number | null> = {};
    profile.tamper((database) => {
      row = database.prepare('SELECT * FROM actions WHERE number = 2').get() as typeof row;
    });
    await profile.run((ledger) => {
      ledger.prune(action(5).at + 1000 * 60 * 60 * 24 * 31, 1);
    });
    profile.tamper((database) => {
      const columns = Object.keys(row);
      database
        .prepare(`INSERT INTO actions (${columns.join()}) VALUES (${columns.map(() => '?').join()})`)
        .run(...Object.values(row));
    });
    expect(await profile.judged()).toMatchObject({ standing: 'unaccepted', why: { cause: 'chain-broken' } });
  });
});

describe('the way by which the rows of a card are found', () => {
  it('leading past a row that is signed and whole: told, and the row is found again', async () => {
    const profile = await recordedProfile(9);
    renameInIndexes(profile.file, 'card-4', 'card-3');
    expect(await verifyLedger(profile.folder, profile.store())).toMatchObject({ fault: { cause: 'damaged' } });
    await expectNewStart(
      profile,
      'chain-broken',
      /^The rows of a card cannot be relied on: row 4 is not among those of its card\.$/,
    );
    expect(profile.open().actionsOf('card-4')).toMatchObject({ actions: [{ number: 4, cardId: 'card-4' }] });
    expect(profile.open().actionsOf('card-3')).toMatchObject({ actions: [{ number: 3, cardId: 'card-3' }] });
  });

  it.each([
    [
      'a view that can say one thing now and another later',
      'ALTER TABLE actions RENAME TO kept; CREATE VIEW actions AS SELECT * FROM kept',
    ],
    ['a trigger', `CREATE TRIGGER quiet AFTER INSERT ON actions BEGIN DELETE FROM answers; END`],
    [
      'an index that leaves rows out',
      'DROP INDEX actions_of_card; CREATE INDEX actions_of_card ON actions (card_id) WHERE number > 4',
    ],
    ['figures that send the search elsewhere', 'ANALYZE'],
  ])('%s is none of ours: the file is set aside', async (_name, sql) => {
    const profile = await recordedProfile();
    profile.tamper((database) => database.exec(sql));
    expect(await verifyLedger(profile.folder, profile.store())).toMatchObject({ fault: { cause: 'damaged' } });
    await expectNewStart(profile, 'damaged', /^The damaged record was set aside as ledger-damaged-/);
  });
});

describe('the keychain', () => {
  it('without the key, while there are actions', async () => {
    const profile = await recordedProfile();
    await profile.store().remove('ledger-key');
    await expectNewStart(profile, 'key-missing', /no key/);
  });

  it('without the head, while there are actions', async () => {
    const profile = await recordedProfile();
    await profile.store().remove('ledger-head');
    await expectNewStart(profile, 'key-missing', /no head/);
  });

  it('empty, while there are actions', async () => {
    const profile = await recordedProfile();
    profile.keychain.accounts.clear();
    await expectNewStart(profile, 'key-missing', /no key/);
  });

  it('with another key', async () => {
    const profile = await recordedProfile();
    const other = await recordedProfile(1);
    const key = await other.store().read('ledger-key');
    if (key.kind !== 'value') throw new Error('the other profile has no key');
    await profile.store().write('ledger-key', key.value);
    await expectNewStart(profile, 'key-changed', /not the one that signed this record/);
  });

  it('with a head of an earlier time: the file is ahead, as after a power cut, and counts', async () => {
    const profile = await recordedProfile(7);
    const head = await profile.store().read('ledger-head');
    await profile.run((ledger) => recordAll(ledger, 3, 8));
    if (head.kind !== 'value') throw new Error('there is no head');
    await profile.store().write('ledger-head', head.value);
    expect(await profile.judged()).toEqual({ standing: 'accepted', headFault: null });
    expect((await profile.store().read('ledger-head')).kind).toBe('value');
    await profile.run((ledger) => expect(ledger.head()?.count).toBe(10));
  });
});

describe('while the station runs', () => {
  it('nothing is signed over an end that somebody else changed', async () => {
    const profile = await recordedProfile();
    const { ledger } = await profile.unlocked();
    profile.tamper((database) =>
      database.exec(`DELETE FROM actions WHERE number = 10;
        UPDATE chain SET count = 9, mac = (SELECT mac FROM actions WHERE number = 9)`),
    );
    expect(ledger.record(action(11), null)).toMatchObject({ kind: 'fault', fault: { cause: 'chain-broken' } });
    expect(ledger.record(action(11), null)).toMatchObject({ kind: 'fault', fault: { cause: 'chain-broken' } });
    expect(await ledger.unlock(profile.store())).toMatchObject({ standing: 'unaccepted' });
  });

  it.skipIf(process.platform === 'win32')('an action in a file that was taken away does not count', async () => {
    const profile = await recordedProfile();
    const { ledger } = await profile.unlocked();
    for (const part of ['', '-wal', '-shm']) rmSync(profile.file + part, { force: true });
    expect(ledger.record(action(11), null)).toMatchObject({ kind: 'fault', fault: { cause: 'lost' } });
  });

  it('rows that were set aside and accepted cannot be changed once more', async () => {
    const profile = await recordedProfile();
    await profile.store().remove('ledger-key');
    await profile.run((ledger) => ledger.accept('Administrator', null));
    expect(await profile.judged()).toMatchObject({ standing: 'accepted' });
    profile.tamper((database) => database.exec(`UPDATE actions SET by = 'XY' WHERE number = 4`));
    expect(await profile.judged()).toMatchObject({ standing: 'unaccepted', why: { cause: 'chain-broken' } });
  });
});
