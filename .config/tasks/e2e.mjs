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
  // A part of the tests proves a part of the report.
  return playwright(args, { securityReport: args.length === 0 });
}

/** Runs Playwright on the packages that are there, in a session of its own; gives its exit code. */
export function playwright(args, { securityReport }) {
  const session = inSession(bin('playwright'), ['test', '--config', '.config/playwright.config.ts', ...args], {
    virtualScreen: true,
  });
  const { status } = spawnSync(session.program, session.args, {
    cwd: ROOT,
    env: { ...session.env, CARD_STATION_SECURITY_REPORT: securityReport ? '1' : '0' },
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
