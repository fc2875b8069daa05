import type { KeychainFault } from './keychain-fault.ts';
import type { Secret } from './secret.ts';

/**
 * Everything that the station keeps in the keychain. The keys of one provisioning are a set, `a` or `b`;
 * `identity` names the set that counts, so that a crash while keys are replaced never leaves a mix. `waiting-key` is a key that
 * the station has made itself and that waits for its certificate; it belongs to no set.
 */
export const CREDENTIAL_NAMES = [
  'identity',
  'signing-key-a',
  'signing-key-b',
  'client-key-a',
  'client-key-b',
  'client-secret-a',
  'client-secret-b',
  'waiting-key',
  'pin-hash',
  'pin-tries',
  'ledger-key',
  'ledger-head',
  'self-test',
] as const;
export type CredentialName = (typeof CREDENTIAL_NAMES)[number];

interface Failed {
  readonly kind: 'fault';
  readonly fault: KeychainFault;
}
/** `absent` is said only when the keychain is known to be open: a locked one is a fault. */
export type ReadResult = { readonly kind: 'value'; readonly value: Secret } | { readonly kind: 'absent' } | Failed;
export type WriteResult = { readonly kind: 'written' } | Failed;
export type RemoveResult = { readonly kind: 'removed' } | { readonly kind: 'absent' } | Failed;

/**
 * The station's place in the OS keychain. Nothing here throws or rejects: trouble is a fault of the `keychain` family.
 * There is no other place: no plain-text fallback exists.
 */
export interface CredentialStore {
  read(name: CredentialName): Promise<ReadResult>;
  /**
   * Stores or replaces. After a crash or a fault at any moment, `read` gives the old value or the new one, whole.
   * A value that is there but cannot be read is never overwritten: fault `unreadable`.
   */
  write(name: CredentialName, value: Secret): Promise<WriteResult>;
  /** Removes, also what cannot be read. */
  remove(name: CredentialName): Promise<RemoveResult>;
}

/** One entry of the keychain as the system keeps it; the store above is built from several of them. */
export interface KeychainEntries {
  get(account: string): Promise<ReadResult>;
  set(account: string, value: Secret): Promise<WriteResult>;
  /** `absent` is not confirmed here: right after a locked prompt it may be wrong. */
  remove(account: string): Promise<RemoveResult>;
}
