import { mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { keychainService, profileId } from '../../../../main/credentials/profile-id.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'card-station-profile-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('is made once, for this account alone, and is the same ever after', async () => {
  const profile = join(folder, 'not', 'there', 'yet');
  const first = await profileId(profile);
  expect(first).toEqual({ kind: 'profile-id', profileId: expect.stringMatching(/^[0-9a-f]{32}$/) });
  expect(await profileId(profile)).toEqual(first);
  expect(await readdir(profile)).toEqual(['profile-id']);
  if (process.platform !== 'win32') expect((await stat(join(profile, 'profile-id'))).mode & 0o777).toBe(0o600);
});

test('two that start at the same time agree on one', async () => {
  const ids = await Promise.all(Array.from({ length: 8 }, () => profileId(folder)));
  for (const id of ids) expect(id).toEqual(ids[0]);
  expect(ids[0]).toMatchObject({ kind: 'profile-id' });
});

test.each(['', 'xyz', '0123', 'a'.repeat(33), `${'A'.repeat(32)}\n`, 'a'.repeat(10_000)])(
  'a damaged file is a fault and stays as it is (case %#)',
  async (text) => {
    await writeFile(join(folder, 'profile-id'), text);
    expect(await profileId(folder)).toMatchObject({
      kind: 'fault',
      fault: { family: 'keychain', cause: 'unreadable' },
    });
    expect(await readFile(join(folder, 'profile-id'), 'utf8')).toBe(text);
  },
);

test.skipIf(process.platform === 'win32')('a link in its place is not followed', async () => {
  await symlink(join(folder, 'elsewhere'), join(folder, 'profile-id'));
  await writeFile(join(folder, 'elsewhere'), 'a'.repeat(32));
  expect(await profileId(folder)).toMatchObject({ kind: 'fault' });
});

test('a folder that cannot be made is a fault', async () => {
  await writeFile(join(folder, 'file'), '');
  expect(await profileId(join(folder, 'file'))).toMatchObject({ kind: 'fault', fault: { cause: 'unreadable' } });
});

test('names the service in the keychain', () => {
  expect(keychainService('abc')).toBe('card-station/abc');
});
