/**
 * `card-station make-keys --subject SUBJECT --passphrase-file FILE --output FOLDER`: makes the issuer's keys for D1 on the PC of
 * an administrator. What Thales needs is written plain; the private keys leave memory under the passphrase only.
 * Neither configuration nor keychain has a part in it.
 */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { calculateJwkThumbprint } from 'jose';

import { certificateRequest } from '../../credentials/certificate-request.ts';
import { environmentsIn } from '../../credentials/client-certificate.ts';
import { formatD1Keys, newP256Key } from '../../credentials/d1-keys.ts';
import { sealBundle } from '../../credentials/sealed-bundle.ts';
import { formatSubject, parseSubject } from '../../credentials/subject.ts';
import type { Command } from '../command-line.ts';
import { isThere, newFileProblem } from './new-file.ts';
import type { Output } from './output.ts';
import { readPassphrase, readSealedKeys } from './passphrase.ts';

/** What is made in the folder. */
const KEYS = 'private-keys.jwe';
const REQUEST = 'client-request.pem';
const PUBLIC_PEM = 'signing-key.public.pem';
const PUBLIC_JWK = 'signing-key.public.json';

export async function runMakeKeys(command: Extract<Command, { kind: 'make-keys' }>, output: Output): Promise<0 | 1> {
  const { outputFolder, keepSigningKey } = command;
  const reading = parseSubject(command.subject);
  if (reading.kind === 'problem') return output.failed(reading.message);
  const { subject } = reading;
  const read = await readPassphrase(command.passphraseFile);
  if (read.kind === 'problem') return output.failed(read.message);
  const { passphrase } = read;
  // Before half a second is spent on the passphrase.
  for (const name of [KEYS, REQUEST, PUBLIC_PEM, PUBLIC_JWK]) {
    if (await isThere(join(outputFolder, name))) return output.failed(`${name} is in the output folder already.`);
  }
  const kept = keepSigningKey === null ? null : await readSealedKeys(keepSigningKey, passphrase);
  if (kept?.kind === 'problem') return output.failed(kept.message);

  const clientKey = await newP256Key();
  const signingKey = kept?.keys.signingKey ?? (await newP256Key());
  const sealed = await sealBundle(formatD1Keys({ signingKey, clientKey }), passphrase).catch(() => null);
  if (sealed === null) return output.failed('This PC has not enough free memory to put the keys under the passphrase.');
  const publicKey = await publicForms(signingKey);
  const files: readonly (readonly [string, string])[] = [
    [KEYS, `${sealed}\n`],
    [REQUEST, certificateRequest(subject, clientKey)],
    ...(kept === null
      ? ([
          [PUBLIC_PEM, publicKey.pem],
          [PUBLIC_JWK, publicKey.jwk],
        ] as const)
      : []),
  ];
  const problem = await writeAll(outputFolder, files);
  if (problem !== null) return output.failed(`${problem} Nothing is left of this try.`);

  const cn = subject.find(({ name }) => name === 'CN')?.value ?? '';
  if (environmentsIn(cn, null).length === 0) {
    output.error('Warning: the CN names no environment; D1 asks for PPR (PreProd) or PRD (production) in it.');
  }
  output.line(`For Thales: ${REQUEST}, the request for the client certificate of ${formatSubject(subject)}.`);
  if (kept === null) output.line(`For Thales: ${PUBLIC_PEM} or ${PUBLIC_JWK}, the public signing key in two forms.`);
  else output.line('The signing key is the one of before: D1 has its public half already.');
  output.line(`Thumbprint of the signing key (RFC 7638): ${publicKey.thumbprint}`);
  output.line(
    `Keep: ${KEYS}, both private keys under the passphrase, until "make-bundle"; and the passphrase elsewhere.`,
  );
  return 0;
}

/** All of them or, as far as it is up to us, none; what went wrong as a sentence, or null. */
async function writeAll(folder: string, files: readonly (readonly [string, string])[]): Promise<string | null> {
  const made: string[] = [];
  for (const [name, text] of files) {
    const problem = await newFileProblem(join(folder, name), text);
    if (problem !== null) {
      for (const path of made) await rm(path, { force: true }).catch(() => undefined);
      return `${name}: ${problem}`;
    }
    made.push(join(folder, name));
  }
  return null;
}

interface PublicForms {
  /** SubjectPublicKeyInfo. */
  readonly pem: string;
  /** RFC 7517, without a `kid`: who gives it is not published. */
  readonly jwk: string;
  /** RFC 7638, SHA-256 in base64url: both sides can compare it, and it may serve as the `kid`. */
  readonly thumbprint: string;
}

async function publicForms(signingKey: KeyObject): Promise<PublicForms> {
  const key = createPublicKey(signingKey);
  const jwk = key.export({ format: 'jwk' });
  return {
    pem: key.export({ format: 'pem', type: 'spki' }).toString(),
    jwk: `${JSON.stringify({ ...jwk, use: 'sig', alg: 'ES256' }, null, 2)}\n`,
    thumbprint: await calculateJwkThumbprint({ kty: 'EC', ...jwk }),
  };
}
