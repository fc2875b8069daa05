/** The two private keys of an issuer at D1, as they wait under a passphrase for the certificate that Thales returns. */
import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

import { z } from 'zod';

import { clientKeyProblem, readPrivateKey, signingKeyProblem } from './private-key.ts';
import { Secret } from './secret.ts';

/** Signs the sign-in assertion, and opens the TLS connection. */
export interface D1Keys {
  readonly signingKey: KeyObject;
  readonly clientKey: KeyObject;
}

export type D1KeysReading =
  | { readonly kind: 'keys'; readonly keys: D1Keys }
  /** A whole sentence that repeats nothing of the file. */
  | { readonly kind: 'problem'; readonly message: string };

/** Tells such a file from a bundle, which is sealed in the same way. */
const FORMAT = 'card-station-d1-keys-1';
const File = z.strictObject({ format: z.literal(FORMAT), signingKey: z.string(), clientKey: z.string() });

/** A new private key on P-256: what D1 takes for both (D1: mutual TLS; OAuth 2.0, assertion signature). */
export async function newP256Key(): Promise<KeyObject> {
  return (await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' })).privateKey;
}

/** The text that is put under the passphrase. */
export function formatD1Keys({ signingKey, clientKey }: D1Keys): Secret {
  return new Secret(JSON.stringify({ format: FORMAT, signingKey: keyPem(signingKey), clientKey: keyPem(clientKey) }));
}

/** PKCS#8 in PEM form. Never to be written or printed. */
export function keyPem(key: KeyObject): string {
  return key.export({ format: 'pem', type: 'pkcs8' }).toString();
}

/** Reads what came out of a sealed file. */
export function parseD1Keys(text: Secret): D1KeysReading {
  const file = File.safeParse(parseJson(text));
  if (!file.success) return problem('This is not a file of private keys that "make-keys" has made.');
  const signingKey = readPrivateKey(file.data.signingKey);
  const clientKey = readPrivateKey(file.data.clientKey);
  if (signingKey.kind === 'problem' || clientKey.kind === 'problem')
    return problem('A key in the file cannot be read.');
  const unfit = signingKeyProblem(signingKey.key) ?? clientKeyProblem(clientKey.key);
  if (unfit !== null) return problem(`A key in the file ${unfit}`);
  return { kind: 'keys', keys: { signingKey: signingKey.key, clientKey: clientKey.key } };
}

function parseJson(text: Secret): unknown {
  try {
    return JSON.parse(text.reveal());
  } catch {
    // The parser's message quotes the text, which is a key.
    return null;
  }
}

function problem(message: string): D1KeysReading {
  return { kind: 'problem', message };
}
