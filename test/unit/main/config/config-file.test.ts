import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { decodeText, readFileBounded } from '../../../../main/config/config-file.ts';
import { loadConfiguration } from '../../../../main/config/load.ts';
import { configurationPlaces } from '../../../../main/config/sources.ts';
import { configOf, SMALLEST } from './fake-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'card-station-config-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('reading a file', () => {
  it('gives its bytes up to the limit, and refuses one more', () => {
    const path = join(folder, 'five');
    writeFileSync(path, 'abcde');
    expect(readFileBounded(path, 5)).toMatchObject({ kind: 'read', bytes: Buffer.from('abcde') });
    expect(readFileBounded(path, 4)).toEqual({ kind: 'too-large' });
  });

  it('tells a missing file from one that cannot be read', () => {
    writeFileSync(join(folder, 'plain'), '');
    symlinkSync(join(folder, 'loop'), join(folder, 'loop'));
    expect(readFileBounded(join(folder, 'none'), 5)).toEqual({ kind: 'missing' });
    expect(readFileBounded(join(folder, 'plain', 'below'), 5)).toEqual({ kind: 'missing' });
    expect(readFileBounded(folder, 5).kind).toBe('unreadable');
    expect(readFileBounded(join(folder, 'loop'), 5)).toEqual({ kind: 'unreadable', why: 'the system says ELOOP' });
  });

  it.runIf(process.platform === 'linux')('never waits for a pipe or reads a device', () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(readFileBounded(pipe, 5)).toEqual({ kind: 'unreadable', why: 'it is not a plain file' });
    expect(readFileBounded('/dev/zero', 5)).toEqual({ kind: 'unreadable', why: 'it is not a plain file' });
  });

  it('loads a configuration from the real file system', () => {
    const path = join(folder, 'config.json');
    writeFileSync(path, JSON.stringify({ ...SMALLEST, d1: { ...SMALLEST.d1, caFile: 'ca.pem' } }));
    expect(configOf(loadConfiguration({ machineFile: join(folder, 'no.json'), profileFile: path })).d1.caFile).toBe(
      join(folder, 'ca.pem'),
    );
  });
});

describe('the text of a file', () => {
  it.each([
    ['UTF-16, as some editors save', [0xff, 0xfe, 0x7b, 0x00], 'is saved as UTF-16; save it as UTF-8'],
    ['a byte order mark', [0xef, 0xbb, 0xbf, 0x7b], 'begins with a byte order mark; save it as UTF-8 without BOM'],
    ['Latin-1', [0x22, 0xfc, 0x22], 'is not text in UTF-8'],
    ['nothing', [], 'is empty'],
  ])('%s', (_name, bytes, problem) => {
    expect(decodeText(Uint8Array.from(bytes))).toEqual({ problem });
  });

  it('is read as UTF-8', () => {
    expect(decodeText(new TextEncoder().encode('Zürich, 東京'))).toEqual({ text: 'Zürich, 東京' });
  });
});

describe('the places of the files', () => {
  it('are the system’s own', () => {
    expect(configurationPlaces('linux', '/home/kiosk/.config/Card Station')).toEqual({
      policyFile: '/etc/card-station/policy.json',
      machineFile: '/etc/card-station/config.json',
      profileFile: '/home/kiosk/.config/Card Station/config.json',
    });
    expect(configurationPlaces('win32', 'C:\\Users\\kiosk\\AppData\\Roaming\\Card Station')).toEqual({
      policyFile: null,
      machineFile: 'C:\\ProgramData\\Card Station\\config.json',
      profileFile: 'C:\\Users\\kiosk\\AppData\\Roaming\\Card Station\\config.json',
    });
    expect(configurationPlaces('darwin', '/Users/kiosk/data').machineFile).toBe(
      '/Library/Application Support/Card Station/config.json',
    );
  });
});
