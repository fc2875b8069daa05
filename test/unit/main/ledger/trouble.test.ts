/** Trouble with the disk and the file itself, with real ones: full, read-only, locked, damaged. */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { loadSqlite, type Sqlite } from '../../../../main/ledger/load-sqlite.ts';
import { openLedger } from '../../../../main/ledger/open-ledger.ts';
import { action, NOON, Profile, recordAll, recorded, storedCard, temporaryFolder } from './ledger-under-test.ts';

const CAN_MOUNT = process.platform === 'linux' && process.getuid?.() === 0 && canMount();

function canMount(): boolean {
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A disk of its own. */
function mountedFolder(kibibytes: number): string {
  const folder = join(temporaryFolder(), 'disk');
  mkdirSync(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(kibibytes)}k`, 'none', folder]);
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return folder;
}

function fill(folder: string): string {
  const filler = join(folder, 'filler');
  for (;;) {
    try {
      appendFileSync(filler, Buffer.alloc(4096));
    } catch {
      return filler;
    }
  }
}

describe('a full disk (needs root, to mount one)', () => {
  it.skipIf(!CAN_MOUNT)(
    'is told for actions and cards; nothing is half recorded, and it works again with space',
    async () => {
      const profile = new Profile(mountedFolder(512));
      const { ledger } = await profile.unlocked();
      await recordAll(ledger, 2);
      const filler = fill(profile.folder);
      const full = { family: 'ledger', cause: 'full' };
      expect(ledger.record(action(3), storedCard('card-3'))).toMatchObject({ kind: 'fault', fault: full });
      expect(ledger.save([storedCard('card-4')], [])).toMatchObject(full);
      expect(ledger.actionsOf('card-1')).toMatchObject({ actions: [{ number: 1 }] });
      rmSync(filler);
      expect(ledger.find('card-3')).toEqual({ kind: 'absent' });
      expect((await recorded(ledger.record(action(3), null))).number).toBe(3);
      ledger.close();
      expect(await profile.judged()).toEqual({ standing: 'accepted', headFault: null });
    },
  );

  it.skipIf(!CAN_MOUNT)('is told when there is no room for the file itself', () => {
    const folder = mountedFolder(64);
    const filler = fill(folder);
    expect(openLedger(folder)).toMatchObject({ kind: 'fault', fault: { family: 'ledger', cause: 'full' } });
    rmSync(filler);
    // 64 KiB are less than the tables and the log need.
    execFileSync('mount', ['-o', 'remount,size=1m', folder]);
    expect(openLedger(folder).kind).toBe('open');
  });
});

describe('a read-only disk (needs root, to mount one)', () => {
  it.skipIf(!CAN_MOUNT).each([['with a record on it'], ['without one']])('is told, %s', async (what) => {
    const folder = mountedFolder(1024);
    if (what === 'with a record on it') {
      const written = new Profile();
      await written.run((ledger) => recordAll(ledger, 2));
      copyFileSync(written.file, join(folder, 'ledger.sqlite'));
    }
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    expect(openLedger(folder)).toMatchObject({ kind: 'fault', fault: { family: 'ledger', cause: 'read-only' } });
    execFileSync('mount', ['-o', 'remount,rw', folder]);
    expect(openLedger(folder)).toMatchObject({ kind: 'open', faults: [] });
  });

  it('so is a folder that is not there', () => {
    const folder = join(temporaryFolder(), 'missing');
    expect(openLedger(folder)).toMatchObject({ kind: 'fault', fault: { family: 'ledger', cause: 'read-only' } });
  });
});

describe('somebody else holds the file', () => {
  it('is told within a second, and it works again when they let go', async () => {
    const profile = new Profile();
    const { ledger } = await profile.unlocked();
    profile.tamper(() => undefined);
    const other = new (loadSqlite().DatabaseSync)(profile.file);
    other.exec('BEGIN IMMEDIATE');
    const before = performance.now();
    const locked = { family: 'ledger', cause: 'locked' };
    expect(ledger.record(action(1), null)).toMatchObject({ kind: 'fault', fault: locked });
    expect(performance.now() - before).toBeLessThan(1000);
    expect(ledger.save([storedCard('card')], [])).toMatchObject(locked);
    expect(ledger.restore()).toEqual({ cards: [], faults: [] });
    other.exec('COMMIT');
    other.close();
    expect((await recorded(ledger.record(action(1), null))).number).toBe(1);
  });
});

describe('a damaged file', () => {
  async function profileWithRecord(): Promise<Profile> {
    const profile = new Profile();
    await profile.run((ledger) => recordAll(ledger, 300));
    // A folder of its own, as after a restart: no other connection knows the file.
    const restarted = new Profile();
    copyFileSync(profile.file, restarted.file);
    restarted.keychain = profile.keychain;
    return restarted;
  }

  async function expectSetAside(profile: Profile): Promise<void> {
    const damaged = readFileSync(profile.file);
    const opened = openLedger(profile.folder, { now: () => Date.UTC(2026, 0, 2, 3, 4, 5) });
    if (opened.kind === 'fault') throw new Error(opened.fault.detail);
    expect(opened.faults).toMatchObject([{ family: 'ledger', cause: 'damaged' }]);
    const kept = join(profile.folder, 'ledger-damaged-20260102T030405Z.sqlite');
    expect(readFileSync(kept).equals(damaged)).toBe(true);

    const unlocked = await opened.ledger.unlock(profile.store());
    expect(unlocked).toMatchObject({ standing: 'unaccepted', why: { cause: 'damaged' }, headFault: null });
    expect((await recorded(opened.ledger.record(action(1), null))).number).toBe(302);
    opened.ledger.close();
    expect(await profile.judged()).toMatchObject({ standing: 'unaccepted', why: { cause: 'damaged' } });
  }

  it('of garbage is set aside untouched, and a new record begun that nobody has accepted', async () => {
    const profile = await profileWithRecord();
    writeFileSync(profile.file, Buffer.from('not a database, not even nearly '.repeat(400)));
    await expectSetAside(profile);
  });

  it('that was cut short', async () => {
    const profile = await profileWithRecord();
    truncateSync(profile.file, 3 * 4096 + 100);
    await expectSetAside(profile);
  });

  it('with a page of other bytes', async () => {
    const profile = await profileWithRecord();
    const bytes = readFileSync(profile.file);
    bytes.fill(0xa5, 4096 * 4, 4096 * 5);
    writeFileSync(profile.file, bytes);
    await expectSetAside(profile);
  });

  it('of another program', async () => {
    const profile = await profileWithRecord();
    rmSync(profile.file);
    const other = new (loadSqlite().DatabaseSync)(profile.file);
    other.exec('CREATE TABLE theirs (a)');
    other.close();
    await expectSetAside(profile);
  });

  it('is never set aside over another one', () => {
    const profile = new Profile();
    const now = (): number => Date.UTC(2026, 0, 2, 3, 4, 5);
    for (const text of ['first', 'second', 'third']) {
      writeFileSync(profile.file, `${text} `.repeat(2000));
      expect(openLedger(profile.folder, { now })).toMatchObject({ kind: 'open', faults: [{ cause: 'damaged' }] });
      for (const part of ['-wal', '-shm']) rmSync(profile.file + part, { force: true });
    }
    const kept = readdirSync(profile.folder).filter((name) => /^ledger-damaged-.*\.sqlite$/.test(name));
    const begins = kept.map((name) => readFileSync(join(profile.folder, name), 'utf8').split(' ')[0]);
    expect(begins.sort()).toEqual(['first', 'second', 'third']);
  });

  it.runIf(process.platform === 'linux')('is closed before it is renamed', async () => {
    const profile = await profileWithRecord();
    truncateSync(profile.file, 3 * 4096 + 100);
    openLedger(profile.folder);
    const held = readdirSync('/proc/self/fd').map((fd) => {
      try {
        return readlinkSync(join('/proc/self/fd', fd));
      } catch {
        return '';
      }
    });
    expect(held.filter((path) => path.startsWith(join(profile.folder, 'ledger-damaged')))).toEqual([]);
    expect(held).toContain(profile.file);
  });
});

describe('versions', () => {
  it('a file of a newer program is refused with a sentence and left as it is', () => {
    const profile = new Profile();
    profile.open().close();
    profile.tamper((database) => database.exec('PRAGMA user_version = 99'));
    expect(openLedger(profile.folder)).toMatchObject({
      kind: 'fault',
      fault: { family: 'ledger', cause: 'too-new', detail: expect.stringContaining('newer version') },
    });
    expect(readdirSync(profile.folder).filter((name) => name.startsWith('ledger-damaged'))).toEqual([]);
  });
});

describe('one flipped bit anywhere in the file', () => {
  it('never lets an altered action through', async () => {
    const written = new Profile();
    await written.run((ledger) => recordAll(ledger, 12));
    const sound = readFileSync(written.file);
    const expected = Array.from({ length: 12 }, (_, index) => ({ ...action(index + 1), number: index + 1 }));
    const outcomes = new Set<string>();
    for (let round = 0; round < 150; round += 1) {
      const profile = new Profile();
      const bytes = Buffer.from(sound);
      const at = (round * 7919 + 13) % bytes.length;
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (round % 8));
      writeFileSync(profile.file, bytes);
      profile.keychain.accounts.clear();
      for (const [name, value] of written.keychain.accounts) profile.keychain.accounts.set(name, value);
      const opened = openLedger(profile.folder);
      if (opened.kind === 'fault') {
        outcomes.add(`fault ${opened.fault.cause}`);
        continue;
      }
      const unlocked = await opened.ledger.unlock(profile.store());
      const read = opened.ledger.actionsSince(0);
      if (unlocked.standing === 'accepted') expect(read).toEqual({ kind: 'actions', actions: expected });
      outcomes.add(unlocked.standing);
      opened.ledger.close();
    }
    // The file has free space, where a flipped bit changes nothing.
    expect([...outcomes]).toEqual(expect.arrayContaining(['accepted', 'unaccepted']));
  });
});

describe('a disk on which a new record is broken at once', () => {
  /** To be called with `new`, as a class is. */
  function broken(): never {
    throw Object.assign(new Error('file is not a database'), { errcode: 26 });
  }
  const sqlite = (): Sqlite => ({ DatabaseSync: broken }) as unknown as Sqlite;

  it('holds the damaged record once, however often it is tried again', () => {
    const { folder, file } = new Profile();
    writeFileSync(file, 'not a record');
    for (let time = 0; time < 5; time += 1)
      expect(openLedger(folder, { now: () => NOON + time * 10_000, sqlite })).toMatchObject({
        kind: 'fault',
        fault: { family: 'ledger', cause: 'damaged' },
      });
    const [aside = '', ...others] = readdirSync(folder).filter((name) => name.startsWith('ledger-damaged'));
    expect(others).toEqual([]);
    expect(readFileSync(join(folder, aside), 'utf8')).toBe('not a record');
  });
});
