import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { noteVersionHere, TESTED_FILE, versionHere } from '../../../../../main/kiosk/first-start/tested-version.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'card-station-tested-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('since when a version runs on a profile', () => {
  it('is its first start, also after a crash before it was tested', () => {
    expect(versionHere(folder, '1.0.0', 5_000.4)).toEqual({ version: '1.0.0', since: 5_000, testedAt: null });
    expect(versionHere(folder, '1.0.0', 9_000)).toEqual({ version: '1.0.0', since: 5_000, testedAt: null });
  });

  it('is kept with when it was tested, for the owner alone', () => {
    const tested = { ...versionHere(folder, '1.0.0', 5_000), testedAt: 6_000 };
    noteVersionHere(folder, tested);
    expect(versionHere(folder, '1.0.0', 9_000)).toEqual(tested);
    if (process.platform !== 'win32') expect(statSync(join(folder, TESTED_FILE)).mode & 0o777).toBe(0o600);
  });

  it('begins anew with another version, forwards and back', () => {
    noteVersionHere(folder, { version: '1.0.0', since: 5_000, testedAt: 6_000 });
    expect(versionHere(folder, '1.1.0', 9_000)).toEqual({ version: '1.1.0', since: 9_000, testedAt: null });
    expect(versionHere(folder, '1.0.0', 12_000)).toEqual({ version: '1.0.0', since: 12_000, testedAt: null });
  });

  it.each(['', '{', '{"version":"1.0.0"}', `{"version":"1.0.0","since":-1,"testedAt":null}`, 'x'.repeat(2_000)])(
    'of a file that is none of ours is now: %j',
    (text) => {
      writeFileSync(join(folder, TESTED_FILE), text);
      expect(versionHere(folder, '1.0.0', 9_000)).toMatchObject({ since: 9_000, testedAt: null });
      expect(JSON.parse(readFileSync(join(folder, TESTED_FILE), 'utf8'))).toMatchObject({ version: '1.0.0' });
    },
  );

  it('of a profile that cannot be written is now', () => {
    expect(versionHere(join(folder, 'missing'), '1.0.0', 9_000)).toMatchObject({ since: 9_000, testedAt: null });
  });
});
