import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { importBundle, type ImportOutcome } from '../../../../main/credentials/import-bundle.ts';
import { createKeychainStore } from '../../../../main/credentials/keychain-store.ts';
import { isPin } from '../../../../main/credentials/pin-hash.ts';
import { readPin } from '../../../../main/credentials/pin-store.ts';
import { sealBundle } from '../../../../main/credentials/sealed-bundle.ts';
import { Secret } from '../../../../main/credentials/secret.ts';
import { createMachineBundle } from '../../../../main/kiosk/machine-bundle.ts';
import type { LogEvent } from '../../../../main/diagnostics/log.ts';
import { direct } from './direct-credentials.ts';
import { makeBundle, NOW } from './made-certificates.ts';
import { makeStation, type Station } from './provisioned-station.ts';

const PASSPHRASE = 'correct horse battery staple';
const PIN = '482913';

/** Sealing takes half a second each; the bundles are the same for every test. */
let sealed: { readonly first: string; readonly second: string };
beforeAll(async () => {
  const seal = (kid: string): Promise<string> =>
    sealBundle(new Secret(makeBundle({ kid }).text), new Secret(PASSPHRASE));
  sealed = { first: await seal('first'), second: await seal('second') };
});

let station: Station;
let machine: string;
let folder: string;
beforeEach(async () => {
  station = await makeStation();
  machine = mkdtempSync(join(tmpdir(), 'card-station-machine-'));
  folder = join(machine, 'provisioning');
  mkdirSync(folder, { mode: 0o700 });
});
afterEach(async () => {
  chmodSync(folder, 0o700);
  rmSync(machine, { recursive: true, force: true });
  await station.removeFolder();
});

function put(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 });
}
const good = (bundle = sealed.first): Record<string, string> => ({
  'bundle.jwe': `${bundle}\n`,
  'passphrase.txt': `${PASSPHRASE}\r\n`,
});

const take = (refused: string | null = null): Promise<ImportOutcome> =>
  importBundle(
    {
      folder,
      store: createKeychainStore(station.keychain),
      profileFolder: station.folder,
      environment: 'staging',
      now: NOW,
    },
    refused,
  );

async function kid(): Promise<string> {
  const loaded = await station.load();
  return loaded.kind === 'ready' ? direct(loaded).kid : loaded.kind;
}

