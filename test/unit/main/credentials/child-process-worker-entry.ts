/** The keychain process for tests without Electron: the same service over a plain Node channel. */
import { loadKeytar } from '../../../../main/credentials/load-keytar.ts';
import { serveKeychain, type Keytar } from '../../../../main/credentials/serve-keychain.ts';
import { LIBRARY_VARIABLE } from './child-process-worker.ts';

/** The library that would take keytar's place one day; it offers the same interface. */
async function loadKeyring(): Promise<Keytar> {
  const { getPassword, setPassword, deletePassword } = await import('@napi-rs/keyring/keytar.js');
  return { getPassword, setPassword, deletePassword };
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
