/** `npm run test:e2e [-- Playwright's arguments]`: both packages, then the tests that drive them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { holdSession } from './desktop-session.mjs';
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

/** A test mostly waits, so that three fit on two cores; each has a screen, a bus and a keyring of its own. */
const LANES = process.platform === 'linux' ? 3 : 1;

/** Runs Playwright on the packages that are there; gives its exit code. */
export async function playwright(args, { securityReport }) {
  const sessions = [];
  // Two servers that look for a free screen at the same moment find the same one.
  for (let lane = 0; lane < LANES; lane += 1) sessions.push(await holdSession());
  const child = spawn(bin('playwright'), ['test', '--config', '.config/playwright.config.ts', ...args], {
    cwd: ROOT,
    env: {
      ...process.env,
      CARD_STATION_SESSIONS: JSON.stringify(sessions.map(({ variables }) => variables)),
      CARD_STATION_SECURITY_REPORT: securityReport ? '1' : '0',
    },
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const [status] = await once(child, 'exit');
  await Promise.all(sessions.map(({ end }) => end()));
  return status ?? 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  packages(await setup());
  process.exitCode = await e2e(process.argv.slice(2));
}
