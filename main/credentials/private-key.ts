import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

import { pemBlocks } from './pem.ts';

/** Node's name of P-256, the only curve of ES256 (D1: OAuth 2.0, assertion signature). */
const P_256 = 'prime256v1';
/** Names that people know the other curves by. */
const CURVES: Readonly<Record<string, string>> = {
  [P_256]: 'P-256',
  secp224r1: 'P-224',
  secp256k1: 'secp256k1',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
};
/** Shorter RSA keys are not accepted for TLS anywhere that matters, in bits. D1 documents 4096. */
const MIN_RSA_BITS = 2_048;
/** Longer ones take seconds per connection, in bits. */
const MAX_RSA_BITS = 8_192;

export type KeyResult =
  | { readonly kind: 'key'; readonly key: KeyObject }
  /** `message` follows the field's name in a sentence. */
  | { readonly kind: 'problem'; readonly message: string };

/** Reads the one private key of a PEM text: PKCS#8, SEC1 (EC) or PKCS#1 (RSA). */
export function readPrivateKey(pem: string): KeyResult {
  const blocks = pemBlocks(pem);
  const keys = blocks.filter(({ label }) => label.endsWith('PRIVATE KEY'));
  const [block] = keys;
  if (block === undefined) return problem(notAKey(blocks.map(({ label }) => label)));
  if (keys.length > 1) return problem('holds more than one private key; give exactly one.');
  if (block.label.startsWith('ENCRYPTED') || block.text.includes('Proc-Type: 4,ENCRYPTED')) {
    return problem('is protected by a passphrase; give the key without one.');
  }
  try {
    return { kind: 'key', key: createPrivateKey({ key: block.text, format: 'pem' }) };
  } catch {
    return problem('is damaged: the private key in it cannot be read.');
  }
}

/** The key as it is kept in the keychain: PKCS#8, DER, base64. */
export function toStoredKey(key: KeyObject): string {
  return key.export({ format: 'der', type: 'pkcs8' }).toString('base64');
}

/** The key from the keychain's text, or null when it is none. */
export function fromStoredKey(stored: string): KeyObject | null {
  try {
    return createPrivateKey({ key: Buffer.from(stored, 'base64'), format: 'der', type: 'pkcs8' });
  } catch {
    return null;
  }
}

/** Why the key cannot sign D1's ES256 assertion, or null when it can. */
export function signingKeyProblem(key: KeyObject): string | null {
  if (isP256(key)) return null;
  return `must be an elliptic-curve key on P-256 (for ES256); this one is ${kindOf(key)}.`;
}

/** Why the key cannot be the client's TLS key, or null when it can (D1: mutual TLS, RSA 4096 or ECDSA P-256). */
export function clientKeyProblem(key: KeyObject): string | null {
  if (isP256(key)) return null;
  if (key.asymmetricKeyType !== 'rsa') {
    return `must be an elliptic-curve key on P-256 or an RSA key; this one is ${kindOf(key)}.`;
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < MIN_RSA_BITS) return `must have at least ${MIN_RSA_BITS} bits; this RSA key has ${bits}.`;
  if (bits > MAX_RSA_BITS) return `must have at most ${MAX_RSA_BITS} bits; this RSA key has ${bits}.`;
  return null;
}

/** True when both are the same key, by their public halves. */
export function isSameKey(one: KeyObject, other: KeyObject): boolean {
  return publicHalf(one).equals(publicHalf(other));
}

function publicHalf(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' });
}

function isP256(key: KeyObject): boolean {
  return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === P_256;
}

function kindOf(key: KeyObject): string {
  if (key.asymmetricKeyType === 'rsa') return `RSA with ${key.asymmetricKeyDetails?.modulusLength ?? 'unknown'} bits`;
  if (key.asymmetricKeyType !== 'ec') return `of the type ${key.asymmetricKeyType ?? 'unknown'}`;
  const curve = key.asymmetricKeyDetails?.namedCurve;
  return curve === undefined ? 'on a curve without a name' : `on ${CURVES[curve] ?? curve}`;
}

function notAKey(labels: readonly string[]): string {
  if (labels.includes('CERTIFICATE')) return 'holds a certificate, not a private key.';
  if (labels.some((label) => label.endsWith('PUBLIC KEY'))) return 'holds a public key; the private one is needed.';
  return 'is not a private key in PEM form (-----BEGIN PRIVATE KEY-----).';
}

function problem(message: string): KeyResult {
  return { kind: 'problem', message };
}
