import { createPublicKey, X509Certificate } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { calculateJwkThumbprint, type JWK } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { certificateRequest } from '../../../../main/credentials/certificate-request.ts';
import { checkBundle } from '../../../../main/credentials/check-bundle.ts';
import { newP256Key, parseD1Keys } from '../../../../main/credentials/d1-keys.ts';
import { openBundle } from '../../../../main/credentials/sealed-bundle.ts';
import { Secret } from '../../../../main/credentials/secret.ts';
import { parseCommandLine, type Command } from '../../../../main/kiosk/command-line.ts';
import { runMakeBundle } from '../../../../main/kiosk/commands/make-bundle.ts';
import { runMakeKeys } from '../../../../main/kiosk/commands/make-keys.ts';
import { createAuthority, type Authority } from '../../../sandbox/certificates.ts';
import { ecKey, pkcs8 } from '../credentials/made-certificates.ts';
import { outputInto } from './output-into.ts';

const PASSPHRASE = 'correct horse battery staple';
const SUBJECT = 'CN=TLSMA-EC/ISSUER0001/PPR,O=Example Bank,C=NL';
const FILES = ['client-request.pem', 'private-keys.jwe', 'signing-key.public.json', 'signing-key.public.pem'];

/** Each key out of a passphrase takes half a second, so what is made once is copied for the tests that begin with it. */
let made: string;
let madeLines: readonly string[];
let keys: { readonly signingKey: string; readonly clientKey: string };
let authority: Authority;
let folder: string;
let printed: string[] = [];
const output = outputInto(() => printed);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'card-station-keys-'));
  writeFileSync(path('passphrase.txt'), `${PASSPHRASE}\n`);
  authority = await createAuthority('Thales');
  expect(await makeKeys()).toBe(0);
  made = folder;
  madeLines = printed;
  keys = JSON.parse(await opened(text('keys', 'private-keys.jwe'))) as typeof keys;
  writeFileSync(path('certificate.pem'), await authority.sign(text('keys', 'client-request.pem')));
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'card-station-keys-'));
  cpSync(made, folder, { recursive: true });
  printed = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = (...names: string[]): string => join(folder, ...names);
const text = (...names: string[]): string => readFileSync(path(...names), 'utf8');

function parsed<K extends Command['kind']>(kind: K, ...args: string[]): Extract<Command, { kind: K }> {
  const command = parseCommandLine([kind, ...args], true);
  if (command.kind !== kind) throw new Error(`expected ${kind}, got ${JSON.stringify(command)}`);
  return command as Extract<Command, { kind: K }>;
}

function makeKeys(to = 'keys', ...more: string[]): Promise<0 | 1> {
  const args = ['--subject', SUBJECT, '--passphrase-file', path('passphrase.txt'), '--output', path(to), ...more];
  return runMakeKeys(parsed('make-keys', ...args), output);
}

function makeBundle(...more: string[]): Promise<0 | 1> {
  const ids = ['--issuer-id', 'ISSUER0001', '--kid', 'key-1', '--certificate', path('certificate.pem')];
  const files = ['--passphrase-file', path('passphrase.txt'), '--output', path('bundle.jwe')];
  return runMakeBundle(parsed('make-bundle', path('keys', 'private-keys.jwe'), ...ids, ...files, ...more), output);
}

async function opened(file: string, passphrase = PASSPHRASE): Promise<string> {
  const result = await openBundle(file, new Secret(passphrase));
  if (result.kind === 'problem') throw new Error(result.message);
  return result.text.reveal();
}

/** Nothing that was printed opens anything, and nothing plain in the folder does. */
function expectNoSecret(lines: readonly string[]): void {
  const everything = [
    ...lines,
    ...readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => !name.endsWith('passphrase.txt') && statSync(path(name)).isFile())
      .map((name) => text(name)),
  ].join('\n');
  expect(everything).not.toMatch(/PRIVATE KEY|"d":|MIG[A-Za-z0-9+/]{20}/);
  expect(everything).not.toContain('horse battery');
}

