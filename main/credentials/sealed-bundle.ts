/**
 * A bundle under a passphrase, for its way to the station: a compact JWE (RFC 7516), `dir` with A256GCM, whose key scrypt
 * makes from the passphrase.
 */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';

import { MAX_BUNDLE_BYTES } from './bundle.ts';
import {
  decodeExactly,
  formatHeader,
  readHeader,
  SALT_BYTES,
  SEALING_COST,
  type KeyParameters,
} from './sealed-header.ts';
import { Secret } from './secret.ts';

/** The largest sealed file, in bytes: the largest bundle in base64url, and a header. */
export const MAX_SEALED_BYTES = 96 * 1024;
/** Fewer characters can be guessed from the file alone, at leisure. */
export const MIN_PASSPHRASE_CHARACTERS = 16;

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** What scrypt may use at the dearest cost that is opened (128 · n · r), and a little more, in bytes. */
const MAX_MEMORY = 288 * 1024 * 1024;

export type Opened =
  | { readonly kind: 'opened'; readonly text: Secret }
  /** A whole sentence that repeats nothing of the bundle or the passphrase. */
  | { readonly kind: 'problem'; readonly message: string };

/** Whether a file is meant to be a sealed bundle: it begins as a JSON object does in base64url, which no plain bundle does. */
export function isSealed(text: string): boolean {
  return /^e[yw]/.test(trimmed(text));
}

/** Seals a bundle. Takes half a second beside the main thread. */
export async function sealBundle(bundle: Secret, passphrase: Secret): Promise<string> {
  const parameters = { ...SEALING_COST, salt: randomBytes(SALT_BYTES) };
  const header = Buffer.from(formatHeader(parameters)).toString('base64url');
  const iv = randomBytes(IV_BYTES);
  const key = await deriveKey(passphrase, parameters);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  key.fill(0);
  cipher.setAAD(Buffer.from(header, 'ascii'));
  const ciphertext = Buffer.concat([cipher.update(bundle.reveal(), 'utf8'), cipher.final()]);
  const rest = [iv, ciphertext, cipher.getAuthTag()].map((bytes) => bytes.toString('base64url'));
  return [header, '', ...rest].join('.');
}

/** Opens what `sealBundle`, or anybody by the same recipe, has sealed. */
export async function openBundle(sealed: string, passphrase: Secret): Promise<Opened> {
  if (Buffer.byteLength(sealed, 'utf8') > MAX_SEALED_BYTES) return problem('The sealed bundle is larger than 96 KiB.');
  const parts = trimmed(sealed).split('.');
  const [header = '', encryptedKey, ...rest] = parts;
  const [iv = null, ciphertext = null, tag = null] = rest.map((part) => decodeExactly(part));
  const headerBytes = decodeExactly(header);
  const whole = headerBytes !== null && iv !== null && ciphertext !== null && tag !== null;
  if (parts.length !== 5 || encryptedKey !== '' || !whole) {
    return problem('The sealed bundle is damaged: it is not one line of five parts in base64url.');
  }
  const reading = readHeader(headerBytes.toString('utf8'));
  if (reading.kind === 'problem') return reading;
  if (iv.length !== IV_BYTES || tag.length !== TAG_BYTES || ciphertext.length > MAX_BUNDLE_BYTES) {
    return problem('The sealed bundle is damaged: one of its parts has a wrong length.');
  }
  const key = await deriveKey(passphrase, reading.parameters).catch(() => null);
  if (key === null) return problem('This PC has not enough free memory to open the sealed bundle.');
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  key.fill(0);
  decipher.setAAD(Buffer.from(header, 'ascii'));
  decipher.setAuthTag(tag);
  try {
    const bytes = Buffer.concat([decipher.update(ciphertext), decipher.final()]);
    const text = new Secret(bytes.toString('utf8'));
    bytes.fill(0);
    return { kind: 'opened', text };
  } catch {
    // The one check that there is cannot tell these apart.
    return problem('The passphrase is wrong, or the sealed bundle was changed after it was sealed.');
  }
}

/** The passphrase counts as its characters look: systems differ in how they write an accent. */
function deriveKey(passphrase: Secret, { n, r, p, salt }: KeyParameters): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { N: n, r, p, maxmem: MAX_MEMORY };
    scrypt(passphrase.reveal().normalize('NFC'), salt, KEY_BYTES, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

function trimmed(text: string): string {
  return text.replace(/^\uFEFF/, '').trim();
}

function problem(message: string): Opened {
  return { kind: 'problem', message };
}
