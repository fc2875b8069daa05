/** `npm run setup`: everything that a fresh clone needs. Plain Node, idempotent, quick when there is nothing to do. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ensureElectron } from './electron-runtime.mjs';
import { remember, ROOT, run, say, stop, unchanged } from './steps.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

/** The oldest Node that the project runs on: the one inside the oldest Electron. */
const OLDEST_NODE = [20, 18];

export async function setup() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    stop(`Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}.`);
  }
  ensureSystemPackages();
  ensureNodePackages();
  const runtime = await ensureElectron();
  say(`ready: Electron ${runtime.version}${runtime.testOnly ? ' (for demo and tests only)' : ''}`);
  return runtime;
}

function ensureNodePackages() {
  const lock = join(ROOT, 'package-lock.json');
  if (existsSync(join(ROOT, 'node_modules/.package-lock.json')) && unchanged('node-packages', lock)) return;
  say('installing the npm packages of package-lock.json');
  // No package may run a program of its own here: what we need is inside the packages.
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  remember('node-packages', lock);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await setup();
