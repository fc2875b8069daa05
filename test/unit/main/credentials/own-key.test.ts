/** A station's own key, from its request to its certificate in use: what is in use before is never lost on the way. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { certificateRequest } from '../../../../main/credentials/certificate-request.ts';
import { keyPem } from '../../../../main/credentials/d1-keys.ts';
import { createKeychainStore } from '../../../../main/credentials/keychain-store.ts';
import { takeCertificate, type TakeOptions } from '../../../../main/credentials/take-certificate.ts';
import { makeWaitingKey, readWaitingKey } from '../../../../main/credentials/waiting-key.ts';
import type { Fault } from '../../../../main/tracking/fault.ts';
import { certificate, DAY_MS, ecKey, makeBundle, NOW } from './made-certificates.ts';
import { makeStation, type Station } from './provisioned-station.ts';

const REFUSED: Fault = { family: 'certificate', cause: 'client-refused', detail: 'made up', correlationId: null };

let station: Station;
beforeEach(async () => {
  station = await makeStation();
});
afterEach(() => station.removeFolder());

const store = () => createKeychainStore(station.keychain);
const make = (fresh: boolean) => makeWaitingKey(store(), fresh, () => Promise.resolve(null));

/** What `request-certificate` does, and the bank's authority after it. */
async function requested(fresh = false): Promise<{ pem: string; waited: boolean }> {
  const made = await make(fresh);
  if (made.kind !== 'key') throw new Error(JSON.stringify(made));
  // The request is all that leaves the station.
  expect(certificateRequest([{ name: 'CN', value: 'KIOSK-PS-101' }], made.key)).not.toContain('PRIVATE');
  return { pem: certificate({ key: made.key, cn: 'KIOSK-PS-101' }), waited: made.waited };
}

const take = (pem: string, options: Partial<TakeOptions> = {}) =>
  takeCertificate(pem, {
    store: store(),
    profileFolder: station.folder,
    environment: 'production',
    now: NOW,
    issuerId: null,
    ...options,
  });

const message = async (pem: string, options: Partial<TakeOptions> = {}): Promise<string> => {
  const result = await take(pem, options);
  return result.kind === 'refused' ? result.problems.map((problem) => problem.message).join(' ') : result.kind;
};

/** The certificate in use, and whether its key came back with it; null when nothing works. */
async function inUse(): Promise<string | null> {
  const loaded = await station.load();
  return loaded.kind === 'ready' && loaded.credentials.mode === 'relay-mtls'
    ? loaded.credentials.clientCertificatePem
    : null;
}

/** A station that works with a first certificate of its own. */
async function working(): Promise<string> {
  const { pem } = await requested();
  expect(await take(pem, { issuerId: 'ISSUER0001' })).toMatchObject({ kind: 'provisioned', warnings: [] });
  return pem;
}

describe('a first certificate', () => {
  test('comes into use with the key that waited, which waits no more', async () => {
    const pem = await working();
    expect(await inUse()).toBe(pem);
    expect(await readWaitingKey(store())).toEqual({ kind: 'none' });
    expect((await station.load()).kind).toBe('ready');
  });

  test('needs to be told the issuer, and then can be taken', async () => {
    const { pem } = await requested();
    expect(await message(pem)).toMatch(/--issuer-id/);
    expect(await take(pem, { issuerId: 'ISSUER0001' })).toMatchObject({ summary: { kid: 'KIOSK-PS-101' } });
  });

  test('is for the same key when it is asked for twice, and for another when that one is given up', async () => {
    const first = await requested();
    const second = await requested();
    expect([first.waited, second.waited]).toEqual([false, true]);
    expect((await requested(true)).waited).toBe(false);
    expect(await message(first.pem, { issuerId: 'ISSUER0001' })).toMatch(/made for another request/);
  });
});

