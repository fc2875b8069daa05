/**
 * A key that the station makes itself, for a certificate of the bank. It goes into the keychain as it is made and never leaves
 * it; beside the keys that count, which it does not touch.
 */
import type { KeyObject } from 'node:crypto';

import type { CredentialStore } from './credential-store.ts';
import { newP256Key } from './d1-keys.ts';
import { parseIdentity } from './identity.ts';
import { keychainFault, type KeychainFault } from './keychain-fault.ts';
import { clientKeyProblem, fromStoredKey, isSameKey, toStoredKey } from './private-key.ts';
import { Secret } from './secret.ts';

const ENTRY = 'waiting-key';

export type WaitingKey =
  | { readonly kind: 'key'; readonly key: KeyObject }
  | { readonly kind: 'none' }
  | { readonly kind: 'fault'; readonly fault: KeychainFault };

export type MadeKey =
  /** `waited`: it was there before, and the request for it is made once more. */
  | { readonly kind: 'key'; readonly key: KeyObject; readonly waited: boolean }
  | { readonly kind: 'fault'; readonly fault: KeychainFault };

export async function readWaitingKey(store: CredentialStore): Promise<WaitingKey> {
  const stored = await store.read(ENTRY);
  if (stored.kind === 'fault') return stored;
  if (stored.kind === 'absent') return { kind: 'none' };
  const key = fromStoredKey(stored.value.reveal());
  if (key !== null && clientKeyProblem(key) === null) return { kind: 'key', key };
  return unreadable(`The entry "${ENTRY}" does not hold a key that can be used.`);
}

/**
 * The key that a request is made for: the one that waits already, else a new one. With `fresh` what waits is given up, also when
 * it cannot be read. The key is read back before anybody hears of it.
 */
export async function makeWaitingKey(store: CredentialStore, fresh: boolean): Promise<MadeKey> {
  if (!fresh) {
    const waiting = await readWaitingKey(store);
    if (waiting.kind === 'fault') return waiting;
    if (waiting.kind === 'key' && !(await isInUse(store, waiting.key))) return { ...waiting, waited: true };
  }
  const removed = await store.remove(ENTRY);
  if (removed.kind === 'fault') return removed;
  const key = await newP256Key();
  const written = await store.write(ENTRY, new Secret(toStoredKey(key)));
  if (written.kind === 'fault') return written;
  const back = await readWaitingKey(store);
  if (back.kind === 'fault') return back;
  return back.kind === 'key' && isSameKey(back.key, key)
    ? { kind: 'key', key, waited: false }
    : unreadable('The keychain gave back something else than was stored.');
}

/** False when it could not be removed. */
export async function dropWaitingKey(store: CredentialStore): Promise<boolean> {
  return (await store.remove(ENTRY)).kind !== 'fault';
}

/** Where it could not be removed after its certificate came into use, it is no key for a renewal. */
async function isInUse(store: CredentialStore, key: KeyObject): Promise<boolean> {
  const stored = await store.read('identity');
  const identity = stored.kind === 'value' ? parseIdentity(stored.value.reveal()) : null;
  if (identity === null) return false;
  const used = await store.read(`client-key-${identity.keySet}`);
  const usedKey = used.kind === 'value' ? fromStoredKey(used.value.reveal()) : null;
  return usedKey !== null && isSameKey(usedKey, key);
}

function unreadable(detail: string): { readonly kind: 'fault'; readonly fault: KeychainFault } {
  return { kind: 'fault', fault: keychainFault('unreadable', detail) };
}
