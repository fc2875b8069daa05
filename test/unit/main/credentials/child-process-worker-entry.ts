/** The keychain process for tests without Electron: the same service over a plain Node channel. */
import { loadKeytar } from '../../../../main/credentials/load-keytar.ts';
import { serveKeychain } from '../../../../main/credentials/serve-keychain.ts';

serveKeychain(
  {
    post: (message) => void process.send?.(message),
    listen: (listener) => void process.on('message', listener),
  },
  { load: loadKeytar, doubtAbsence: process.platform === 'linux' },
);
process.once('disconnect', () => process.exit(0));
