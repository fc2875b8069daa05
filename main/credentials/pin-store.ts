/** The administrator's PIN in the keychain: its hash, and how often a wrong one was tried. */
import { z } from 'zod';

import type { Fault } from '../tracking/fault.ts';
import type { CredentialStore } from './credential-store.ts';
import { keychainFault } from './keychain-fault.ts';
import { hashPin, parsePinHash, type PinHash } from './pin-hash.ts';
import { Secret } from './secret.ts';

interface Failed {
  readonly kind: 'fault';
  readonly fault: Fault;
}

export type PinRead = { readonly kind: 'pin'; readonly hash: PinHash } | { readonly kind: 'none' } | Failed;

/** How often in a row a wrong PIN was tried, and until when no other is taken. */
export interface PinTries {
  readonly failures: number;
  /** Wall clock, ms since 1970. */
  readonly until: number;
}
export const NO_TRIES: PinTries = { failures: 0, until: 0 };

/** `lost`: a PIN is set, and what belongs beside it is gone or is none of ours. */
export type TriesRead = { readonly kind: 'tries'; readonly tries: PinTries } | { readonly kind: 'lost' } | Failed;

const TriesText = z.strictObject({
  format: z.literal(1),
  failures: z.int().min(0).max(1_000_000),
  until: z.int().nonnegative(),
});

/** Reads the hash. One that is there and is not ours is a fault, never "none". */
export async function readPin(store: CredentialStore): Promise<PinRead> {
  const stored = await store.read('pin-hash');
  if (stored.kind === 'fault') return stored;
  if (stored.kind === 'absent') return { kind: 'none' };
  const hash = parsePinHash(stored.value);
  if (hash !== null) return { kind: 'pin', hash };
  const detail = 'The entry "pin-hash" is not what this version stores, so it is neither used nor overwritten.';
  return { kind: 'fault', fault: keychainFault('unreadable', detail) };
}

/**
 * Sets the PIN, and reads it back; null when it is set. What is stored and cannot be read is left alone. The tries begin
 * anew before the PIN does: a crash in between leaves the old PIN with its first free tries, and whoever got here has the
 * station's keys.
 */
export async function storePin(store: CredentialStore, pin: Secret): Promise<Fault | null> {
  const before = await readPin(store);
  if (before.kind === 'fault') return before.fault;
  const hash = await hashPin(pin);
  const tries = await writeTries(store, NO_TRIES);
  if (tries !== null) return tries;
  const written = await store.write('pin-hash', hash);
  if (written.kind === 'fault') return written.fault;
  const back = await store.read('pin-hash');
  if (back.kind === 'fault') return back.fault;
  if (back.kind === 'value' && back.value.reveal() === hash.reveal()) return null;
  return keychainFault('unreadable', 'The keychain gave back something else than the PIN that was stored.');
}

export async function readTries(store: CredentialStore): Promise<TriesRead> {
  const stored = await store.read('pin-tries');
  if (stored.kind === 'fault') return stored;
  if (stored.kind === 'absent') return { kind: 'lost' };
  try {
    const parsed = TriesText.safeParse(JSON.parse(stored.value.reveal()));
    if (!parsed.success) return { kind: 'lost' };
    const { failures, until } = parsed.data;
    return { kind: 'tries', tries: { failures, until } };
  } catch {
    return { kind: 'lost' };
  }
}

/** Null when it is stored. */
export async function writeTries(store: CredentialStore, { failures, until }: PinTries): Promise<Fault | null> {
  const written = await store.write('pin-tries', new Secret(JSON.stringify({ format: 1, failures, until })));
  return written.kind === 'fault' ? written.fault : null;
}
