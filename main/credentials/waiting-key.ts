/**
 * A key that the station makes itself, for a certificate of the bank. It goes into the keychain as it is made and never leaves
 * it; beside the keys that count, which it does not touch.
 */
import type { KeyObject } from 'node:crypto';

import type { CredentialStore, WriteResult } from './credential-store.ts';
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
  /** Its request could not be written, and the keychain is as it was: `problem` is a whole sentence. */
  | { readonly kind: 'unwritten'; readonly problem: string }
  /** Its request is written, and the keychain did not take the key. */
  | { readonly kind: 'not-kept'; readonly fault: KeychainFault }
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
 * it cannot be read, but only for one whose request has been written: the certificate for the one that waits may be on its way.
 * `writeRequest` says why it could not. The key is read back before anybody hears of it.
 */
export async function makeWaitingKey(
  store: CredentialStore,
  fresh: boolean,
  writeRequest: (key: KeyObject) => Promise<string | null>,
): Promise<MadeKey> {
  if (!fresh) {
    const waiting = await readWaitingKey(store);
    if (waiting.kind === 'fault') return waiting;
    if (waiting.kind === 'key' && !(await isInUse(store, waiting.key))) {
      const problem = await writeRequest(waiting.key);
      return problem === null ? { ...waiting, waited: true } : { kind: 'unwritten', problem };
    }
  }
  const key = await newP256Key();
  const problem = await writeRequest(key);
  if (problem !== null) return { kind: 'unwritten', problem };
  const written = await replaceKey(store, new Secret(toStoredKey(key)));
  if (written.kind === 'fault') return { kind: 'not-kept', fault: written.fault };
  const back = await readWaitingKey(store);
  if (back.kind === 'fault') return { kind: 'not-kept', fault: back.fault };
  return back.kind === 'key' && isSameKey(back.key, key)
    ? { kind: 'key', key, waited: false }
    : { kind: 'not-kept', fault: unreadable('The keychain gave back something else than was stored.').fault };
}

/** Whatever goes wrong, the old key is there whole or the new one is. One that cannot be read has nothing to lose. */
async function replaceKey(store: CredentialStore, key: Secret): Promise<WriteResult> {
  const written = await store.write(ENTRY, key);
  if (written.kind === 'written' || written.fault.cause !== 'unreadable') return written;
  const removed = await store.remove(ENTRY);
  return removed.kind === 'fault' ? removed : store.write(ENTRY, key);
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
