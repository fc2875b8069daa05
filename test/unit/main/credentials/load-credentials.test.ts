import { createPublicKey, X509Certificate } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';

import { jwtVerify, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { direct } from './direct-credentials.ts';
import { certificate, DAY_MS, ecKey, makeBundle, NOW } from './made-certificates.ts';
import { makeStation, type Station } from './provisioned-station.ts';

let station: Station;
beforeEach(async () => {
  station = await makeStation();
});
afterEach(() => station.removeFolder());

const CERTIFICATE_FILE = 'client-certificate.pem';

test('a new profile is not provisioned', async () => {
  expect(await station.load()).toEqual({ kind: 'not-provisioned' });
});

test('what is loaded signs ES256 assertions and opens TLS contexts', async () => {
  const bundle = makeBundle();
  await station.provision(bundle.text);
  const loaded = await station.load();
  const { signingKey, clientCertificatePem, clientKeyPem, kid } = direct(loaded);
  const token = await new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid }).sign(signingKey);
  await expect(jwtVerify(token, createPublicKey(bundle.signingKey))).resolves.toMatchObject({
    protectedHeader: { kid },
  });
  expect(() => createSecureContext({ cert: clientCertificatePem, key: clientKeyPem.reveal() })).not.toThrow();
  expect(new X509Certificate(clientCertificatePem).checkPrivateKey(bundle.clientKey)).toBe(true);
});

describe('the certificate', () => {
  test('warns when fewer than 30 days are left, and is a fault when it has ended', async () => {
    await station.provision(makeBundle().text);
    const end = NOW + 365 * DAY_MS;
    expect(await station.load(end - 30 * DAY_MS)).toMatchObject({ kind: 'ready', warnings: [] });
    expect(await station.load(end - 29.5 * DAY_MS)).toMatchObject({
      kind: 'ready',
      warnings: [{ family: 'certificate', cause: 'client-expiring', daysLeft: 29 }],
    });
    expect(await station.load(end - 1)).toMatchObject({ kind: 'ready', warnings: [{ daysLeft: 0 }] });
    expect(await station.load(end + 1)).toMatchObject({
      kind: 'fault',
      fault: { family: 'certificate', cause: 'client-expired' },
    });
  });

  test('a clock before its begin is a clock fault: it was valid when it was stored', async () => {
    await station.provision(makeBundle().text);
    expect(await station.load(NOW - 31 * DAY_MS)).toMatchObject({
      kind: 'fault',
      fault: { family: 'clock', cause: 'certificate-dates' },
    });
  });

  test('another certificate in its place is a mismatch, even with the same key', async () => {
    const bundle = makeBundle();
    await station.provision(bundle.text);
    for (const key of [ecKey(), bundle.clientKey]) {
      await writeFile(join(station.folder, CERTIFICATE_FILE), certificate({ key }));
      expect(await station.load()).toMatchObject({ fault: { family: 'certificate', cause: 'key-mismatch' } });
    }
  });

  test('one that is gone or garbage is missing', async () => {
    await station.provision(makeBundle().text);
    await writeFile(join(station.folder, CERTIFICATE_FILE), 'garbage');
    expect(await station.load()).toMatchObject({ fault: { family: 'certificate', cause: 'client-missing' } });
    await rm(join(station.folder, CERTIFICATE_FILE));
    expect(await station.load()).toMatchObject({ fault: { family: 'certificate', cause: 'client-missing' } });
  });
});

describe('the keychain', () => {
  test('that has lost everything, or one key, is empty: this is not a new station', async () => {
    await station.provision(makeBundle().text);
    const before = new Map(station.keychain.accounts);
    for (const name of ['identity', 'signing-key-a', 'client-key-a']) {
      for (const account of before.keys()) if (account.startsWith(name)) station.keychain.accounts.delete(account);
      expect(await station.load()).toMatchObject({ fault: { family: 'keychain', cause: 'empty' } });
      for (const [account, text] of before) station.keychain.accounts.set(account, text);
    }
    expect(await station.load()).toMatchObject({ kind: 'ready' });
  });

  test('with a TLS key of another provisioning is a mismatch', async () => {
    const other = await makeStation();
    await other.provision(makeBundle().text);
    await station.provision(makeBundle().text);
    for (const [account, text] of other.keychain.accounts) {
      if (account.startsWith('client-key-')) station.keychain.accounts.set(account, text);
    }
    expect(await station.load()).toMatchObject({ fault: { family: 'certificate', cause: 'key-mismatch' } });
    await other.removeFolder();
  });

  test('that does not answer is a fault', async () => {
    await station.provision(makeBundle().text);
    station.keychain.crash = { afterChanges: -1, lastOne: 'lost' };
    expect(await station.load()).toMatchObject({ kind: 'fault', fault: { family: 'keychain', cause: 'no-answer' } });
  });
});
