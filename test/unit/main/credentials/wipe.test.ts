import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { CredentialStore } from '../../../../main/credentials/credential-store.ts';
import { createKeychainStore } from '../../../../main/credentials/keychain-store.ts';
import { keychainFault, type KeychainFault } from '../../../../main/credentials/keychain-fault.ts';
import { Secret } from '../../../../main/credentials/secret.ts';
import { wipeCredentials } from '../../../../main/credentials/wipe.ts';
import { parseCommandLine, type Command } from '../../../../main/kiosk/command-line.ts';
import { faultSentence } from '../../../../main/kiosk/commands/fault-sentence.ts';
import { runWipe } from '../../../../main/kiosk/commands/wipe.ts';
import { makeBundle } from './made-certificates.ts';
import { makeStation, type Station } from './provisioned-station.ts';

let station: Station;
let importFolder: string;
beforeEach(async () => {
  station = await makeStation();
  importFolder = await mkdtemp(join(tmpdir(), 'card-station-import-'));
  await station.provision(makeBundle().text, { pin: '482913' });
  const store = createKeychainStore(station.keychain);
  await store.write('waiting-key', new Secret('a key without its certificate'));
  await store.write('ledger-key', new Secret('the key of the record'));
  await store.write('ledger-head', new Secret('its head'));
  await writeFile(join(station.folder, 'ledger.sqlite'), 'the record');
});
afterEach(async () => {
  await chmod(station.folder, 0o700);
  await station.removeFolder();
  await rm(importFolder, { recursive: true, force: true });
});

const wipe = () =>
  wipeCredentials({ store: createKeychainStore(station.keychain), profileFolder: station.folder, importFolder });
const entries = (): string[] => [
  ...new Set([...station.keychain.accounts.keys()].map((name) => name.split('.')[0] ?? '')),
];

describe('a wipe', () => {
  test('leaves of the profile the record and what it is verified by, and nothing else', async () => {
    await writeFile(join(station.folder, 'client-certificate.next.pem'), 'an interrupted renewal');
    await writeFile(join(station.folder, 'imported-bundle'), 'digest');
    for (const name of ['bundle.jwe', 'passphrase.txt', 'pin.txt']) await writeFile(join(importFolder, name), 'x');
    expect(await wipe()).toEqual([]);
    expect(entries().sort()).toEqual(['ledger-head', 'ledger-key']);
    expect(await readdir(station.folder)).toEqual(['ledger.sqlite']);
    expect(await readdir(importFolder)).toEqual([]);
    expect(await station.load()).toEqual({ kind: 'not-provisioned' });
    // Again is harmless, and so is provisioning afterwards.
    expect(await wipe()).toEqual([]);
    expect(await station.provision(makeBundle().text)).toMatchObject({ kind: 'provisioned', warnings: [] });
  });

  test('takes also what cannot be read, and the rest of an interrupted provisioning', async () => {
    station.keychain.accounts.set('identity', 'garbage');
    station.keychain.accounts.set('signing-key-b.a.0', 'a part without its head');
    expect(await wipe()).toEqual([]);
    expect(entries().sort()).toEqual(['ledger-head', 'ledger-key']);
  });

  test('that is cut off anywhere leaves no station that works, and can be made again', async () => {
    for (let afterChanges = 1, finished = false; !finished; afterChanges += 1) {
      station.keychain.changes = 0;
      station.keychain.crash = { afterChanges, lastOne: 'lost' };
      const left = await wipe();
      finished = station.keychain.changes <= afterChanges;
      expect(left.length === 0).toBe(finished);
      station.keychain.crash = null;
      expect((await station.load()).kind).not.toBe('ready');
      expect(await wipe()).toEqual([]);
      expect(entries().sort()).toEqual(['ledger-head', 'ledger-key']);
      if (!finished) await station.provision(makeBundle().text, { pin: '482913' });
    }
  });

  test('says of a part of a key that is still there that the key is', async () => {
    const remove = station.keychain.remove.bind(station.keychain);
    station.keychain.remove = (account) =>
      account.startsWith('client-key-a.')
        ? Promise.resolve({ kind: 'fault', fault: keychainFault('unreadable', 'made up') })
        : remove(account);
    expect(await wipe()).toEqual(['keychain: client-key-a: unreadable. made up']);
  });

  test('of a keychain that does not answer asks it once, and still takes the certificate', async () => {
    let asked = 0;
    station.keychain.beforeGet = () => void (asked += 1);
    station.keychain.crash = { afterChanges: -1, lastOne: 'lost' };
    const left = await wipe();
    expect(asked).toBe(1);
    expect(left[0]).toBe('keychain: identity: no-answer. made up');
    expect(left).toHaveLength(11);
    expect(await readdir(station.folder)).toEqual(['ledger.sqlite']);
  });

  test('names the files that cannot be deleted', async () => {
    await rm(join(station.folder, 'client-certificate.pem'));
    await mkdir(join(station.folder, 'client-certificate.pem'));
    await mkdir(join(importFolder, 'bundle.jwe'));
    expect(await wipe()).toEqual(['client-certificate.pem', join(importFolder, 'bundle.jwe')]);
  });
});

