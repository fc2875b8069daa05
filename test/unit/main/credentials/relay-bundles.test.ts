import { afterEach, beforeEach, expect, test } from 'vitest';

import { checkBundle } from '../../../../main/credentials/check-bundle.ts';
import { summariseCredentials } from '../../../../main/credentials/credentials-summary.ts';
import { createKeychainStore } from '../../../../main/credentials/keychain-store.ts';
import { certificate, ecKey, makeBundle, NOW, pkcs8 } from './made-certificates.ts';
import { makeStation, type Station } from './provisioned-station.ts';

let station: Station;
beforeEach(async () => {
  station = await makeStation();
});
afterEach(() => station.removeFolder());

function mtlsBundle(changes: Readonly<Record<string, unknown>> = {}): string {
  const clientKey = ecKey();
  const clientCertificate = certificate({ key: clientKey, cn: 'KIOSK-PS-101' });
  return JSON.stringify({
    mode: 'relay-mtls',
    issuerId: 'ISSUER0001',
    clientCertificate,
    clientKey: pkcs8(clientKey),
    ...changes,
  });
}

const SECRET = 'planted-client-secret';
const OAUTH = JSON.stringify({
  mode: 'relay-oauth',
  issuerId: 'ISSUER0001',
  clientId: 'station-1',
  clientSecret: SECRET,
});

function problems(text: string, mode: Parameters<typeof checkBundle>[3]): readonly string[] {
  const check = checkBundle({ text, sealed: false }, 'staging', NOW, mode);
  return check.kind === 'refused' ? check.problems.map(({ message }) => message) : [];
}

test('relay-mtls keeps the certificate and its key, says nothing of its CN, and no key of D1 is in the keychain', async () => {
  expect(await station.provision(mtlsBundle(), { mode: 'relay-mtls' })).toMatchObject({
    kind: 'provisioned',
    warnings: [],
    summary: { issuerId: 'ISSUER0001', kid: 'KIOSK-PS-101', certificate: { subject: 'CN=KIOSK-PS-101' } },
  });
  expect(await station.load()).toMatchObject({
    kind: 'ready',
    credentials: { mode: 'relay-mtls', issuerId: 'ISSUER0001' },
  });
  expect(await createKeychainStore(station.keychain).read('signing-key-a')).toEqual({ kind: 'absent' });
});

test('relay-oauth keeps the client secret in the keychain, needs no certificate, and its summary says so', async () => {
  expect(await station.provision(OAUTH, { mode: 'relay-oauth' })).toMatchObject({
    kind: 'provisioned',
    summary: { kid: 'station-1', certificate: null },
  });
  const loaded = await station.load();
  if (loaded.kind !== 'ready' || loaded.credentials.mode !== 'relay-oauth') throw new Error(loaded.kind);
  expect(loaded.credentials.clientSecret.reveal()).toBe(SECRET);
  expect(JSON.stringify(loaded)).not.toContain(SECRET);
  const summary = await summariseCredentials(createKeychainStore(station.keychain), station.folder, NOW);
  expect(summary).toEqual({ kind: 'present', kid: 'station-1', certificate: 'none' });
});

test('going over to another mode takes the keys of the old one away', async () => {
  await station.provision(makeBundle().text);
  await station.provision(OAUTH, { mode: 'relay-oauth', replace: true });
  const store = createKeychainStore(station.keychain);
  for (const name of ['signing-key-a', 'client-key-a', 'signing-key-b', 'client-key-b'] as const) {
    expect(await store.read(name), name).toEqual({ kind: 'absent' });
  }
  expect(await station.load()).toMatchObject({ credentials: { mode: 'relay-oauth' } });
  expect(await station.provision(mtlsBundle(), { mode: 'relay-mtls', replace: true })).toMatchObject({
    kind: 'provisioned',
  });
  expect(await station.load()).toMatchObject({ credentials: { mode: 'relay-mtls' } });
});

test('a client secret that is gone from the keychain is a fault', async () => {
  await station.provision(OAUTH, { mode: 'relay-oauth' });
  await createKeychainStore(station.keychain).remove('client-secret-a');
  expect(await station.load()).toMatchObject({ kind: 'fault', fault: { family: 'keychain', cause: 'empty' } });
});

test('a bundle of another mode is refused with one sentence, whatever else is wrong with it', () => {
  expect(problems(makeBundle({ signingKey: 'no key' }).text, 'relay-mtls')).toEqual([
    'The bundle is of mode "direct", and the configuration of this station says d1.auth "relay-mtls".',
  ]);
  expect(problems(OAUTH, 'relay-mtls')).toHaveLength(1);
  expect(problems(OAUTH, null)).toEqual([]);
});

test('each mode has a shape of its own', () => {
  expect(problems(mtlsBundle({ kid: 'key-1' }), 'relay-mtls')).toEqual([
    'The bundle has an unknown field "kid"; known are: mode, issuerId, clientCertificate, clientKey.',
  ]);
  expect(problems(mtlsBundle({ clientKey: pkcs8(ecKey()) }), 'relay-mtls')).toEqual([
    'clientKey does not belong to clientCertificate.',
  ]);
  expect(problems(JSON.stringify({ mode: 'relay-oauth', issuerId: 'ISSUER0001' }), 'relay-oauth')).toEqual([
    'clientId is missing; it must be 1 to 256 printable ASCII characters without a space at either end.',
    'clientSecret is missing; it must be 1 to 1024 printable ASCII characters without a space at either end.',
  ]);
});
