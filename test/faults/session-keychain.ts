/** The keychain of this session, reached as the station itself reaches it. */
import type { CredentialStore } from '../../main/credentials/credential-store.ts';
import { createKeychainClient } from '../../main/credentials/keychain-client.ts';
import { createKeychainStore } from '../../main/credentials/keychain-store.ts';
import { keychainService, profileId } from '../../main/credentials/profile-id.ts';
import { forkChildProcessWorker } from '../unit/main/credentials/child-process-worker.ts';

export interface SessionKeychain {
  readonly store: CredentialStore;
  close(): void;
}

export async function sessionKeychain(profileFolder: string): Promise<SessionKeychain> {
  const id = await profileId(profileFolder);
  if (id.kind === 'fault') throw new Error(id.fault.detail);
  const client = createKeychainClient({
    service: keychainService(id.profileId),
    fork: () => forkChildProcessWorker(process.env),
  });
  return { store: createKeychainStore(client), close: () => client.close() };
}

/** Does something to the entries of one profile. */
export async function inKeychain(
  profileFolder: string,
  change: (store: CredentialStore) => Promise<unknown>,
): Promise<void> {
  const { store, close } = await sessionKeychain(profileFolder);
  try {
    await change(store);
  } finally {
    close();
  }
}
