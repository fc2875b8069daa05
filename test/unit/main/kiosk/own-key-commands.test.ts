import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createKeychainStore } from '../../../../main/credentials/keychain-store.ts';
import { isPin } from '../../../../main/credentials/pin-hash.ts';
import { readPin } from '../../../../main/credentials/pin-store.ts';
import type { ProvisionOptions } from '../../../../main/credentials/provision.ts';
import { Secret } from '../../../../main/credentials/secret.ts';
import { parseCommandLine, type Command } from '../../../../main/kiosk/command-line.ts';
import { runRequestCertificate } from '../../../../main/kiosk/commands/request-certificate.ts';
import { runTakeCertificate } from '../../../../main/kiosk/commands/take-certificate.ts';
import { createAuthority, type Authority } from '../../../sandbox/certificates.ts';
import { configOf, loadText, smallestWith } from '../config/fake-files.ts';
import { MemoryKeychain } from '../credentials/memory-keychain.ts';
import { outputInto } from './output-into.ts';

const RELAY = { auth: 'relay-mtls', authUrl: undefined, bankingUrl: 'https://d1-relay.bank.example/d1' };

let folder: string;
let keychain: MemoryKeychain;
let authority: Authority;
let out: string[];
let err: string[];
const output = outputInto(
  () => out,
  () => err,
);
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'card-station-own-key-'));
  keychain = new MemoryKeychain();
  authority = await createAuthority('The bank');
  [out, err] = [[], []];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = (name: string): string => join(folder, name);
const store = () => createKeychainStore(keychain);
const opened = () => ({
  open: () => Promise.resolve({ kind: 'store', store: store() } as const),
  close: () => undefined,
});
const config = (d1: Readonly<Record<string, unknown>> = RELAY) =>
  configOf(loadText(JSON.parse(JSON.stringify(smallestWith({ d1 })))));

function parsed<K extends Command['kind']>(kind: K, ...args: string[]): Extract<Command, { kind: K }> {
  const command = parseCommandLine([kind, ...args], true);
  if (command.kind !== kind) throw new Error(`expected ${kind}, got ${JSON.stringify(command)}`);
  return command as Extract<Command, { kind: K }>;
}

function request(name = 'request.pem', ...more: string[]): Promise<0 | 1> {
  const command = parsed('request-certificate', '--output', path(name), ...more);
  return runRequestCertificate(command, config(), opened(), output);
}

async function sign(name = 'request.pem'): Promise<void> {
  writeFileSync(path('certificate.pem'), await authority.sign(readFileSync(path(name), 'utf8')));
}

function take(more: readonly string[] = [], prove: ProvisionOptions['prove'] = null, d1 = RELAY): Promise<0 | 1> {
  const command = parsed('take-certificate', path('certificate.pem'), ...more);
  return runTakeCertificate(command, config(d1), opened(), path('profile'), output, prove);
}

