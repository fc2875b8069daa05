import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createKeychainStore } from '../../../../main/credentials/keychain-store.ts';
import { isPin } from '../../../../main/credentials/pin-hash.ts';
import { readPin } from '../../../../main/credentials/pin-store.ts';
import { Secret } from '../../../../main/credentials/secret.ts';
import { direct, directOnly } from './direct-credentials.ts';
import { certificate, DAY_MS, ecKey, makeBundle, NOW, pkcs8, rsaKey, type BundleParts } from './made-certificates.ts';
import { makeStation, type Station } from './provisioned-station.ts';

let station: Station;
beforeEach(async () => {
  station = await makeStation();
});
afterEach(() => station.removeFolder());

/** Which of these bundles the station works with now. */
async function inUse(bundles: Readonly<Record<string, BundleParts>>): Promise<string> {
  const loaded = await station.load();
  if (loaded.kind !== 'ready') return loaded.kind === 'fault' ? loaded.fault.cause : loaded.kind;
  const { signingKey, clientKeyPem, kid } = direct(loaded);
  const found = Object.entries(bundles).find(([, bundle]) => signingKey.equals(bundle.signingKey));
  if (found === undefined) return 'an unknown key';
  const [name, bundle] = found;
  return kid === name && clientKeyPem.reveal() === pkcs8(bundle.clientKey) ? name : 'a mix';
}

test('a good bundle is stored, and what is loaded is what was given', async () => {
  const bundle = makeBundle({ audience: 'https://api.d1.example', aggregatorId: 'AGG-1' });
  expect(await station.provision(bundle.text)).toEqual({
    kind: 'provisioned',
    warnings: [],
    summary: {
      issuerId: 'ISSUER0001',
      kid: 'key-1',
      certificate: { subject: 'CN=TLSMA-EC/ISSUER0001/PPR', notAfter: NOW + 365 * DAY_MS },
    },
  });
  const loaded = await station.load();
  expect(loaded).toMatchObject({
    kind: 'ready',
    warnings: [],
    credentials: { issuerId: 'ISSUER0001', aggregatorId: 'AGG-1', kid: 'key-1', audience: 'https://api.d1.example' },
  });
  expect(await inUse({ 'key-1': bundle })).toBe('key-1');
});

test('an RSA 4096 key with a chain fits', { timeout: 60_000 }, async () => {
  const key = rsaKey(4_096);
  const chain = certificate({ key }) + certificate({ key: ecKey(), cn: 'CA' });
  expect(await station.provision(makeBundle({ clientKey: pkcs8(key), clientCertificate: chain }).text)).toMatchObject({
    kind: 'provisioned',
  });
});