describe("a bundle in the machine's folder", () => {
  test('is taken with its passphrase and PIN, and all of it is deleted', async () => {
    put({ ...good(), 'pin.txt': `${PIN}\n`, 'other.txt': 'not ours' });
    expect(await take()).toEqual({ kind: 'imported', kid: 'first', warnings: [], left: [] });
    expect(await kid()).toBe('first');
    const pin = await readPin(createKeychainStore(station.keychain));
    expect(pin.kind === 'pin' && (await isPin(new Secret(PIN), pin.hash))).toBe(true);
    expect(readdirSync(folder)).toEqual(['other.txt']);
    expect(await take()).toEqual({ kind: 'nothing' });
  });

  test('is nothing where there is no folder, or none in it', async () => {
    expect(await take()).toEqual({ kind: 'nothing' });
    put({ 'passphrase.txt': PASSPHRASE, 'pin.txt': PIN });
    expect(await take()).toEqual({ kind: 'nothing' });
    rmSync(folder, { recursive: true });
    expect(await take()).toEqual({ kind: 'nothing' });
    rmSync(machine, { recursive: true });
    expect(await take()).toEqual({ kind: 'nothing' });
    mkdirSync(folder, { recursive: true });
    expect(station.keychain.changes).toBe(0);
  });

  test('replaces what was there before', async () => {
    put(good());
    await take();
    put(good(sealed.second));
    expect(await take()).toMatchObject({ kind: 'imported' });
    expect(await kid()).toBe('second');
  });

  test('is deleted and not taken twice when the program ended before it could be deleted', async () => {
    put(good());
    await take();
    put(good());
    const { changes } = station.keychain;
    expect(await take()).toEqual({ kind: 'nothing' });
    expect(readdirSync(folder)).toEqual([]);
    expect(station.keychain.changes).toBe(changes);
    // Also when only the last of its files was left, without its passphrase.
    put({ 'bundle.jwe': `${sealed.first}\n` });
    expect(await take()).toEqual({ kind: 'nothing' });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is taken once and told of where it cannot be deleted', async () => {
    put(good());
    const events: LogEvent[] = [];
    const bundle = createMachineBundle(folder, { write: (event) => events.push(event) });
    const set = station.keychain.set.bind(station.keychain);
    // Comes while the bundle is taken; a folder is no file to delete.
    station.keychain.set = (account, value) => {
      mkdirSync(join(folder, 'pin.txt'), { recursive: true });
      return set(account, value);
    };
    const options = {
      store: createKeychainStore(station.keychain),
      profileFolder: station.folder,
      environment: 'staging',
      now: NOW,
    } as const;
    expect(await bundle.take(options)).toBe(true);
    expect(bundle.trouble()).toMatchObject({ problem: 'left-behind', detail: join(folder, 'pin.txt') });
    expect(events.map(({ outcome }) => outcome)).toEqual(['imported', 'import left-behind']);
    put({ 'bundle.jwe': `${sealed.first}\n` });
    expect(await take()).toMatchObject({ kind: 'failed', problem: 'left-behind' });
  });

  test(
    'is taken again, to the same end, wherever the program ended while it was taken',
    { timeout: 120_000 },
    async () => {
      put(good());
      await take();
      const all = station.keychain.changes;
      for (let afterChanges = 0; afterChanges < all; afterChanges += 3) {
        const other = await makeStation();
        put(good());
        other.keychain.crash = { afterChanges, lastOne: 'made' };
        const options = { folder, profileFolder: other.folder, environment: 'staging', now: NOW } as const;
        expect(await importBundle({ ...options, store: createKeychainStore(other.keychain) })).toMatchObject({
          kind: 'failed',
          problem: 'fault',
        });
        expect(existsSync(join(folder, 'bundle.jwe'))).toBe(true);
        other.keychain.crash = null;
        expect(await importBundle({ ...options, store: createKeychainStore(other.keychain) })).toMatchObject({
          kind: 'imported',
        });
        expect(await other.load()).toMatchObject({ kind: 'ready', credentials: { kid: 'first' } });
        expect(readdirSync(folder)).toEqual([]);
        await other.removeFolder();
      }
    },
  );
});

describe('what is wrong with it is said, and it stays where it is', () => {
  async function expectKept(problem: string, detail: RegExp): Promise<void> {
    const before = readdirSync(folder);
    const outcome = await take();
    expect(outcome).toMatchObject({ kind: 'failed', problem });
    if (outcome.kind === 'failed') expect(outcome.detail).toMatch(detail);
    expect(JSON.stringify(outcome)).not.toContain(PASSPHRASE);
    expect(readdirSync(folder)).toEqual(before);
    expect(await kid()).toBe('not-provisioned');
  }

  test.each<[string, Record<string, string>, string, RegExp]>([
    ['no passphrase', { 'bundle.jwe': 'eyJ' }, 'passphrase-missing', /passphrase\.txt/],
    ['an empty passphrase', { 'bundle.jwe': 'eyJ', 'passphrase.txt': '\n' }, 'passphrase-missing', /passphrase\.txt/],
    ['a damaged bundle', { 'bundle.jwe': 'eyJ', 'passphrase.txt': PASSPHRASE }, 'refused', /damaged/],
    ['a large bundle', { 'bundle.jwe': 'e'.repeat(97 * 1024) }, 'too-large', /98304/],
    ['a large passphrase', { 'bundle.jwe': 'eyJ', 'passphrase.txt': 'x'.repeat(1_025) }, 'too-large', /1024/],
    [
      'a large PIN',
      { 'bundle.jwe': 'eyJ', 'passphrase.txt': 'x', 'pin.txt': '1'.repeat(257) },
      'too-large',
      /pin\.txt/,
    ],
  ])('%s', async (_words, files, problem, detail) => {
    put(files);
    await expectKept(problem, detail);
  });

  test('a plain bundle', async () => {
    put({ ...good(), 'bundle.jwe': makeBundle().text });
    await expectKept('refused', /not a sealed bundle/);
  });

  test('a wrong passphrase, or a PIN that is none', async () => {
    put({ ...good(), 'passphrase.txt': 'another horse battery staple' });
    await expectKept('refused', /passphrase is wrong/);
    put({ ...good(), 'pin.txt': '123456' });
    await expectKept('refused', /in a row/);
  });

  test('a keychain that is not open', async () => {
    put(good());
    station.keychain.crash = { afterChanges: -1, lastOne: 'lost' };
    expect(await take()).toMatchObject({
      kind: 'failed',
      problem: 'fault',
      detail: expect.stringContaining('no-answer'),
    });
    expect(readdirSync(folder)).toHaveLength(2);
  });
});

