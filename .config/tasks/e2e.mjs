/** `npm run test:e2e [-- Playwright's arguments]`: both packages, then the tests that drive them. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { inSession } from './desktop-session.mjs';
import { packageStation } from './package.mjs';
import { setup } from './setup.mjs';
import { bin, ROOT, say } from './steps.mjs';

export function e2e(runtime, args) {
  packageStation({ runtime, twin: true });
  packageStation({ runtime, twin: false });
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
  if (status !== 0) process.exit(status ?? 1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) e2e(await setup(), process.argv.slice(2));
