/** Why a start did not get the lock: the decision by made-up probes, and the probes by a disk as it is in truth. */
import { chmodSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { lockProbes } from '../../../../main/kiosk/lock-probes.ts';
import { lockRefusal, type LockProbes } from '../../../../main/kiosk/profile-lock.ts';

const named = (name: string) => () => ({ kind: 'named', name }) as const;

function refusal(probes: Partial<LockProbes> = {}) {
  return lockRefusal('/profile', {
    holder: () => ({ kind: 'none' }),
    host: 'desk-2',
    ownPid: 50,
    lives: () => true,
    profileProblem: () => null,
    temporaryProblem: () => null,
    temporaryFolder: '/tmp',
    ...probes,
  });
}

describe('a start without the lock', () => {
  const broken = { profileProblem: () => 'ENOSPC', temporaryProblem: () => 'EROFS' };

  it('leaves it to a holder that lives, whatever the disks are like', () => {
    expect(refusal({ holder: named('desk-2-40'), ...broken })).toEqual({ kind: 'held' });
  });

  it('says what is wrong where the one that is named is gone, is itself, or cannot be found', () => {
    for (const probes of [
      {},
      { holder: named('desk-2-40'), lives: () => false },
      { holder: named('desk-2-50') },
      { holder: named('desk-2-40'), lives: () => 'unknown' as const },
      { holder: named('another-pc-40') },
      { holder: named('4242') },
      { holder: () => ({ kind: 'unknown' }) as const },
    ])
      expect(refusal({ ...probes, ...broken })).toEqual({
        kind: 'failed',
        sentence: 'The profile folder /profile cannot be written (ENOSPC). Branch IT: make room on its disk.',
      });
  });

  it('looks at the temporary folder, too', () => {
    expect(refusal({ temporaryProblem: () => 'EROFS' })).toEqual({
      kind: 'failed',
      sentence:
        'The folder for temporary files /tmp cannot be written (EROFS). Branch IT: its disk is read-only; make it writable.',
    });
  });

  it('believes the engine where nothing speaks against a holder, and only there', () => {
    expect(refusal({ holder: () => ({ kind: 'unknown' }) })).toEqual({ kind: 'held' });
    expect(refusal({ holder: named('another-pc-40') })).toEqual({ kind: 'held' });
    expect(refusal({ holder: named('desk-2-40'), lives: () => 'unknown' })).toEqual({ kind: 'held' });
    for (const probes of [{}, { holder: named('desk-2-50') }, { holder: named('desk-2-40'), lives: () => false }])
      expect(refusal(probes)).toMatchObject({
        kind: 'failed',
        sentence: expect.stringContaining('no station holds it'),
      });
  });

  it.each(['EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST', 'ENOENT', 'EIO'])(
    'has a sentence with an owner for %s',
    (code) => {
      const found = refusal({ profileProblem: () => code });
      expect(found).toMatchObject({ sentence: expect.stringMatching(/^The profile .*\. Branch IT: [a-z ,;-]+\.$/) });
      expect(found).toMatchObject({ sentence: expect.stringContaining(`(${code})`) });
    },
  );
});

describe.skipIf(process.platform === 'win32')('the probes', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'card-station-lock-'));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  it('find a holder, and none', () => {
    const probes = lockProbes(folder);
    expect(probes.holder()).toEqual({ kind: 'none' });
    symlinkSync(`${hostname()}-${String(process.ppid)}`, join(folder, 'SingletonLock'));
    expect(probes.holder()).toEqual({ kind: 'named', name: `${hostname()}-${String(process.ppid)}` });
    expect(probes.lives(process.ppid)).not.toBe(false);
    expect(probes.lives(2 ** 22 + 1)).toBe(false);
    expect(lockProbes(folder, 'win32').holder()).toEqual({ kind: 'unknown' });
  });

  it('write into both folders and leave nothing behind', () => {
    vi.stubEnv('TMPDIR', folder);
    const probes = lockProbes(folder);
    expect([probes.profileProblem(), probes.temporaryProblem()]).toEqual([null, null]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('say why a folder takes nothing', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(lockProbes(file).profileProblem()).toBe('ENOTDIR');
    expect(lockProbes(file).holder()).toEqual({ kind: 'none' });
    vi.stubEnv('TMPDIR', join(folder, 'missing'));
    const probes = lockProbes(join(folder, 'missing'));
    expect([probes.profileProblem(), probes.temporaryProblem()]).toEqual(['ENOENT', 'ENOENT']);
  });

  it.skipIf(process.getuid?.() === 0)('say so of a folder of another account', () => {
    chmodSync(folder, 0o500);
    expect(lockProbes(folder).profileProblem()).toBe('EACCES');
    chmodSync(folder, 0o700);
  });
});
