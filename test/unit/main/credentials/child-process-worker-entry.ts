/** The keychain process for tests without Electron: the same service over a plain Node channel. */
import type { AsyncEntry } from '@napi-rs/keyring';

import { loadKeytar } from '../../../../main/credentials/load-keytar.ts';
import { serveKeychain, type Keytar } from '../../../../main/credentials/serve-keychain.ts';
import { LIBRARY_VARIABLE } from './child-process-worker.ts';

/**
 * The library that would take keytar's place one day. Its own keytar interface is no use on Linux: where the Secret Service does
 * not answer at once it writes into the kernel's keyring without a word, which forgets everything at the next start.
 * Each entry holds a connection of its own to D-Bus until it is collected, and a bus has a few hundred for one user: so it is
 * collected after each call.
 */
async function loadKeyring(): Promise<Keytar> {
  const { AsyncEntry } = await import('@napi-rs/keyring');
  const collect = globalThis.gc;
  async function use<T>(service: string, account: string, call: (entry: AsyncEntry) => Promise<T>): Promise<T> {
    try {
      return await call(new AsyncEntry(service, account, { linux: { store: 'secret-service' } }));
    } finally {
      collect?.();
    }
  }
  return {
    getPassword: (service, account) => use(service, account, (entry) => entry.getPassword()),
    setPassword: (service, account, password) => use(service, account, (entry) => entry.setPassword(password)),
    deletePassword: (service, account) => use(service, account, (entry) => entry.deletePassword()),
  };
}

serveKeychain(
  {
    post: (message) => void process.send?.(message),
    listen: (listener) => void process.on('message', listener),
  },
  {
    load: process.env[LIBRARY_VARIABLE] === '@napi-rs/keyring' ? loadKeyring : loadKeytar,
    doubtAbsence: process.platform === 'linux',
  },
);
process.once('disconnect', () => process.exit(0));
