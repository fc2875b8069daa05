import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { readBundle } from '../../../../main/credentials/bundle.ts';
import { checkBundle } from '../../../../main/credentials/check-bundle.ts';
import type { Environment } from '../../../../main/tracking/words.ts';
import { certificate, DAY_MS, ecKey, makeBundle, NOW, pkcs8, rsaKey } from './made-certificates.ts';

function check(text: string, environment: Environment = 'staging') {
  return checkBundle({ text, sealed: false }, environment, NOW);
}

function problems(text: string, environment?: Environment): readonly string[] {
  const result = check(text, environment);
  if (result.kind !== 'refused') throw new Error('The bundle was accepted.');
  return result.problems.map(({ message }) => message);
}

function warnings(text: string, environment?: Environment): readonly string[] {
  const result = check(text, environment);
  if (result.kind !== 'checked') throw new Error(inspect(result, { depth: null }));
  return result.warnings;
}

describe('a good bundle', () => {
  test('is accepted without a word', () => {
    const result = check(makeBundle().text);
    expect(result).toMatchObject({ kind: 'checked', warnings: [], bundle: { issuerId: 'ISSUER0001', kid: 'key-1' } });
  });

  test('may leave out mode, aggregatorId and audience', () => {
    const text = makeBundle({ mode: undefined, aggregatorId: undefined, audience: undefined }).text;
    expect(check(text)).toMatchObject({ kind: 'checked', bundle: { aggregatorId: null, audience: null } });
  });

  test('may begin with a byte order mark and have Windows line ends in its PEM', () => {
    const bundle = JSON.parse(makeBundle().text) as Record<string, string | null>;
    for (const field of ['signingKey', 'clientKey', 'clientCertificate']) {
      bundle[field] = bundle[field]?.replaceAll('\n', '\r\n') ?? null;
    }
    expect(check(`\uFEFF${JSON.stringify(bundle, null, 2)}`)).toMatchObject({ kind: 'checked', warnings: [] });
  });

  test('may have its signing key in SEC1 form, with the curve in a block of its own', () => {
    const key = ecKey();
    const parameters = '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n';
    const sec1 = key.export({ format: 'pem', type: 'sec1' }).toString();
    const result = check(makeBundle({ signingKey: parameters + sec1 }).text);
    const { bundle } = result as Extract<typeof result, { readonly kind: 'checked' }>;
    expect(bundle.mode === 'direct' && bundle.signingKey.equals(key)).toBe(true);
  });

  test('may have an RSA client key and a chain, and text around the PEM blocks', () => {
    const clientKey = rsaKey(2_048);
    const chain = `Bag Attributes\n${certificate({ key: clientKey })}${certificate({ key: ecKey(), cn: 'Made-up CA' })}`;
    const pkcs1 = clientKey.export({ format: 'pem', type: 'pkcs1' }).toString();
    const result = check(makeBundle({ clientKey: pkcs1, clientCertificate: chain }).text);
    const { bundle } = result as Extract<typeof result, { readonly kind: 'checked' }>;
    const pem = bundle.mode === 'direct' ? bundle.clientCertificate.pem : '';
    expect(pem.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  });
});

describe('the form', () => {
  test.each([
    ['not JSON', 'not JSON at all', 'The bundle is not valid JSON.'],
    ['JSON with an error', '{"kid": "key-1",}', 'The bundle is not valid JSON (near character 16).'],
    ['empty', '', 'The bundle is not valid JSON.'],
    ['a list', '[]', 'The bundle must be one JSON object.'],
    ['null', 'null', 'The bundle must be one JSON object.'],
    ['deeply nested', '['.repeat(60_000), 'The bundle is not valid JSON.'],
    ['deeply nested and whole', `${'['.repeat(30_000)}${']'.repeat(30_000)}`, 'The bundle must be one JSON object.'],
    ['huge', `{"kid":"${'x'.repeat(70_000)}"}`, 'The bundle is larger than 64 KiB.'],
  ])('%s', (_, text, sentence) => {
    expect(problems(text)).toEqual([sentence]);
  });

  test('64 KiB of nothing but beginnings of PEM blocks are refused in good time', () => {
    const text = makeBundle({ signingKey: '-----BEGIN PRIVATE KEY-----'.repeat(2_300) }).text;
    const started = performance.now();
    expect(problems(text)).toEqual([expect.stringContaining('signingKey is not a private key')]);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test.each(['relay-mtls', 'relay-oauth'])(
    '%s is refused where the configuration says direct, and nothing else is said of it',
    (mode) => {
      expect(problems(JSON.stringify({ mode, url: 'https://relay.example' }))).toEqual([
        `The bundle is of mode "${mode}", and the configuration of this station says d1.auth "direct".`,
      ]);
    },
  );

  test('an unknown mode is refused', () => {
    expect(problems(makeBundle({ mode: 'Direct' }).text)).toEqual([
      'mode must be "direct", "relay-mtls" or "relay-oauth".',
    ]);
  });

  test.each([
    ['issuerId', 'ISSUER001'],
    ['issuerId', 'ISSUER00011'],
    ['issuerId', 'ISSUER 001'],
    ['issuerId', 1234567890],
    ['kid', ''],
    ['kid', 'key-1 '],
    ['kid', 'k'.repeat(129)],
    ['kid', 'key\n1'],
    ['aggregatorId', ''],
    ['aggregatorId', {}],
    ['audience', 'two\tparts'],
    ['signingKey', ['-----BEGIN PRIVATE KEY-----']],
    ['clientCertificate', ''],
    ['clientKey', null],
  ])('%s: %j is refused with a sentence that begins with the field', (field, value) => {
    const found = problems(makeBundle({ [field]: value }).text);
    expect(found).toEqual([expect.stringMatching(new RegExp(`^${field} must be .*\\.$`))]);
  });

  test('every missing field is named at once', () => {
    expect(problems('{}').map((message) => message.split(';')[0])).toEqual([
      'issuerId is missing',
      'kid is missing',
      'signingKey is missing',
      'clientCertificate is missing',
      'clientKey is missing',
    ]);
  });

  test('an unknown field is refused, with the known ones', () => {
    expect(problems(makeBundle({ issuerID: 'x' }).text)).toEqual([
      expect.stringMatching(/^The bundle has an unknown field "issuerID"; known are: mode, issuerId, /),
    ]);
  });

  test('__proto__ is an unknown field like any other', () => {
    const text = makeBundle().text.replace('{', '{"__proto__":{"kid":"x"},');
    expect(problems(text)).toEqual([expect.stringContaining('unknown field')]);
  });

  test('a field given twice is refused: which one counts would be a guess', () => {
    const text = makeBundle().text.replace('{', '{"k\\u0069d":"key-2",');
    expect(problems(text)).toEqual(['The field "kid" is given more than once.']);
  });

  test('values that look like fields are not counted as fields', () => {
    fc.assert(
      fc.property(fc.string(), (audience) => {
        const { problems: found } = readBundle(makeBundleOnce({ kid: '":{"kid":', audience: `x${audience}` }));
        expect(found.filter(({ field }) => field !== 'audience')).toEqual([]);
      }),
    );
  });
});

/** Keys take time to make; where only the form matters, one pair is enough. */
const ONE_BUNDLE = JSON.parse(makeBundle().text) as Record<string, unknown>;
function makeBundleOnce(changes: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...ONE_BUNDLE, ...changes });
}

describe('the keys', () => {
  const encrypted = ecKey().export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'p' }).toString();
  const oldEncrypted = rsaKey(2_048)
    .export({ format: 'pem', type: 'pkcs1', cipher: 'aes-128-cbc', passphrase: 'p' })
    .toString();
  const publicKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
  const cut = pkcs8(ecKey()).replace(/[A-Za-z0-9+/]{20}\n/, '\n');

  test.each([
    ['on P-384', pkcs8(ecKey('P-384')), 'must be an elliptic-curve key on P-256 (for ES256); this one is on P-384.'],
    [
      'on secp256k1',
      pkcs8(ecKey('secp256k1')),
      'must be an elliptic-curve key on P-256 (for ES256); this one is on secp256k1.',
    ],
    [
      'RSA',
      pkcs8(rsaKey(2_048)),
      'must be an elliptic-curve key on P-256 (for ES256); this one is RSA with 2048 bits.',
    ],
    [
      'Ed25519',
      pkcs8(generateKeyPairSync('ed25519').privateKey),
      'must be an elliptic-curve key on P-256 (for ES256); this one is of the type ed25519.',
    ],
    ['protected', encrypted, 'is protected by a passphrase; give the key without one.'],
    ['protected in the old way', oldEncrypted, 'is protected by a passphrase; give the key without one.'],
    [
      'public',
      publicKey.export({ format: 'pem', type: 'spki' }).toString(),
      'holds a public key; the private one is needed.',
    ],
    ['a certificate', certificate({ key: ecKey() }), 'holds a certificate, not a private key.'],
    ['two keys', pkcs8(ecKey()) + pkcs8(ecKey()), 'holds more than one private key; give exactly one.'],
    ['damaged', cut, 'is damaged: the private key in it cannot be read.'],
    ['base64 alone', 'MIGHAgEAMBMGByqGSM49AgEG', 'is not a private key in PEM form (-----BEGIN PRIVATE KEY-----).'],
  ])('a signing key that is %s is refused', (_, signingKey, sentence) => {
    expect(problems(makeBundle({ signingKey }).text)).toEqual([`signingKey ${sentence}`]);
  });

  test('a client key that is too short or on another curve is refused', () => {
    for (const [key, sentence] of [
      [rsaKey(1_024), 'clientKey must have at least 2048 bits; this RSA key has 1024.'],
      [ecKey('P-384'), 'clientKey must be an elliptic-curve key on P-256 or an RSA key; this one is on P-384.'],
    ] as const) {
      const text = makeBundle({ clientKey: pkcs8(key), clientCertificate: certificate({ key }) }).text;
      expect(problems(text)).toEqual([sentence]);
    }
  });

  test('a client key of another certificate is refused', () => {
    expect(problems(makeBundle({ clientKey: pkcs8(ecKey()) }).text)).toEqual([
      'clientKey does not belong to clientCertificate.',
    ]);
  });

  test('one key for both purposes is worth a warning', () => {
    const key = ecKey();
    const text = makeBundle({
      signingKey: pkcs8(key),
      clientKey: pkcs8(key),
      clientCertificate: certificate({ key }),
    }).text;
    expect(warnings(text)).toEqual(['signingKey and clientKey are the same key; each should have its own.']);
  });
});