describe.skipIf(process.platform === 'win32')('a folder or file that is not guarded', () => {
  const failedWith = async (problem: string): Promise<void> => {
    expect(await take()).toMatchObject({ kind: 'failed', problem });
    expect(await kid()).toBe('not-provisioned');
  };
  beforeEach(() => put(good()));

  test.each([0o720, 0o702, 0o777])('a folder of mode %o', async (mode) => {
    chmodSync(folder, mode);
    await failedWith('open-to-others');
  });

  test('a folder above that others may write', async () => {
    chmodSync(machine, 0o777);
    await failedWith('open-to-others');
  });

  test.each(['bundle.jwe', 'passphrase.txt'])('%s that others may write or read', async (name) => {
    for (const mode of [0o620, 0o602, 0o604]) {
      chmodSync(join(folder, name), mode);
      await failedWith('open-to-others');
    }
    // Read by a group is what the roll-out may need.
    chmodSync(join(folder, name), 0o640);
    expect(await take()).toMatchObject({ kind: 'imported' });
  });

  test.skipIf(process.getuid?.() !== 0)('another owner than root and the station', async () => {
    chownSync(folder, 12_345, 0);
    await failedWith('open-to-others');
    chownSync(folder, 0, 0);
    chownSync(join(folder, 'passphrase.txt'), 12_345, 0);
    await failedWith('open-to-others');
  });

  test('links, by either way, and other things than files', async () => {
    const path = join(folder, 'bundle.jwe');
    renameSync(path, join(machine, 'elsewhere'));
    symlinkSync(join(machine, 'elsewhere'), path);
    await failedWith('not-plain');
    rmSync(path);
    linkSync(join(machine, 'elsewhere'), path);
    await failedWith('not-plain');
    rmSync(path);
    mkdirSync(path);
    await failedWith('not-plain');
    rmSync(path, { recursive: true });
    execFileSync('mkfifo', ['-m', '600', path]);
    await failedWith('not-plain');
  });

  test('a link in the place of the folder', async () => {
    renameSync(folder, join(machine, 'elsewhere'));
    symlinkSync(join(machine, 'elsewhere'), folder);
    await failedWith('not-plain');
    rmSync(folder);
    renameSync(join(machine, 'elsewhere'), folder);
  });
});

describe('the running station', () => {
  const options = () => ({
    store: createKeychainStore(station.keychain),
    profileFolder: station.folder,
    environment: 'staging' as const,
    now: NOW,
  });
  const started = (): { bundle: ReturnType<typeof createMachineBundle>; log: LogEvent[] } => {
    const log: LogEvent[] = [];
    return { bundle: createMachineBundle(folder, { write: (event) => log.push(event) }), log };
  };

  test('says what is wrong as long as it is, once in its log, and nothing afterwards', async () => {
    const { bundle, log } = started();
    await bundle.take(options());
    expect(bundle.trouble()).toBeNull();
    put({ ...good(), 'passphrase.txt': 'another horse battery staple' });
    await bundle.take(options());
    await bundle.take(options());
    expect(bundle.trouble()).toMatchObject({
      problem: 'refused',
      detail: expect.stringContaining('passphrase is wrong'),
    });
    put(good());
    await bundle.take(options());
    expect(bundle.trouble()).toBeNull();
    expect(log.map(({ event, outcome }) => `${event} ${outcome ?? ''}`)).toEqual([
      'credentials import refused',
      'credentials imported',
    ]);
    expect(JSON.stringify(log)).not.toContain('horse');
  });

  test('does not make the key of the same refused files again', async () => {
    put({ ...good(), 'passphrase.txt': 'another horse battery staple' });
    const first = await take();
    if (first.kind !== 'failed' || first.given === null) throw new Error('It was not refused.');
    const second = await take(first.given);
    expect(second).toMatchObject({ kind: 'failed', problem: 'refused', detail: '', given: first.given });
  });

  test('takes it once when it is asked twice at the same time', async () => {
    put(good());
    const { bundle, log } = started();
    await Promise.all([bundle.take(options()), bundle.take(options())]);
    expect(log).toHaveLength(1);
    expect(await kid()).toBe('first');
  });
});