describe('request-certificate', () => {
  it('writes the request alone, for its owner, and says what comes next', async () => {
    expect(await request()).toBe(0);
    const text = readFileSync(path('request.pem'), 'utf8');
    expect(text).toMatch(/^-----BEGIN CERTIFICATE REQUEST-----\n[^]*-----END CERTIFICATE REQUEST-----\n$/);
    if (process.platform !== 'win32') expect(statSync(path('request.pem')).mode & 0o777).toBe(0o600);
    expect(err).toEqual([]);
    expect(out.join('\n')).toMatch(/waits for its certificate[^]*CN=KIOSK-PS-101[^]*take-certificate/);
    const kept = [...keychain.accounts.values()].find((value) => value.startsWith('MIG')) ?? 'no key';
    expect(kept).not.toBe('no key');
    expect([text, ...out].join('\n')).not.toContain(kept);
  });

  it('never writes over a file, and leaves the key that waits as it is then', async () => {
    writeFileSync(path('request.pem'), 'precious');
    expect(await request()).toBe(1);
    expect(keychain.accounts.size).toBe(0);
    expect(await request('other.pem')).toBe(0);
    const kept = new Map(keychain.accounts);
    expect(await request('request.pem', '--new-key')).toBe(1);
    expect(keychain.accounts).toEqual(kept);
    expect(err).toEqual(['The output file is there already.', 'The output file is there already.']);
    expect(readFileSync(path('request.pem'), 'utf8')).toBe('precious');
  });

  it('has the key wait where the file cannot be written, and the next request is for it', async () => {
    expect(await request('other.pem')).toBe(0);
    writeFileSync(path('file'), '');
    expect(await request('file/folder/request.pem')).toBe(1);
    expect(err).toEqual([expect.stringMatching(/^The output file cannot be written: /)]);
    expect(await request('third.pem')).toBe(0);
    expect(out.at(-3)).toMatch(/used again; --new-key/);
  });

  it('gives up no key for a file that cannot be written, and says so', async () => {
    expect(await request('other.pem')).toBe(0);
    const kept = new Map(keychain.accounts);
    writeFileSync(path('file'), '');
    expect(await request('file/folder/request.pem', '--new-key')).toBe(1);
    expect(keychain.accounts).toEqual(kept);
    expect(err).toEqual([
      expect.stringMatching(/^The output file cannot be written: .* No key was made, and none was given up\.$/),
    ]);
  });

  it('leaves the key that waits, and no request, where the keychain takes no other', async () => {
    expect(await request('other.pem')).toBe(0);
    const kept = new Map(keychain.accounts);
    for (const afterChanges of [0, 1]) {
      keychain.changes = 0;
      keychain.crash = { afterChanges, lastOne: 'lost' };
      expect(await request('request.pem', '--new-key')).toBe(1);
      expect([...keychain.accounts]).toEqual(expect.arrayContaining([...kept]));
      expect(existsSync(path('request.pem'))).toBe(false);
      expect(err.at(-1)).toMatch(/^keychain: .* No request was written\.$/);
    }
    keychain.crash = null;
    expect(await request()).toBe(0);
    expect(out.at(-3)).toMatch(/used again; --new-key/);
  });

  it('warns of a name that the relay does not know the station by, and of another way to D1', async () => {
    expect(await request('request.pem', '--subject', 'CN=KIOSK-PS-102,O=Bank')).toBe(0);
    expect(err).toEqual([
      'Warning: the CN is not KIOSK-PS-101, the persoStation that the relay knows this station by.',
    ]);
    err = [];
    const command = parsed('request-certificate', '--output', path('direct.pem'));
    expect(await runRequestCertificate(command, config({}), opened(), output)).toBe(0);
    expect(err).toEqual(['Warning: d1.auth is "direct"; the certificate can be taken when it is "relay-mtls".']);
  });

  it('says what is wrong with a name before a key is made', async () => {
    expect(await request('request.pem', '--subject', 'O=Bank')).toBe(1);
    expect(err).toEqual(['The subject has no CN (such as CN=KIOSK-PS-101).']);
    expect(keychain.accounts.size).toBe(0);
  });
});

describe('take-certificate', () => {
  it('puts it into use with the PIN, and says who the station is to the relay', async () => {
    await request();
    await sign();
    writeFileSync(path('pin.txt'), '482913\n');
    out = [];
    expect(await take(['--issuer-id', 'ISSUER0001', '--pin-file', path('pin.txt')])).toBe(0);
    expect(err).toEqual([]);
    expect(out[0]).toBe('Provisioned: issuer ISSUER0001, to the relay as KIOSK-PS-101.');
    expect(out.slice(2)).toEqual([
      'The certificate is in use now, with the key that waited for it.',
      "The administrator's PIN is set. Delete the PIN file.",
    ]);
    const pin = await readPin(store());
    expect(pin.kind === 'pin' && (await isPin(new Secret('482913'), pin.hash))).toBe(true);
  });

  it('refuses the certificate of another request, says so, and changes nothing', async () => {
    await request();
    writeFileSync(path('certificate.pem'), (await authority.issue({ commonName: 'x', use: 'client' })).certificatePem);
    const before = new Map(keychain.accounts);
    expect(await take(['--issuer-id', 'ISSUER0001'])).toBe(1);
    expect(err).toEqual([
      'clientCertificate: This certificate does not belong to the key that waits in the keychain of this station: it was made for another request.',
      'Nothing was stored.',
    ]);
    expect(keychain.accounts).toEqual(before);
  });

  it('tries a renewal with the relay, unless it is told not to', async () => {
    await request();
    await sign();
    await take(['--issuer-id', 'ISSUER0001']);
    await request('renewal.pem');
    await sign('renewal.pem');
    const prove = () =>
      Promise.resolve({ family: 'certificate', cause: 'client-refused', detail: 'No', correlationId: null } as const);
    err = [];
    expect(await take([], prove)).toBe(1);
    expect(err[0]).toBe('Tried with the relay: certificate: client-refused. No');
    expect(await take(['--untried'], prove)).toBe(0);
  });

  it('warns of a certificate for another station', async () => {
    await request('request.pem', '--subject', 'CN=KIOSK-PS-102');
    await sign();
    err = [];
    expect(await take(['--issuer-id', 'ISSUER0001'])).toBe(0);
    expect(err).toEqual([
      'Warning: the certificate is for "KIOSK-PS-102", and station.persoStation is "KIOSK-PS-101".',
    ]);
  });

  it('is for relay-mtls alone', async () => {
    await request();
    await sign();
    expect(await take([], null, {} as typeof RELAY)).toBe(1);
    expect(err).toEqual(['A station takes a certificate where d1.auth is "relay-mtls"; here it is "direct".']);
  });
});