describe('the certificate', () => {
  function withCertificate(
    facts: Omit<Parameters<typeof certificate>[0], 'key'>,
    more: Record<string, unknown> = {},
  ): string {
    const key = ecKey();
    return makeBundle({ clientKey: pkcs8(key), clientCertificate: certificate({ key, ...facts }), ...more }).text;
  }

  test('expired, not yet valid, soon to end', () => {
    expect(problems(withCertificate({ notAfter: NOW - DAY_MS }))).toEqual(['clientCertificate ended on 2026-11-19.']);
    expect(problems(withCertificate({ notBefore: NOW + DAY_MS }))).toEqual([
      "clientCertificate is not valid before 2026-11-21; check this computer's clock if that is past.",
    ]);
    expect(warnings(withCertificate({ notAfter: NOW + 29.5 * DAY_MS }))).toEqual([
      'clientCertificate ends in 29 days, on 2026-12-19.',
    ]);
    expect(warnings(withCertificate({ notAfter: NOW + 30 * DAY_MS }))).toEqual([]);
  });

  test.each<[Environment, string, 'fine' | 'warned' | 'refused']>([
    ['staging', 'TLSMA-EC/ISSUER0001/PPR', 'fine'],
    ['staging', 'ISSUER0001_PPR', 'fine'],
    ['staging', 'TLSMA-EC/ISSUER0001/PRD', 'refused'],
    ['staging', 'TLSMA-EC/ISSUER0001', 'warned'],
    ['staging', 'TLSMA-EC/ISSUER0001/PPR/PRD', 'warned'],
    ['staging', 'TLSMA-EC/ISSUER0001/SUPPRESS', 'warned'],
    ['develop', 'TLSMA-EC/ISSUER0001', 'fine'],
    ['sandbox', 'TLSMA-EC/ISSUER0001/PPR', 'fine'],
    ['sandbox', 'TLSMA-EC/ISSUER0001/PRD', 'warned'],
  ])('for %s with the CN %s is %s', (environment, cn, outcome) => {
    const result = check(withCertificate({ cn }), environment);
    expect(result.kind).toBe(outcome === 'refused' ? 'refused' : 'checked');
    if (result.kind === 'checked') expect(result.warnings).toHaveLength(outcome === 'fine' ? 0 : 1);
  });

  test('a token that is part of the issuerId is not the environment', () => {
    const text = withCertificate({ cn: 'TLSMA/A-PRD-B123/PPR' }, { issuerId: 'A-PRD-B123' });
    expect(warnings(text)).toEqual([]);
  });

  test('the CN of another issuer is worth a warning, unless an aggregator speaks for it', () => {
    expect(warnings(withCertificate({ cn: 'ISSUER0002/PPR' }))).toEqual([
      'clientCertificate does not have the issuerId in its CN.',
    ]);
    expect(warnings(withCertificate({ cn: 'AGGREGATOR/PPR' }, { aggregatorId: 'AGGREGATOR' }))).toEqual([]);
  });

  test('one that says it is for servers only is worth a warning', () => {
    expect(warnings(withCertificate({ extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] }))).toEqual([
      expect.stringContaining('is not meant for TLS clients'),
    ]);
    expect(warnings(withCertificate({ extendedKeyUsage: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'] }))).toEqual([]);
  });

  test('a chain in the wrong order is refused with what to do', () => {
    const key = ecKey();
    const chain = certificate({ key: ecKey(), cn: 'CA ISSUER0001/PPR' }) + certificate({ key });
    expect(problems(makeBundle({ clientKey: pkcs8(key), clientCertificate: chain }).text)).toEqual([
      "clientCertificate must begin with the station's own certificate; it comes later in the chain.",
    ]);
  });

  test.each([
    ['none', 'clientCertificate', 'hello', 'is not a certificate in PEM form (-----BEGIN CERTIFICATE-----).'],
    [
      'damaged',
      'clientCertificate',
      '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
      'is damaged: a certificate in it cannot be read.',
    ],
    [
      'with a key in it',
      'clientCertificate',
      certificate({ key: ecKey() }) + pkcs8(ecKey()),
      'holds a private key too; a key belongs in its own field only.',
    ],
    ['too many', 'clientCertificate', certificate({ key: ecKey() }).repeat(11), 'holds more than 10 certificates.'],
  ])('%s is refused', (_, field, value, sentence) => {
    expect(problems(makeBundle({ [field]: value }).text)).toEqual([`${field} ${sentence}`]);
  });
});

test('a plain bundle is refused for production, with every other problem at once', () => {
  const text = makeBundle({ issuerId: 'short', signingKey: pkcs8(ecKey('P-384')) }).text;
  expect(problems(text, 'production')).toEqual([
    'issuerId must be exactly 10 letters, digits, "-" or "_".',
    'A plain bundle is not accepted for production; it must be sealed (card-station seal-bundle).',
    'signingKey must be an elliptic-curve key on P-256 (for ES256); this one is on P-384.',
    'clientCertificate is for another environment: its CN has PPR, and production needs PRD.',
  ]);
});

describe('no sentence and no printed result holds a piece of a key', () => {
  const planted = pkcs8(ecKey('P-384'));
  const lines = planted.split('\n').filter((line) => !line.startsWith('-----') && line !== '');
  const base64 = lines.join('');

  test.each<[string, string]>([
    ['in its own field', makeBundle({ signingKey: planted }).text],
    ['in a field for something else', makeBundle({ issuerId: base64, kid: planted, mode: base64 }).text],
    ['as every value', JSON.stringify(Object.fromEntries(Object.keys(ONE_BUNDLE).map((field) => [field, planted])))],
    [
      'as every value but the mode',
      JSON.stringify({
        ...Object.fromEntries(Object.keys(ONE_BUNDLE).map((field) => [field, planted])),
        mode: 'direct',
      }),
    ],
    ['as the name of a field', makeBundle({ [base64]: 1, [lines[0] ?? '']: 2, [planted]: 3 }).text],
    ['in JSON with an error beside it', `{"signingKey": "${base64}" oops ${base64}}`],
    ['in JSON that is cut off', `{"signingKey": "${base64}`],
    ['as the whole file', planted],
    ['in the certificate', makeBundle({ clientCertificate: planted }).text],
    ['in two keys', makeBundle({ clientKey: planted + planted }).text],
  ])('%s', (_, text) => {
    const result = check(text);
    expect(result.kind).toBe('refused');
    const printed = `${inspect(result, { depth: null, showHidden: true })} ${JSON.stringify(result)}`;
    const read = inspect(readBundle(text), { depth: null, showHidden: true });
    for (let start = 0; start + 12 <= base64.length; start += 1) {
      expect(printed).not.toContain(base64.slice(start, start + 12));
    }
    // Identifiers are no secrets and are kept as text; keys are not.
    if (!text.includes(`"issuerId":"${base64}"`)) expect(read).not.toContain(base64.slice(20, 40));
  });

  test('nor does an accepted bundle when it is printed', () => {
    const bundle = makeBundle();
    const printed = inspect(check(bundle.text), { depth: null, showHidden: true });
    const secret = pkcs8(bundle.signingKey).split('\n')[1] ?? '';
    expect(secret.length).toBeGreaterThan(40);
    expect(printed).not.toContain(secret.slice(0, 40));
    const d = bundle.clientKey.export({ format: 'jwk' }).d ?? '';
    expect(printed).not.toContain(d);
  });
});
