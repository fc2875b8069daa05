import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { keychainFault, type KeychainFault } from './keychain-fault.ts';
import { createProfileFile, readProfileFile } from './profile-file.ts';

/** The file in the profile folder that says under which name this profile's credentials are in the keychain. */
export const PROFILE_ID_FILE = 'profile-id';

/** 128 random bits: two profiles on one machine, or a copied one made anew, never share credentials. */
const PROFILE_ID_BYTES = 16;
const PROFILE_ID = /^[0-9a-f]{32}\n?$/;
/** The file holds 33 bytes; anything much longer is not ours. */
const MAX_FILE_BYTES = 256;

export type ProfileIdResult =
  | { readonly kind: 'profile-id'; readonly profileId: string }
  | { readonly kind: 'fault'; readonly fault: KeychainFault };

/**
 * The profile's id, made at the first call.
 * A file that is there but damaged or unreadable is a fault and is left alone: a new id would hide the credentials
 * that are stored under the old one.
 */
export async function profileId(profileFolder: string): Promise<ProfileIdResult> {
  const path = join(profileFolder, PROFILE_ID_FILE);
  const existing = await readId(path);
  if (existing !== null) return existing;
  const written = await createProfileFile(path, `${randomBytes(PROFILE_ID_BYTES).toString('hex')}\n`);
  if (written.kind === 'failed') return unreadable(`The file profile-id cannot be created (${written.reason}).`);
  // Read back also our own: another process may have been first, and then its id is the one that counts.
  return (await readId(path)) ?? unreadable('The file profile-id vanished while it was created.');
}

/** The keychain's service name of a profile. */
export function keychainService(id: string): string {
  return `card-station/${id}`;
}

async function readId(path: string): Promise<ProfileIdResult | null> {
  const file = await readProfileFile(path, MAX_FILE_BYTES);
  if (file.kind === 'absent') return null;
  if (file.kind === 'unreadable') return unreadable(`The file profile-id cannot be read (${file.reason}).`);
  if (!PROFILE_ID.test(file.text))
    return unreadable('The file profile-id is damaged: 32 hexadecimal digits are expected.');
  return { kind: 'profile-id', profileId: file.text.trim() };
}

function unreadable(detail: string): ProfileIdResult {
  return { kind: 'fault', fault: keychainFault('unreadable', detail) };
}
