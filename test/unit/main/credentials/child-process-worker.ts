import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { WorkerHandle } from '../../../../main/credentials/keychain-client.ts';

const PROJECT = fileURLToPath(new URL('../../../../', import.meta.url));
const ENTRY = fileURLToPath(new URL('./child-process-worker-entry.ts', import.meta.url));

/** Names the library that the process reaches the keychain through; the station's own without it. */
export const LIBRARY_VARIABLE = 'CARD_STATION_TEST_KEYCHAIN_LIBRARY';

/** Starts a keychain process as a plain Node child, in an environment that decides which keychain it meets. */
export function forkChildProcessWorker(env: NodeJS.ProcessEnv): WorkerHandle {
  const child = fork(ENTRY, [], {
    cwd: PROJECT,
    env,
    execArgv: ['--import', 'tsx', '--expose-gc'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return {
    send: (request) => void child.send(request),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.on('exit', listener),
    kill: () => void child.kill('SIGKILL'),
  };
}
