import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createKeychainStore } from '../../../../main/credentials/keychain-store.ts';
import { loadCredentials } from '../../../../main/credentials/load-credentials.ts';
import { provision, type ProvisionOptions } from '../../../../main/credentials/provision.ts';
import { Secret } from '../../../../main/credentials/secret.ts';
import type { D1Mode, Environment } from '../../../../main/tracking/words.ts';
import { NOW } from './made-certificates.ts';
import { MemoryKeychain } from './memory-keychain.ts';

/** A profile folder and a keychain in memory, with the operations bound to them. */
export interface Station {
  readonly folder: string;
  readonly keychain: MemoryKeychain;
  provision(
    text: string,
    options?: {
      replace?: boolean;
      environment?: Environment;
      mode?: D1Mode;
      pin?: string;
      prove?: ProvisionOptions['prove'];
    },
  ): ReturnType<typeof provision>;
  load(now?: number): ReturnType<typeof loadCredentials>;
  removeFolder(): Promise<void>;
}

export async function makeStation(): Promise<Station> {
  const folder = await mkdtemp(join(tmpdir(), 'card-station-profile-'));
  const keychain = new MemoryKeychain();
  return {
    folder,
    keychain,
    // Each operation has a store of its own, as two runs of the program have.
    provision: (text, { replace = false, environment = 'staging', mode = 'direct', pin, prove = null } = {}) =>
      provision(text, {
        store: createKeychainStore(keychain),
        profileFolder: folder,
        environment,
        mode,
        now: NOW,
        replace,
        prove,
        pin: pin === undefined ? null : new Secret(pin),
      }),
    load: (now = NOW) => loadCredentials(createKeychainStore(keychain), folder, now),
    removeFolder: () => rm(folder, { recursive: true, force: true }),
  };
}