test('the profile folder gets the certificate only, for this account alone; the keychain gets the keys', async () => {
  const bundle = makeBundle();
  await station.provision(bundle.text);
  expect(await readdir(station.folder)).toEqual(['client-certificate.pem']);
  const path = join(station.folder, 'client-certificate.pem');
  expect(await readFile(path, 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n$/);
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
  const stored = [...station.keychain.accounts.values()].join('\n');
  expect(stored).toContain(bundle.signingKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'));
  expect(stored).toContain(bundle.clientKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'));
});

test('a refused bundle changes nothing', async () => {
  const result = await station.provision(makeBundle({ kid: '', clientKey: pkcs8(ecKey()) }).text);
  expect(result).toMatchObject({ kind: 'refused', problems: [{ field: 'kid' }, { field: 'clientKey' }] });
  expect(await station.provision(makeBundle().text, { environment: 'production' })).toMatchObject({ kind: 'refused' });
  expect(station.keychain.changes).toBe(0);
  expect(await readdir(station.folder)).toEqual([]);
});

test('nothing that is returned holds a key', async () => {
  const bundle = makeBundle();
  const results = [await station.provision(bundle.text), await station.load(), await station.provision(bundle.text)];
  const printed = inspect(results, { depth: null, showHidden: true }) + JSON.stringify(results);
  for (const key of [bundle.signingKey, bundle.clientKey]) {
    expect(printed).not.toContain(key.export({ format: 'jwk' }).d);
    expect(printed).not.toContain(key.export({ format: 'der', type: 'pkcs8' }).toString('base64').slice(40, 80));
    expect(printed).not.toContain(pkcs8(key).split('\n')[1]);
  }
});

describe('a station that is provisioned already', () => {
  test('is not touched without being told to', async () => {
    const first = makeBundle({ kid: 'first' });
    await station.provision(first.text);
    const result = await station.provision(makeBundle({ kid: 'second' }).text);
    expect(result).toMatchObject({
      kind: 'refused',
      problems: [{ message: expect.stringContaining('provisioned already') }],
    });
    expect(await inUse({ first })).toBe('first');
  });

  test('gets new credentials when told to, and the old keys are gone', async () => {
    const first = makeBundle({ kid: 'first' });
    const second = makeBundle({ kid: 'second' });
    const third = makeBundle({ kid: 'third' });
    for (const bundle of [first, second, third]) {
      expect(await station.provision(bundle.text, { replace: true })).toMatchObject({
        kind: 'provisioned',
        warnings: [],
      });
    }
    expect(await inUse({ first, second, third })).toBe('third');
    expect(await readdir(station.folder)).toEqual(['client-certificate.pem']);
    const stored = [...station.keychain.accounts.values()].join('\n');
    for (const { signingKey } of [first, second]) {
      expect(stored).not.toContain(
        signingKey.export({ format: 'der', type: 'pkcs8' }).toString('base64').slice(60, 120),
      );
    }
  });

  test.each(['lost', 'made'] as const)(
    'works with the old or the new after a crash anywhere (last change %s)',
    async (lastOne) => {
      const first = makeBundle({ kid: 'first' });
      const second = makeBundle({ kid: 'second' });
      const third = makeBundle({ kid: 'third' });
      let finished = false;
      for (let afterChanges = 0; !finished; afterChanges += 1) {
        await station.removeFolder();
        station = await makeStation();
        const bundles = { first, second, third };
        await station.provision(first.text);
        station.keychain.changes = 0;
        station.keychain.crash = { afterChanges, lastOne };
        await station.provision(second.text, { replace: true });
        finished = station.keychain.changes <= afterChanges;
        station.keychain.crash = null;
        const between = await inUse(bundles);
        expect(['first', 'second']).toContain(between);

        // A second attempt that crashes early must not take away what the first one left.
        station.keychain.changes = 0;
        station.keychain.crash = { afterChanges: 3, lastOne };
        await station.provision(third.text, { replace: true });
        station.keychain.crash = null;
        expect(await inUse(bundles)).toBe(between);

        expect(await station.provision(third.text, { replace: true })).toMatchObject({
          kind: 'provisioned',
          warnings: [],
        });
        expect(await inUse(bundles)).toBe('third');
      }
    },
  );
});

test('a first provisioning that crashed can be made again', async () => {
  const bundle = makeBundle({ kid: 'first' });
  for (let afterChanges = 0; afterChanges < 40; afterChanges += 1) {
    await station.removeFolder();
    station = await makeStation();
    station.keychain.crash = { afterChanges, lastOne: 'made' };
    await station.provision(bundle.text);
    station.keychain.crash = null;
    const between = await inUse({ first: bundle });
    expect(['not-provisioned', 'first']).toContain(between);
    const again = await station.provision(bundle.text, { replace: between === 'first' });
    expect(again).toMatchObject({ kind: 'provisioned' });
    expect(await inUse({ first: bundle })).toBe('first');
  }
});

describe('what exists but cannot be read is never overwritten', () => {
  test.each([
    ['an entry that is no head', 'garbage'],
    ['an identity of a later version', null],
  ])('%s', async (_, text) => {
    await station.provision(makeBundle().text);
    if (text === null) {
      const part = [...station.keychain.accounts.keys()].find((account) => account.startsWith('identity.')) ?? '';
      station.keychain.accounts.set(
        part,
        (station.keychain.accounts.get(part) ?? '').replace('"format":1', '"format":2'),
      );
    } else {
      station.keychain.accounts.set('identity', text);
    }
    const before = new Map(station.keychain.accounts);
    const result = await station.provision(makeBundle().text, { replace: true });
    expect(result).toMatchObject({ kind: 'fault', fault: { family: 'keychain', cause: 'unreadable' } });
    expect(station.keychain.accounts).toEqual(before);
  });

  test('a keychain that does not answer', async () => {
    station.keychain.crash = { afterChanges: -1, lastOne: 'lost' };
    expect(await station.provision(makeBundle().text)).toMatchObject({ kind: 'fault', fault: { cause: 'no-answer' } });
    expect(await readdir(station.folder)).toEqual([]);
  });
});

test('a keychain that gives back something else is noticed', async () => {
  const set = station.keychain.set.bind(station.keychain);
  station.keychain.set = (account, value) =>
    account.startsWith('client-key-a.') ? Promise.resolve({ kind: 'written' }) : set(account, value);
  expect(await station.provision(makeBundle().text)).toMatchObject({ kind: 'fault', fault: { family: 'keychain' } });
});

test('a profile folder that cannot be written is refused before any key is stored', async () => {
  await mkdir(join(station.folder, 'client-certificate.next.pem', 'in the way'), { recursive: true });
  await writeFile(join(station.folder, 'client-certificate.next.pem', 'in the way', 'x'), '');
  const result = await station.provision(makeBundle().text);
  expect(result).toMatchObject({
    kind: 'refused',
    problems: [{ message: expect.stringContaining('cannot be written') }],
  });
  expect(station.keychain.changes).toBe(0);
});

describe("the administrator's PIN", () => {
  /** Which of these PINs opens the administrator's area now. */
  async function pinInUse(...pins: readonly string[]): Promise<string> {
    const read = await readPin(createKeychainStore(station.keychain));
    if (read.kind !== 'pin') return read.kind;
    for (const pin of pins) if (await isPin(new Secret(pin), read.hash)) return pin;
    return 'an unknown PIN';
  }
  const PIN = '482913';
  const OTHER = '770451';

  test('is stored as a hash beside the keys, and by itself neither set nor taken away', async () => {
    expect(await station.provision(makeBundle({ kid: 'first' }).text)).toMatchObject({ kind: 'provisioned' });
    expect(await pinInUse(PIN)).toBe('none');
    await station.provision(makeBundle({ kid: 'second' }).text, { replace: true, pin: PIN });
    expect(await pinInUse(PIN, OTHER)).toBe(PIN);
    await station.provision(makeBundle({ kid: 'third' }).text, { replace: true });
    expect(await pinInUse(PIN, OTHER)).toBe(PIN);
    await station.provision(makeBundle({ kid: 'fourth' }).text, { replace: true, pin: OTHER });
    expect(await pinInUse(PIN, OTHER)).toBe(OTHER);
    expect([...station.keychain.accounts.values()].join('\n')).not.toMatch(new RegExp(`${PIN}|${OTHER}`));
    expect(await readdir(station.folder)).toEqual(['client-certificate.pem']);
  });

  test('that cannot be one is told together with what is wrong with the bundle, and nothing is stored', async () => {
    const result = await station.provision(makeBundle({ kid: '' }).text, { pin: '12345' });
    expect(result).toMatchObject({ kind: 'refused', problems: [{ field: 'kid' }, { field: 'pin' }] });
    expect(await station.provision(makeBundle().text, { pin: '111111' })).toMatchObject({ kind: 'refused' });
    expect(station.keychain.changes).toBe(0);
  });

  test('is not set on a station that is provisioned already, unless it is told to replace', async () => {
    await station.provision(makeBundle().text, { pin: PIN });
    expect(await station.provision(makeBundle().text, { pin: OTHER })).toMatchObject({ kind: 'refused' });
    expect(await pinInUse(PIN, OTHER)).toBe(PIN);
  });

  test.each([
    ['that is damaged', (entry: string) => entry.replace('"sha256":"', '"sha256":"0')],
    ['that is no entry of ours', () => 'garbage'],
  ])('%s is never overwritten, and nothing else is replaced', async (_, spoil) => {
    const first = makeBundle({ kid: 'first' });
    await station.provision(first.text, { pin: PIN });
    station.keychain.accounts.set('pin-hash', spoil(station.keychain.accounts.get('pin-hash') ?? ''));
    const before = new Map(station.keychain.accounts);
    const result = await station.provision(makeBundle({ kid: 'second' }).text, { replace: true, pin: OTHER });
    expect(result).toMatchObject({ kind: 'fault', fault: { family: 'keychain', cause: 'unreadable' } });
    expect(station.keychain.accounts).toEqual(before);
    expect(await inUse({ first })).toBe('first');
  });

  test('of a later version is not overwritten either', async () => {
    await station.provision(makeBundle().text);
    const store = createKeychainStore(station.keychain);
    await store.write('pin-hash', new Secret('{"format":2}'));
    const before = new Map(station.keychain.accounts);
    expect(await station.provision(makeBundle().text, { replace: true, pin: PIN })).toMatchObject({
      fault: { cause: 'unreadable' },
    });
    expect(station.keychain.accounts).toEqual(before);
  });

  test.each(['lost', 'made'] as const)(
    'is the old or the new after a crash anywhere, never a damaged one (last change %s)',
    { timeout: 60_000 },
    async (lastOne) => {
      const [first, second] = [makeBundle({ kid: 'first' }), makeBundle({ kid: 'second' })];
      await station.provision(first.text, { pin: PIN });
      const before = new Map(station.keychain.accounts);
      const certificate = await readFile(join(station.folder, 'client-certificate.pem'));
      const seen = new Set<string>();
      // The PIN and the first of the keys; what follows is looked at above.
      for (let afterChanges = 0; afterChanges < 12; afterChanges += 1) {
        station.keychain.accounts.clear();
        for (const [account, value] of before) station.keychain.accounts.set(account, value);
        await writeFile(join(station.folder, 'client-certificate.pem'), certificate);
        station.keychain.changes = 0;
        station.keychain.crash = { afterChanges, lastOne };
        await station.provision(second.text, { replace: true, pin: OTHER });
        station.keychain.crash = null;
        const pin = await pinInUse(PIN, OTHER);
        // The PIN goes before the keys: new keys never stand with the old PIN.
        expect([`first ${PIN}`, `first ${OTHER}`, `second ${OTHER}`]).toContain(
          `${await inUse({ first, second })} ${pin}`,
        );
        seen.add(pin);
      }
      expect([...seen].sort()).toEqual([PIN, OTHER]);
    },
  );
});

describe('new credentials for a station that works', () => {
  const first = makeBundle({ kid: 'first' });
  const second = makeBundle({ kid: 'second' });
  const refusedByD1 = { family: 'sign-in', cause: 'token-refused', detail: 'made up', correlationId: null } as const;

  test('are tried as they were stored, while the old ones still count, and then put into use', async () => {
    await station.provision(first.text);
    const tried: string[] = [];
    const result = await station.provision(second.text, {
      replace: true,
      prove: async (credentials) => {
        const { kid, signingKey, clientKeyPem } = directOnly(credentials);
        tried.push(kid, await inUse({ first, second }));
        expect(signingKey.equals(second.signingKey)).toBe(true);
        expect(clientKeyPem.reveal()).toBe(pkcs8(second.clientKey));
        return null;
      },
    });
    expect(result).toMatchObject({ kind: 'provisioned', warnings: [] });
    expect(tried).toEqual(['second', 'first']);
    expect(await inUse({ first, second })).toBe('second');
  });

  test('that D1 does not take leave everything as it was, the PIN too', async () => {
    await station.provision(first.text, { pin: '482913' });
    const before = new Map(station.keychain.accounts);
    const files = await readdir(station.folder);
    const result = await station.provision(second.text, {
      replace: true,
      pin: '770451',
      prove: () => Promise.resolve(refusedByD1),
    });
    expect(result).toEqual({ kind: 'not-proven', fault: refusedByD1 });
    expect(station.keychain.accounts).toEqual(before);
    expect(await readdir(station.folder)).toEqual(files);
    expect(await inUse({ first, second })).toBe('first');
  });

  test.each(['lost', 'made'] as const)(
    'that D1 does not take never count after a crash anywhere, and the next try is free (last change %s)',
    { timeout: 60_000 },
    async (lastOne) => {
      for (let afterChanges = 0, finished = false; !finished; afterChanges += 1) {
        await station.removeFolder();
        station = await makeStation();
        await station.provision(first.text);
        station.keychain.changes = 0;
        station.keychain.crash = { afterChanges, lastOne };
        await station.provision(second.text, { replace: true, prove: () => Promise.resolve(refusedByD1) });
        finished = station.keychain.changes <= afterChanges;
        station.keychain.crash = null;
        expect(await inUse({ first, second })).toBe('first');
        const prove = (): Promise<null> => Promise.resolve(null);
        expect(await station.provision(second.text, { replace: true, prove })).toMatchObject({
          kind: 'provisioned',
          warnings: [],
        });
        expect(await inUse({ first, second })).toBe('second');
      }
    },
  );

  test('are not tried on a station that has none, or whose own are of no use any more', async () => {
    const never = (): never => expect.unreachable();
    expect(await station.provision(first.text, { prove: never })).toMatchObject({ kind: 'provisioned' });
    const keys = [...station.keychain.accounts.keys()].filter((account) => account.startsWith('client-key-'));
    for (const account of keys) station.keychain.accounts.delete(account);
    expect(await station.provision(second.text, { replace: true, prove: never })).toMatchObject({
      kind: 'provisioned',
    });
    expect(await inUse({ first, second })).toBe('second');
  });
});
