/** A keychain in one file, replaced whole at each change: it outlives a process that is killed at any moment. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

import type { CredentialStore, KeychainEntries } from '../../../../main/credentials/credential-store.ts';
import { createKeychainStore } from '../../../../main/credentials/keychain-store.ts';
import { Secret } from '../../../../main/credentials/secret.ts';

export function fileKeychain(path: string): CredentialStore {
  const read = (): Record<string, string> => {
    try {
      return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
    } catch {
      return {};
    }
  };
  const write = (accounts: Record<string, string | undefined>): void => {
    writeFileSync(`${path}.new`, JSON.stringify(accounts));
    renameSync(`${path}.new`, path);
  };
  const entries: KeychainEntries = {
    get: async (account) => {
      const value = read()[account];
      return value === undefined ? { kind: 'absent' } : { kind: 'value', value: new Secret(value) };
    },
    set: async (account, value) => {
      write({ ...read(), [account]: value.reveal() });
      return { kind: 'written' };
    },
    remove: async (account) => {
      if (read()[account] === undefined) return { kind: 'absent' };
      write({ ...read(), [account]: undefined });
      return { kind: 'removed' };
    },
  };
  return createKeychainStore(entries);
}
