import { createCipheriv, randomBytes, scryptSync } from 'node:crypto';

import { compactDecrypt, CompactEncrypt } from 'jose';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';

import { checkBundle } from '../../../../main/credentials/check-bundle.ts';
import { isSealed, openBundle, sealBundle } from '../../../../main/credentials/sealed-bundle.ts';
import { Secret } from '../../../../main/credentials/secret.ts';
import { makeBundle, NOW } from './made-certificates.ts';

const PASSPHRASE = 'correct horse battery staple';
const TEXT = makeBundle().text;

let sealed: string;
beforeAll(async () => {
  sealed = await sealBundle(new Secret(TEXT), new Secret(PASSPHRASE));
});

const open = (file: string, passphrase = PASSPHRASE) => openBundle(file, new Secret(passphrase));

async function problem(file: string, passphrase?: string): Promise<string> {
  const opened = await open(file, passphrase);
  if (opened.kind === 'opened') throw new Error('It was opened.');
  return opened.message;
}

const HEADER = {
  alg: 'dir',
  enc: 'A256GCM',
  kdf: 'scrypt',
  n: 2 ** 17,
  r: 8,
  p: 1,
  salt: randomBytes(16).toString('base64url'),
};

/** The file with another header in front of the same rest. */
function withHeader(header: unknown): string {
  const text = typeof header === 'string' ? header : JSON.stringify(header);
  return [Buffer.from(text).toString('base64url'), ...sealed.split('.').slice(1)].join('.');
}

/** A file made by hand after the recipe in the documentation. */
function madeByHand(header: Readonly<Record<string, unknown>>, text: string, passphrase = PASSPHRASE): string {
  const { n, r, p, salt } = { ...HEADER, ...header };
  const key = scryptSync(passphrase, Buffer.from(salt, 'base64url'), 32, { N: n, r, p, maxmem: 2 ** 29 });
  const protectedHeader = Buffer.from(JSON.stringify({ ...HEADER, ...header })).toString('base64url');
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(protectedHeader));
  const ciphertext = Buffer.concat([cipher.update(text), cipher.final()]);
  const parts = [iv, ciphertext, cipher.getAuthTag()].map((part) => part.toString('base64url'));
  return [protectedHeader, '', ...parts].join('.');
}

describe('a sealed bundle', () => {
  test('is opened with its passphrase, and is what was sealed', async () => {
    const opened = await open(sealed);
    expect(opened.kind === 'opened' && opened.text.reveal()).toBe(TEXT);
    expect(isSealed(sealed)).toBe(true);
    expect(isSealed(TEXT)).toBe(false);
  });

  test('holds nothing of the bundle in clear, and is never the same twice', async () => {
    const again = await sealBundle(new Secret(TEXT), new Secret(PASSPHRASE));
    expect(again.split('.')[0]).not.toBe(sealed.split('.')[0]);
    const bytes = sealed.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'));
    expect(bytes.join()).not.toContain('PRIVATE KEY');
    expect(bytes.join()).not.toContain('ISSUER0001');
  });

  test('is a JWE as others read and write it', async () => {
    const { salt } = JSON.parse(Buffer.from(sealed.split('.')[0] ?? '', 'base64url').toString()) as { salt: string };
    const keyOf = (from: string): Buffer =>
      scryptSync(PASSPHRASE, Buffer.from(from, 'base64url'), 32, { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 });
    const { plaintext } = await compactDecrypt(sealed, keyOf(salt));
    expect(Buffer.from(plaintext).toString()).toBe(TEXT);
    const foreign = await new CompactEncrypt(Buffer.from(TEXT))
      .setProtectedHeader({ ...HEADER, typ: 'JOSE' })
      .encrypt(keyOf(HEADER.salt));
    expect(await open(foreign)).toMatchObject({ kind: 'opened' });
  });

  test('may have a byte order mark, white space around it, and be sealed twice as hard', async () => {
    expect(await open(`\uFEFF ${sealed}\r\n`)).toMatchObject({ kind: 'opened' });
    expect(isSealed(`\uFEFF ${sealed}\r\n`)).toBe(true);
    expect(await open(madeByHand({ n: 2 ** 18, p: 2 }, TEXT))).toMatchObject({ kind: 'opened' });
  });

  test('takes a passphrase by its characters, however they are written', async () => {
    const file = await sealBundle(new Secret(TEXT), new Secret('caf\u00e9 au lait, s\u2019il vous pla\u00eet'));
    expect(await open(file, 'cafe\u0301 au lait, s\u2019il vous plai\u0302t')).toMatchObject({ kind: 'opened' });
  });

  test('does not hold up the main thread while its key is made', async () => {
    let turns = 0;
    let running = true;
    const turn = (): void => {
      turns += 1;
      if (running) setImmediate(turn);
    };
    setImmediate(turn);
    await open(sealed);
    running = false;
    expect(turns).toBeGreaterThan(100);
  });
});

