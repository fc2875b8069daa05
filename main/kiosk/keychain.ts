/** Opens the profile's place in the OS keychain, through the keychain process. */
import { join } from 'node:path';

import type { CredentialStore } from '../credentials/credential-store.ts';
import { forkElectronWorker } from '../credentials/electron-worker.ts';
import { createKeychainClient } from '../credentials/keychain-client.ts';
import { createKeychainStore } from '../credentials/keychain-store.ts';
import { keychainService, profileId } from '../credentials/profile-id.ts';
import type { Fault } from '../tracking/fault.ts';

export interface Keychain {
  /** The store of this profile; the same one each time, or why there is none. */
  open(): Promise<
    { readonly kind: 'store'; readonly store: CredentialStore } | { readonly kind: 'fault'; readonly fault: Fault }
  >;
  close(): void;
}

export function createKeychain(profileFolder: string, mainFolder: string): Keychain {
  let opened: { readonly store: CredentialStore; readonly close: () => void } | null = null;
  return {
    async open() {
      const id = await profileId(profileFolder);
      // Asked afterwards: credentials and record open it at the same moment, and one process is enough for both.
      if (opened !== null) return { kind: 'store', store: opened.store };
      if (id.kind === 'fault') return id;
      const client = createKeychainClient({
        service: keychainService(id.profileId),
        fork: () => forkElectronWorker(join(mainFolder, 'keychain-worker.js')),
      });
      opened = { store: createKeychainStore(client), close: () => client.close() };
      return { kind: 'store', store: opened.store };
    },
    close() {
      opened?.close();
      opened = null;
    },
  };
}
