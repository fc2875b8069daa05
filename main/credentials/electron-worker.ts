import { utilityProcess } from 'electron';

import type { WorkerHandle } from './keychain-client.ts';

/** What the keychain process is called: by the system, and by Electron where it tells of its end. */
export const KEYCHAIN_PROCESS = 'Card Station keychain';

/** How long a stuck keychain process gets to end by itself, in ms, before it is ended by force. */
const KILL_GRACE_MS = 2_000;

/**
 * Starts the keychain process as an Electron utility process. Only after Electron's `ready` event.
 * @param workerPath the built `keychain-worker` file, inside the package's asar or beside main's own file
 */
export function forkElectronWorker(workerPath: string): WorkerHandle {
  const child = utilityProcess.fork(workerPath, [], {
    serviceName: KEYCHAIN_PROCESS,
    // The libraries may print what they like, values included: nobody reads it, nothing keeps it.
    stdio: 'ignore',
    env: englishEnvironment(),
  });
  return {
    send: (request) => child.postMessage(request),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.on('exit', listener),
    kill: () => {
      const { pid } = child;
      child.kill();
      if (pid === undefined) return;
      const force = setTimeout(() => killHard(pid), KILL_GRACE_MS);
      force.unref();
      child.once('exit', () => clearTimeout(force));
    },
  };
}

/** Our environment with messages in English: causes are told apart by the keychain's error texts. */
function englishEnvironment(): Record<string, string> {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined) own[name] = value;
  }
  return { ...own, LC_ALL: 'C.UTF-8', LANGUAGE: 'en' };
}

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended meanwhile.
  }
}