describe('what cannot be opened is one sentence without a secret', () => {
  test('a wrong passphrase', async () => {
    const message = await problem(sealed, 'PLANTED-PASSPHRASE');
    expect(message).toBe('The passphrase is wrong, or the sealed bundle was changed after it was sealed.');
  });

  test.each([1, 2, 3, 4])('a changed character in part %i of five', async (part) => {
    const parts = sealed.split('.');
    const whole = parts[part] ?? '';
    const at = Math.floor(whole.length / 2);
    parts[part] = whole === '' ? 'AAAA' : `${whole.slice(0, at)}${whole[at] === 'A' ? 'B' : 'A'}${whole.slice(at + 1)}`;
    expect(await problem(parts.join('.'))).toMatch(/damaged|changed after/);
  });

  test('a salt that was exchanged: the header is under the seal too', async () => {
    const known = JSON.parse(Buffer.from(sealed.split('.')[0] ?? '', 'base64url').toString()) as object;
    expect(await problem(withHeader({ ...known, typ: 'JOSE' }))).toMatch(/changed after/);
  });

  test.each<[string, (file: string) => string]>([
    ['cut short', (file) => file.slice(0, 200)],
    ['of four parts', (file) => file.split('.').slice(0, 4).join('.')],
    ['of six parts', (file) => `${file}.AAAA`],
    ['wrapped into lines', (file) => `${file.slice(0, 300)}\n${file.slice(300)}`],
    ['in ordinary base64', (file) => `${file}==`],
    ['with an IV of 8 bytes', (file) => replacePart(file, 2, randomBytes(8))],
    ['with a tag of 4 bytes', (file) => replacePart(file, 4, randomBytes(4))],
    ['with a tag of 0 bytes', (file) => replacePart(file, 4, Buffer.alloc(0))],
    ['larger than any bundle', (file) => replacePart(file, 3, Buffer.alloc(65 * 1024))],
  ])('a file %s', async (_words, change) => {
    expect(await problem(change(sealed))).toMatch(/damaged/);
  });

  test('a file of more than 96 KiB is not even taken apart', async () => {
    expect(await problem(`${sealed}${'A'.repeat(96 * 1024)}`)).toMatch(/96 KiB/);
  });

  test.each<[string, unknown, RegExp]>([
    ['no JSON', '{"alg"', /header cannot be read/],
    ['no object', '["dir"]', /header cannot be read/],
    ['null', 'null', /header cannot be read/],
    ['a long one', { ...HEADER, typ: 'x'.repeat(2_000) }, /header cannot be read/],
    ['another alg', { ...HEADER, alg: 'PBES2-HS256+A128KW' }, /another way/],
    ['no alg', { ...HEADER, alg: undefined }, /another way/],
    ['the alg none', { ...HEADER, alg: 'none' }, /another way/],
    ['another enc', { ...HEADER, enc: 'A128CBC-HS256' }, /another way/],
    ['another kdf', { ...HEADER, kdf: 'pbkdf2' }, /another way/],
    ['something critical', { ...HEADER, crit: ['PLANTED'], PLANTED: 1 }, /critical/],
    ['an empty crit', { ...HEADER, crit: [] }, /critical/],
    ['compression', { ...HEADER, zip: 'DEF' }, /does not know/],
    ['an unknown field', { ...HEADER, PLANTED: 1 }, /does not know/],
    ['a field twice', JSON.stringify(HEADER).replace('{', '{"n":131072,'), /twice/],
    ['n too small', { ...HEADER, n: 2 ** 16 }, /parameters/],
    ['n too large', { ...HEADER, n: 2 ** 19 }, /parameters/],
    ['n out of this world', { ...HEADER, n: 2 ** 40 }, /parameters/],
    ['n no power of two', { ...HEADER, n: 2 ** 17 + 1 }, /parameters/],
    ['n in words', { ...HEADER, n: '131072' }, /parameters/],
    ['no n', { ...HEADER, n: undefined }, /parameters/],
    ['r too small', { ...HEADER, r: 1 }, /parameters/],
    ['r too large', { ...HEADER, r: 64 }, /parameters/],
    ['p too small', { ...HEADER, p: 0 }, /parameters/],
    ['p too large', { ...HEADER, p: 3 }, /parameters/],
    ['p a fraction', { ...HEADER, p: 1.5 }, /parameters/],
    ['a short salt', { ...HEADER, salt: randomBytes(15).toString('base64url') }, /parameters/],
    ['a long salt', { ...HEADER, salt: randomBytes(65).toString('base64url') }, /parameters/],
    ['a salt that is no base64url', { ...HEADER, salt: '!'.repeat(22) }, /parameters/],
    ['no salt', { ...HEADER, salt: undefined }, /parameters/],
  ])('a header with %s', async (_words, header, words) => {
    const message = await problem(withHeader(header));
    expect(message).toMatch(words);
    expect(message).not.toContain('PLANTED');
  });

  test('any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: fc.constantFrom(...'.eyJ0-_ {}"=\n') }), async (text) => {
        expect(await problem(text)).toMatch(/^[^\n]+\.$/);
      }),
    );
  });
});

test('a sealed bundle, and no plain one, is good for production', () => {
  expect(checkBundle({ text: TEXT, sealed: true }, 'staging', NOW)).toMatchObject({ kind: 'checked' });
  const production = (of: boolean): readonly string[] => {
    const result = checkBundle({ text: TEXT, sealed: of }, 'production', NOW);
    return result.kind === 'refused' ? result.problems.map(({ message }) => message) : [];
  };
  expect(production(false).join()).toMatch(/plain bundle is not accepted for production/);
  expect(production(true).join()).not.toMatch(/plain/);
});

function replacePart(file: string, part: number, bytes: Buffer): string {
  return file
    .split('.')
    .map((each, index) => (index === part ? bytes.toString('base64url') : each))
    .join('.');
}
