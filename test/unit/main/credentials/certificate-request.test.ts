import '../../../sandbox/metadata-polyfill.ts';

import { spawnSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';

import * as x509 from '@peculiar/x509';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { certificateRequest } from '../../../../main/credentials/certificate-request.ts';
import { objectId, tagged } from '../../../../main/credentials/der.ts';
import { formatSubject, parseSubject, type Subject } from '../../../../main/credentials/subject.ts';
import { ecKey } from './made-certificates.ts';

function subjectOf(text: string): Subject {
  const reading = parseSubject(text);
  if (reading.kind === 'problem') throw new Error(reading.message);
  return reading.subject;
}

/** Reads tag, length and content of one DER value by the letter of X.690, and refuses what is not the shortest form. */
function read(bytes: Buffer): { tag: number; content: Buffer; rest: Buffer } {
  const [tag = 0, first = 0] = bytes;
  const size = first < 0x80 ? 0 : first & 0x7f;
  const length = size === 0 ? first : bytes.readUIntBE(2, size);
  if (size > 0 && (length < 0x80 || bytes[2] === 0)) throw new Error('not the shortest form');
  return { tag, content: bytes.subarray(2 + size, 2 + size + length), rest: bytes.subarray(2 + size + length) };
}

describe('DER', () => {
  it('has a length that a reader finds the same content by', () => {
    const lengths = fc.oneof(fc.nat(300), fc.constantFrom(127, 128, 255, 256, 65_535, 65_536), fc.nat(70_000));
    fc.assert(
      fc.property(lengths, fc.nat(255), (length, fill) => {
        const content = Buffer.alloc(length, fill);
        const { tag, content: back, rest } = read(tagged(0x04, content));
        expect([tag, rest.length]).toEqual([0x04, 0]);
        expect(back.equals(content)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('writes object ids as the books have them', () => {
    expect(objectId('1.2.840.10045.4.3.2').toString('hex')).toBe('06082a8648ce3d040302');
    expect(objectId('2.5.4.3').toString('hex')).toBe('0603550403');
    expect(objectId('1.2.840.113549.1.1.11').toString('hex')).toBe('06092a864886f70d01010b');
  });
});

/** A name as a bank could have it: any visible characters, signs that need a backslash among them. */
const visible = (max: number): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        fc.constantFrom(...'ab Z9"+,;<=>\\#/é銀ب😀'),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
      ),
      {
        minLength: 1,
        maxLength: max,
      },
    )
    .map((characters) => [...characters.join('')].slice(0, max).join(''))
    .filter((text) => text.trim() !== '' && !/[\p{C}\p{Zl}\p{Zp}]/u.test(text));
const subjects: fc.Arbitrary<Subject> = fc
  .record({
    cn: visible(64),
    ous: fc.array(visible(64), { maxLength: 3 }),
    o: fc.option(visible(64)),
    st: fc.option(visible(128)),
    c: fc.option(fc.constantFrom('NL', 'JP')),
  })
  .map(({ cn, ous, o, st, c }) => [
    { name: 'CN' as const, value: cn },
    ...ous.map((value) => ({ name: 'OU' as const, value })),
    ...(o === null ? [] : [{ name: 'O' as const, value: o }]),
    ...(st === null ? [] : [{ name: 'ST' as const, value: st }]),
    ...(c === null ? [] : [{ name: 'C' as const, value: c }]),
  ]);

describe('a request', () => {
  const key = ecKey();

  it('is read by another library with the same name, the same key and a true signature', async () => {
    await fc.assert(
      fc.asyncProperty(subjects, async (subject) => {
        const request = new x509.Pkcs10CertificateRequest(certificateRequest(subject, key));
        const names = request.subjectName.toJSON().map((entry) => Object.entries(entry)[0]);
        expect(names).toEqual([...subject].reverse().map(({ name, value }) => [name, [value]]));
        const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
        expect(Buffer.from(request.publicKey.rawData).equals(spki)).toBe(true);
        expect(await request.verify()).toBe(true);
        expect(request.attributes).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
  it
    .skipIf(!hasOpenssl)
    .each([
      'CN=KIOSK-PS-101',
      'CN=TLSMA-EC/ISSUER0001/PPR,O=Bank\\, and Sons,C=NL',
      `CN=${'x'.repeat(64)},OU=${'y'.repeat(64)},OU=銀行,O=${'é'.repeat(64)},L=${'z'.repeat(128)},ST=Überall,C=JP`,
      'CN=\\#1,serialNumber=A-1',
    ])('is taken by OpenSSL: %s', (text) => {
    const args = ['req', '-verify', '-noout', '-subject', '-nameopt', 'RFC2253,-esc_msb,utf8'];
    const result = spawnSync('openssl', args, { input: certificateRequest(subjectOf(text), key), encoding: 'utf8' });
    expect(result.stdout + result.stderr).toMatch(/verify OK/);
    expect(result.stdout.split('\n').find((line) => line.startsWith('subject='))).toBe(`subject=${text}`);
  });
});

describe('a subject', () => {
  it('is read again as it was written', () => {
    fc.assert(
      fc.property(subjects, (subject) => {
        expect(subjectOf(formatSubject(subject))).toEqual(subject);
      }),
    );
  });

  it('may have spaces around its parts, and names in small letters', () => {
    expect(subjectOf(' cn = KIOSK 1 , o=Example\\, Bank\\  ')).toEqual([
      { name: 'CN', value: 'KIOSK 1' },
      { name: 'O', value: 'Example, Bank ' },
    ]);
  });

  it.each([
    ['', /no CN/],
    ['O=Bank', /no CN/],
    ['KIOSK-PS-101', /NAME=VALUE/],
    ['CN=a, Bank', /NAME=VALUE/],
    ['CN=a,EMAIL=b', /NAME=VALUE/],
    ['CN=', /CN in the subject is empty/],
    ['CN=\\ ', /CN in the subject is empty/],
    ['CN=a+b', /backslash/],
    ['CN="a"', /backslash/],
    ['CN=#a', /backslash/],
    ['CN=a\\', /backslash/],
    ['CN=a\\b', /backslash/],
    ['CN=a,CN=b', /CN more than once/],
    [`CN=${'x'.repeat(65)}`, /more than 64/],
    ['CN=a,C=nl', /two capital letters/],
    ['CN=a\u202eb', /cannot be seen/],
    ['CN=a\nb', /cannot be seen/],
    ['CN=a,SERIALNUMBER=é', /letters, digits/],
  ])('%j is a problem with a sentence', (text, words) => {
    const reading = parseSubject(text);
    expect(reading.kind === 'problem' ? reading.message : '').toMatch(words);
  });
});
