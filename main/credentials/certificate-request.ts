/** Makes a request for a certificate (PKCS#10, RFC 2986), which Node cannot make. Pure but for the signature's own randomness. */
import { createPublicKey, sign, type KeyObject } from 'node:crypto';

import { bitString, objectId, printableString, sequence, setOfOne, tagged, utf8String } from './der.ts';
import { attributeFacts, type Attribute, type Subject } from './subject.ts';

/** D1 asks for P-256 with SHA-256 (D1: mutual TLS). */
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
/** Version 1, the only one there is. */
const VERSION = tagged(0x02, Buffer.of(0));
/** No attribute and no extension: what the certificate may be used for is its authority's to say. */
const NO_ATTRIBUTES = tagged(0xa0);
const LINE_CHARACTERS = 64;

/** The request as PEM, signed by the key itself; `key` is a private key on P-256. */
export function certificateRequest(subject: Subject, key: KeyObject): string {
  // What is written first stands last: certificates go from the general to the particular.
  const name = sequence(...[...subject].reverse().map(relativeName));
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const body = sequence(VERSION, name, publicKey, NO_ATTRIBUTES);
  const signature = sign('sha256', body, { key, dsaEncoding: 'der' });
  return pem(sequence(body, sequence(objectId(ECDSA_WITH_SHA256)), bitString(signature)));
}

function relativeName({ name, value }: Attribute): Buffer {
  const { id, isPrintable } = attributeFacts(name);
  return setOfOne(sequence(objectId(id), isPrintable ? printableString(value) : utf8String(value)));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(new RegExp(`.{1,${String(LINE_CHARACTERS)}}`, 'g')) ?? [];
  return ['-----BEGIN CERTIFICATE REQUEST-----', ...lines, '-----END CERTIFICATE REQUEST-----', ''].join('\n');
}
