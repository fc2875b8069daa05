/**
 * `npm run bench:soak [-- --minutes N] [-- --seed N] [-- --samples FILE]`: the packaged twin under traffic and trouble for an
 * hour, or for N minutes. The twin is packed when it is missing.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { inSession } from './desktop-session.mjs';
import { ROOT, stop } from './steps.mjs';

const PROGRAM = join(ROOT, 'dist-test/linux-unpacked/card-station');

if (process.platform !== 'linux') stop('the soak looks at a process as Linux shows it.');
const task = existsSync(PROGRAM) ? ['setup.mjs'] : ['package.mjs', '--twin'];
const prepared = spawnSync(process.execPath, [join(ROOT, '.config/tasks', task[0]), ...task.slice(1)], {
  cwd: ROOT,
  stdio: ['ignore', 2, 2],
});
if (prepared.status !== 0) process.exit(prepared.status ?? 1);
const soak = ['--import', 'tsx', join(ROOT, 'test/bench/soak.ts'), '--program', PROGRAM, ...process.argv.slice(2)];
const session = inSession(process.execPath, soak, { virtualScreen: true });
const { status } = spawnSync(session.program, session.args, { cwd: ROOT, env: session.env, stdio: 'inherit' });
session.remove();
process.exitCode = status ?? 1;