describe('what is no certificate for the key that waits', () => {
  test.each<[string, (pem: string) => string, RegExp]>([
    ['another station’s', () => certificate({ key: ecKey() }), /does not belong to the key that waits/],
    ['a chain in the wrong order', (pem) => certificate({ key: ecKey() }) + pem, /must begin with the station's own/],
    ['no certificate', () => 'hello', /is not a certificate in PEM form/],
    ['one with a private key', (pem) => pem + keyPem(ecKey()), /holds a private key too/],
  ])('%s is refused with a sentence, and the key goes on waiting', async (_words, given, words) => {
    const before = await working();
    const { pem } = await requested();
    expect(await message(given(pem))).toMatch(words);
    expect(await inUse()).toBe(before);
    expect(await take(pem)).toMatchObject({ kind: 'provisioned' });
    expect(await inUse()).toBe(pem);
  });

  test('one that has ended is refused', async () => {
    const made = await make(false);
    if (made.kind !== 'key') throw new Error(JSON.stringify(made));
    const ended = certificate({ key: made.key, notAfter: NOW - DAY_MS });
    expect(await message(ended, { issuerId: 'ISSUER0001' })).toMatch(/ended on/);
    expect((await readWaitingKey(store())).kind).toBe('key');
  });

  test('without a request there is nothing to take, and what is in use is in use', async () => {
    expect(await message(certificate({ key: ecKey() }))).toMatch(/request-certificate/);
    const pem = await working();
    expect(await message(pem)).toMatch(/in use already/);
  });
});

describe('a renewal', () => {
  test('leaves what is in use until the relay has let the new one in', async () => {
    const before = await working();
    const { pem, waited } = await requested();
    expect([waited, await inUse()]).toEqual([false, before]);
    expect(await take(pem, { prove: () => Promise.resolve(REFUSED) })).toEqual({ kind: 'not-proven', fault: REFUSED });
    expect(await inUse()).toBe(before);
    const tried: string[] = [];
    const prove: TakeOptions['prove'] = (candidate) => {
      tried.push(candidate.mode === 'relay-mtls' ? candidate.clientCertificatePem : candidate.mode);
      return Promise.resolve(null);
    };
    expect(await take(pem, { prove })).toMatchObject({ kind: 'provisioned', warnings: [] });
    expect(tried).toEqual([pem]);
    expect(await inUse()).toBe(pem);
  });

  test('that is cut off anywhere leaves the old one or the new one in use, and can be finished', async () => {
    let before = await working();
    for (const lastOne of ['lost', 'made'] as const) {
      for (let afterChanges = 0, finished = false; !finished; afterChanges += 1) {
        const { pem } = await requested();
        station.keychain.changes = 0;
        station.keychain.crash = { afterChanges, lastOne };
        await take(pem);
        finished = station.keychain.changes <= afterChanges;
        station.keychain.crash = null;
        const between = await inUse();
        expect([before, pem]).toContain(between);
        const again = await take(pem);
        expect(again.kind).toBe(between === pem ? 'refused' : 'provisioned');
        expect(await inUse()).toBe(pem);
        // Whatever still waits is no key for the next renewal.
        expect((await requested()).waited).toBe(false);
        before = pem;
      }
    }
  });

  test('a request that cannot be written gives up no key, also none that cannot be read', async () => {
    const { pem } = await requested();
    const unwritten = { kind: 'unwritten', problem: 'The disk is full.' };
    for (const fresh of [false, true])
      expect(await makeWaitingKey(store(), fresh, () => Promise.resolve('The disk is full.'))).toEqual(unwritten);
    expect(await take(pem, { issuerId: 'ISSUER0001' })).toMatchObject({ kind: 'provisioned' });
    station.keychain.accounts.set('waiting-key', 'garbage');
    expect(await makeWaitingKey(store(), true, () => Promise.resolve('The disk is full.'))).toEqual(unwritten);
    expect(station.keychain.accounts.get('waiting-key')).toBe('garbage');
  });

  test('a request that is cut off anywhere leaves what is in use as it is', async () => {
    const before = await working();
    for (let afterChanges = 0, finished = false; !finished; afterChanges += 1) {
      station.keychain.changes = 0;
      station.keychain.crash = { afterChanges, lastOne: 'lost' };
      await make(true);
      finished = station.keychain.changes <= afterChanges;
      station.keychain.crash = null;
      expect(await inUse()).toBe(before);
      expect((await make(true)).kind).toBe('key');
    }
  });
});

test('a key that cannot be read is not overwritten, unless it is given up', async () => {
  await requested();
  station.keychain.accounts.set('waiting-key', 'garbage');
  expect(await make(false)).toMatchObject({ kind: 'fault', fault: { cause: 'unreadable' } });
  expect(station.keychain.accounts.get('waiting-key')).toBe('garbage');
  expect(await make(true)).toMatchObject({ kind: 'key', waited: false });
});

test('a station with D1’s own keys goes over to a relay, and they leave its keychain', async () => {
  await station.provision(makeBundle().text);
  const { pem } = await requested();
  expect((await station.load()).kind).toBe('ready');
  expect(await take(pem)).toMatchObject({ kind: 'provisioned', summary: { issuerId: 'ISSUER0001' } });
  expect(await inUse()).toBe(pem);
  for (const name of ['signing-key-a', 'client-key-a', 'signing-key-b'] as const) {
    expect(await store().read(name), name).toEqual({ kind: 'absent' });
  }
});