describe('make-keys', () => {
  it('makes four files for their owner alone; nothing plain among them is a secret', () => {
    expect(readdirSync(join(made, 'keys')).sort()).toEqual(FILES);
    if (process.platform !== 'win32') {
      for (const name of FILES) expect(statSync(join(made, 'keys', name)).mode & 0o777, name).toBe(0o600);
      expect(statSync(join(made, 'keys')).mode & 0o777).toBe(0o700);
    }
    expectNoSecret(madeLines);
    expect(madeLines.filter((line) => line.startsWith('Warning'))).toEqual([]);
    expect(madeLines.join('\n')).toContain(SUBJECT);
  });

  it('gives the public half of the sealed signing key, in two forms that a thumbprint belongs to', async () => {
    const half = createPublicKey(keys.signingKey).export({ format: 'pem', type: 'spki' });
    expect(text('keys', 'signing-key.public.pem')).toBe(half);
    const jwk = JSON.parse(text('keys', 'signing-key.public.json')) as JWK;
    expect(createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'pem', type: 'spki' })).toBe(half);
    expect(jwk).toMatchObject({ kty: 'EC', crv: 'P-256', use: 'sig', alg: 'ES256' });
    expect(madeLines.join('\n')).toContain(await calculateJwkThumbprint(jwk));
    // Each key has its own work.
    expect(createPublicKey(keys.clientKey).export({ format: 'pem', type: 'spki' })).not.toBe(half);
  });

  it('never writes over a file, and begins nothing where one is there', async () => {
    mkdirSync(path('other'));
    writeFileSync(path('other', 'signing-key.public.json'), 'precious');
    expect(await makeKeys('other')).toBe(1);
    expect(printed).toEqual(['signing-key.public.json is in the output folder already.']);
    expect(readdirSync(path('other'))).toEqual(['signing-key.public.json']);
    expect(text('other', 'signing-key.public.json')).toBe('precious');
  });

  it.each([
    ['a folder that cannot be', 'passphrase.txt/keys', SUBJECT, PASSPHRASE, /cannot be written.*Nothing is left/],
    ['a short passphrase', 'other', SUBJECT, 'fifteen letters', /at least 16/],
    ['a name without CN', 'other', 'O=Bank', PASSPHRASE, /no CN/],
  ])('refuses %s and writes nothing', async (_words, to, subject, passphrase, words) => {
    writeFileSync(path('passphrase.txt'), `${passphrase}\n`);
    expect(await makeKeys(to, '--subject', subject)).toBe(1);
    expect(printed.join('\n')).toMatch(words);
    expect(readdirSync(folder).sort()).toEqual(['certificate.pem', 'keys', 'passphrase.txt']);
  });

  it('keeps the signing key that D1 knows when only the certificate is renewed; warns of a CN without an environment', async () => {
    const before = ['--keep-signing-key', path('keys', 'private-keys.jwe')];
    expect(await makeKeys('renewal', ...before, '--subject', 'CN=ISSUER0001')).toBe(0);
    expect(printed[0]).toMatch(/^Warning: the CN names no environment/);
    expect(readdirSync(path('renewal')).sort()).toEqual(['client-request.pem', 'private-keys.jwe']);
    const after = JSON.parse(await opened(text('renewal', 'private-keys.jwe'))) as typeof keys;
    expect(after.signingKey).toBe(keys.signingKey);
    expect(after.clientKey).not.toBe(keys.clientKey);
    const certificate = new X509Certificate(await authority.sign(text('renewal', 'client-request.pem')));
    expect(certificate.publicKey.equals(createPublicKey(after.clientKey))).toBe(true);
  });
});

describe('make-bundle', () => {
  it('joins the keys with the certificate into what a station takes without a warning', async () => {
    writeFileSync(path('new-passphrase.txt'), 'another horse battery staple\n');
    const more = ['--audience', 'https://api.d1.example', '--new-passphrase-file', path('new-passphrase.txt')];
    expect(await makeBundle(...more)).toBe(0);
    expect(printed[0]).toMatch(
      /^Made: a sealed bundle for issuer ISSUER0001, key key-1; its client certificate ends 20/,
    );
    expectNoSecret(printed);
    const bundle = await opened(text('bundle.jwe'), 'another horse battery staple');
    expect(checkBundle({ text: bundle, sealed: true }, 'staging', Date.now())).toMatchObject({
      kind: 'checked',
      warnings: [],
      bundle: { issuerId: 'ISSUER0001', kid: 'key-1', aggregatorId: null, audience: 'https://api.d1.example' },
    });
    const { signingKey, clientKey } = keys;
    expect(JSON.parse(bundle)).toMatchObject({ signingKey, clientKey });
    if (process.platform !== 'win32') expect(statSync(path('bundle.jwe')).mode & 0o777).toBe(0o600);
  });

  it('refuses the certificate of another request, in a sentence', async () => {
    const other = certificateRequest([{ name: 'CN', value: 'TLSMA-EC/ISSUER0001/PPR' }], await newP256Key());
    writeFileSync(path('certificate.pem'), await authority.sign(other));
    expect(await makeBundle()).toBe(1);
    expect(printed).toEqual(['clientKey: clientKey does not belong to clientCertificate.', 'No bundle was made.']);
    expect(() => statSync(path('bundle.jwe'))).toThrow('ENOENT');
  });

  it('refuses a wrong passphrase', async () => {
    writeFileSync(path('passphrase.txt'), 'another horse battery staple\n');
    expect(await makeBundle()).toBe(1);
    expect(printed).toEqual(['The passphrase is wrong, or the sealed bundle was changed after it was sealed.']);
  });

  it('never writes over a bundle', async () => {
    writeFileSync(path('bundle.jwe'), 'precious');
    expect(await makeBundle()).toBe(1);
    expect(printed).toEqual(['The output file is there already.']);
    expect(text('bundle.jwe')).toBe('precious');
  });

  it.each<[string, unknown, RegExp]>([
    ['a bundle', { mode: 'direct', issuerId: 'ISSUER0001' }, /not a file of private keys/],
    ['a text', '{', /not a file of private keys/],
    [
      'keys of another kind',
      { format: 'card-station-d1-keys-1', signingKey: pkcs8(ecKey('P-384')), clientKey: pkcs8(ecKey()) },
      /P-384/,
    ],
    ['damaged keys', { format: 'card-station-d1-keys-1', signingKey: 'x', clientKey: 'y' }, /cannot be read/],
  ])('takes no keys out of %s', (_words, content, words) => {
    const reading = parseD1Keys(new Secret(typeof content === 'string' ? content : JSON.stringify(content)));
    expect(reading.kind === 'problem' ? reading.message : '').toMatch(words);
  });
});
