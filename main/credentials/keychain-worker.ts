/** Entry of the keychain process, an Electron utility process. Nothing is loaded here before the first request. */
import { loadKeytar } from './load-keytar.ts';
import { serveKeychain } from './serve-keychain.ts';

/** What Electron puts on `process` in a utility process. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

const { parentPort } = process as { readonly parentPort?: ParentPort };
if (parentPort === undefined) throw new Error('The keychain process is started by the station only.');

serveKeychain(
  {
    post: (message) => parentPort.postMessage(message),
    listen: (listener) => parentPort.on('message', (event) => listener(event.data)),
  },
  { load: loadKeytar, doubtAbsence: process.platform === 'linux' },
);