describe('card-station wipe', () => {
  type Place = CredentialStore | KeychainFault;
  async function run(
    yes?: '--yes',
    place: Place = createKeychainStore(station.keychain),
  ): Promise<{ code: number; printed: string[]; told: number }> {
    const command = parseCommandLine(yes === undefined ? ['wipe'] : ['wipe', yes], true) as Extract<
      Command,
      { kind: 'wipe' }
    >;
    const printed: string[] = [];
    let told = 0;
    const print = (text: string): void => void printed.push(text);
    const opened =
      'cause' in place ? ({ kind: 'fault', fault: place } as const) : ({ kind: 'store', store: place } as const);
    const surroundings = {
      profileFolder: station.folder,
      importFolder,
      keychain: { open: () => Promise.resolve(opened), close: () => undefined },
      tell: () => void (told += 1),
    };
    const output = { line: print, error: print, failed: (text: string): 1 => (print(text), 1) };
    return { code: await runWipe(command, surroundings, output), printed, told };
  }

  test('says what is lost and does nothing, until it is told --yes', async () => {
    const before = new Map(station.keychain.accounts);
    const { code, printed, told } = await run();
    expect([code, told]).toEqual([1, 0]);
    expect(printed.join('\n')).toMatch(/No card can be shown[^]*record[^]*stays[^]*--yes/);
    expect(station.keychain.accounts).toEqual(before);
    expect(await run('--yes')).toMatchObject({ code: 0, told: 1 });
    expect(await station.load()).toEqual({ kind: 'not-provisioned' });
  });

  test('ends with 1 and a line for each thing that is still there, and the station is told all the same', async () => {
    station.keychain.crash = { afterChanges: 3, lastOne: 'lost' };
    const { code, printed, told } = await run('--yes');
    expect([code, told]).toEqual([1, 1]);
    expect(printed.filter((line) => line.startsWith('Still there: keychain: '))).not.toEqual([]);
  });

  describe('of a keychain that is not to be had', () => {
    const missing = (cause: 'unavailable' | 'locked' | 'no-answer', after = 0): void => {
      const remove = station.keychain.remove.bind(station.keychain);
      let asked = 0;
      station.keychain.remove = (account) =>
        (asked += 1) <= after ? remove(account) : Promise.resolve({ kind: 'fault', fault: keychainFault(cause, RAW) });
    };
    const RAW = 'Unknown or unsupported transport “disabled” for address “disabled:”';

    test('says what is gone, what is not, what is wrong, and who does what', async () => {
      missing('unavailable');
      const { code, printed, told } = await run('--yes');
      expect([code, told]).toEqual([1, 1]);
      expect(printed).toEqual([
        'Wiped: the certificates, and what waited in the machine folder.',
        'Still there: keychain: everything that this station has in it, its keys and the PIN among it.',
        expect.stringMatching(/^Branch IT: wipe again .* the D1 administrator withdraws them\.$/),
        `Not everything could be removed. ${faultSentence(keychainFault('unavailable', RAW))}`,
      ]);
      expect(await readdir(station.folder)).toEqual(['ledger.sqlite']);
    });

    test.each([
      ['locked', /Branch IT: unlock it/],
      ['no-answer', /Branch IT: .*prompt/],
    ] as const)('names the step for: %s', async (cause, step) => {
      missing(cause);
      expect((await run('--yes')).printed.at(-2)).toMatch(step);
    });

    test('names what it had not come to, and files that stay', async () => {
      await mkdir(join(importFolder, 'bundle.jwe'));
      missing('locked', 1_000);
      expect((await run('--yes')).printed).toContain(`Still there: ${join(importFolder, 'bundle.jwe')}`);
      await station.provision(makeBundle().text, { pin: '482913' });
      let gone = 0;
      const store = createKeychainStore(station.keychain);
      const some = {
        ...store,
        remove: (name: Parameters<typeof store.remove>[0]) =>
          (gone += 1) <= 9
            ? store.remove(name)
            : Promise.resolve({ kind: 'fault', fault: keychainFault('locked', 'x') } as const),
      };
      const { printed } = await run('--yes', some);
      expect(printed).toEqual([
        `Still there: ${join(importFolder, 'bundle.jwe')}`,
        'Still there: keychain: pin-tries, self-test.',
        expect.stringMatching(/^Branch IT: unlock it/),
        'Not everything could be removed. keychain: locked. x',
      ]);
    });

    test('that cannot even be looked for says that nothing was removed', async () => {
      const fault = keychainFault('unreadable', 'The file "profile-id" cannot be read.');
      const { code, printed, told } = await run('--yes', fault);
      expect([code, told]).toEqual([1, 0]);
      expect(printed).toEqual([expect.stringMatching(/^keychain: unreadable\. .* Nothing was removed\.$/)]);
    });
  });

  test('is understood with --yes and nothing else', () => {
    expect(parseCommandLine(['wipe'], true)).toMatchObject({ kind: 'wipe', yes: false });
    expect(parseCommandLine(['wipe', 'now'], true)).toMatchObject({ kind: 'mistake' });
    expect(parseCommandLine(['wipe', '--replace'], true)).toMatchObject({ kind: 'mistake' });
    expect(parseCommandLine(['--yes'], true)).toMatchObject({ kind: 'mistake' });
  });
});
