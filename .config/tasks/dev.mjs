/** `npm run dev`: the station on the sandbox D1 in a window, built and started again whenever a source changes. */
import { watch } from 'node:fs';
import { join } from 'node:path';

import { hasDisplay, inSession } from './desktop-session.mjs';
import { unpackagedProgram } from './electron-runtime.mjs';
import { setup } from './setup.mjs';
import { bin, launch, probe, ROOT, say, stop } from './steps.mjs';

/** An editor saves several files at once, in ms. */
const SETTLE_MS = 300;

const runtime = await setup();
if (!hasDisplay()) stop('there is no display here to show the station on. Without one, use:', 'npm start');

let running = null;
let timer = null;

function restart() {
  const built = probe(
    bin('electron-vite'),
    ['build', '--config', '.config/electron.vite.config.ts', '--logLevel', 'warn'],
    {
      env: { ...process.env, CARD_STATION_TWIN: '1' },
      shell: process.platform === 'win32',
    },
  );
  if (built.status !== 0) {
    process.stderr.write(built.stderr || built.stdout);
    say('not built; waiting for the next change');
    return;
  }
  running?.end();
  running = begin(unpackagedProgram(runtime));
}

function begin(program) {
  const demo = ['--import', 'tsx', join(ROOT, 'test/sandbox/demo.ts'), '--program', program];
  const session = inSession(process.execPath, demo, { virtualScreen: false });
  const child = launch(session.program, session.args, { env: session.env, detached: true });
  child.once('exit', () => session.remove());
  return {
    end() {
      // The whole group: the session's bus and keyring end with the demonstration.
      if (child.exitCode === null && child.pid !== undefined)
        process.kill(process.platform === 'win32' ? child.pid : -child.pid);
    },
  };
}

for (const folder of ['main', 'renderer']) {
  watch(join(ROOT, folder), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(restart, SETTLE_MS);
  });
}
process.on('SIGINT', () => {
  running?.end();
  process.exit(0);
});
restart();
