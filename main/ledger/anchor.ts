/** The ledger's two entries in the keychain: the key that signs, and the head that says where the record ends. */
import { randomBytes } from 'node:crypto';

import { z } from 'zod';

import type { CredentialStore } from '../credentials/credential-store.ts';
import { Secret } from '../credentials/secret.ts';
import type { Fault } from '../tracking/fault.ts';
import { KEY_BYTES, type Tail } from './chain.ts';

/** The end of the record as the keychain knows it. */
export interface Head extends Tail {
  readonly ledgerId: string;
}

/** `spoiled`: there is an entry, and it is not what we write. */
export type Entry<T> =
  { readonly kind: 'value'; readonly value: T } | { readonly kind: 'absent' } | { readonly kind: 'spoiled' };

export interface Anchor {
  readonly key: Entry<Buffer>;
  readonly head: Entry<Head>;
}

const HeadText = z.strictObject({ ledgerId: z.string().min(1), count: z.int().nonnegative(), mac: z.string() });

/** Reads both entries, the head first: rows that are written meanwhile can only put the file ahead of it. */
export async function readAnchor(
  store: CredentialStore,
): Promise<{ readonly kind: 'anchor'; readonly anchor: Anchor } | { readonly kind: 'fault'; readonly fault: Fault }> {
  const head = await store.read('ledger-head');
  if (head.kind === 'fault') return head;
  const key = await store.read('ledger-key');
  if (key.kind === 'fault') return key;
  return {
    kind: 'anchor',
    anchor: {
      key: key.kind === 'absent' ? key : parseKey(key.value.reveal()),
      head: head.kind === 'absent' ? head : parseHead(head.value.reveal()),
    },
  };
}

/** Makes a new key and stores it. */
export async function makeKey(
  store: CredentialStore,
): Promise<{ readonly kind: 'key'; readonly key: Buffer } | { readonly kind: 'fault'; readonly fault: Fault }> {
  const key = randomBytes(KEY_BYTES);
  const written = await store.write('ledger-key', new Secret(key.toString('base64')));
  return written.kind === 'fault' ? written : { kind: 'key', key };
}

/** Null when the head is stored. */
export async function writeHead(store: CredentialStore, { ledgerId, count, mac }: Head): Promise<Fault | null> {
  const written = await store.write('ledger-head', new Secret(JSON.stringify({ ledgerId, count, mac })));
  return written.kind === 'fault' ? written.fault : null;
}

function parseKey(text: string): Entry<Buffer> {
  const key = Buffer.from(text, 'base64');
  return key.length === KEY_BYTES ? { kind: 'value', value: key } : { kind: 'spoiled' };
}

function parseHead(text: string): Entry<Head> {
  try {
    const parsed = HeadText.safeParse(JSON.parse(text));
    return parsed.success ? { kind: 'value', value: parsed.data } : { kind: 'spoiled' };
  } catch {
    return { kind: 'spoiled' };
  }
}
