/** Keys, certificates and bundles made up for these tests; certificates are put together byte by byte. */
import { createPublicKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

export const DAY_MS = 24 * 60 * 60 * 1_000;
/** The tests' present. */
export const NOW = Date.UTC(2026, 10, 20, 9, 0, 0);

export function ecKey(curve = 'P-256'): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: curve }).privateKey;
}

export function rsaKey(bits: number): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength: bits }).privateKey;
}

export function pkcs8(key: KeyObject): string {
  return key.export({ format: 'pem', type: 'pkcs8' }).toString();
}

export interface CertificateFacts {
  readonly key: KeyObject;
  readonly cn?: string;
  readonly notBefore?: number;
  readonly notAfter?: number;
  /** Dotted object ids of the extended key usage; no extension without it. */
  readonly extendedKeyUsage?: readonly string[];
}

/** A self-signed certificate as PEM. */
export function certificate(facts: CertificateFacts): string {
  const { key, cn = 'TLSMA-EC/ISSUER0001/PPR', notBefore = NOW - 30 * DAY_MS, notAfter = NOW + 365 * DAY_MS } = facts;
  const isEc = key.asymmetricKeyType === 'ec';
  const algorithm = isEc ? sequence(oid('1.2.840.10045.4.3.2')) : sequence(oid('1.2.840.113549.1.1.11'), der(0x05));
  const name = sequence(der(0x31, sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(cn)))));
  const extensions =
    facts.extendedKeyUsage === undefined
      ? []
      : [der(0xa3, sequence(sequence(oid('2.5.29.37'), der(0x04, sequence(...facts.extendedKeyUsage.map(oid))))))];
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    sequence(time(notBefore), time(notAfter)),
    name,
    createPublicKey(key).export({ format: 'der', type: 'spki' }),
    ...extensions,
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, key));
  return pem('CERTIFICATE', sequence(body, algorithm, signature));
}

export interface BundleParts {
  readonly signingKey: KeyObject;
  readonly clientKey: KeyObject;
  readonly text: string;
}

/** A bundle that passes every check for `staging` without a warning, with `changes` laid over its fields. */
export function makeBundle(changes: Readonly<Record<string, unknown>> = {}): BundleParts {
  const signingKey = ecKey();
  const clientKey = ecKey();
  const fields = {
    mode: 'direct',
    issuerId: 'ISSUER0001',
    aggregatorId: null,
    kid: 'key-1',
    audience: null,
    signingKey: pkcs8(signingKey),
    clientCertificate: certificate({ key: clientKey }),
    clientKey: pkcs8(clientKey),
    ...changes,
  };
  return { signingKey, clientKey, text: JSON.stringify(fields) };
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const length = Buffer.from(body.length.toString(16).padStart(body.length > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 + length.length]), length, body]);
}

function sequence(...content: readonly Buffer[]): Buffer {
  return der(0x30, ...content);
}

/** GeneralizedTime, which has room for every year. */
function time(instant: number): Buffer {
  const digits = new Date(instant).toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return der(0x18, Buffer.from(`${digits}Z`));
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc % 128];
    for (let high = Math.floor(arc / 128); high > 0; high = Math.floor(high / 128)) groups.unshift((high % 128) + 128);
    bytes.push(...groups);
  }
  return der(0x06, Buffer.from(bytes));
}
