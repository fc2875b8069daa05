/** `npm run test:e2e [-- Playwright's arguments]`: both packages, then the tests that drive them. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { inSession } from './desktop-session.mjs';
import { packageStation } from './package.mjs';
import { setup } from './setup.mjs';
import { bin, ROOT, say } from './steps.mjs';

export function packages(runtime) {
  packageStation({ runtime, twin: true });
  packageStation({ runtime, twin: false });
}

/** Gives the exit code of the tests. Both packages have to be there. */
export function e2e(args) {
  say('end-to-end tests on the packaged program');
  const playwright = ['test', '--config', '.config/playwright.config.ts', ...args];
  const session = inSession(bin('playwright'), playwright, { virtualScreen: true });
  const { status } = spawnSync(session.program, session.args, {
    cwd: ROOT,
    env: session.env,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  session.remove();
  return status ?? 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  packages(await setup());
  process.exit(e2e(process.argv.slice(2)));
}
