/**
 * `npm run bench:soak [-- --cards N]`: a year of a station's main process. `-- --packaged [--minutes N]`: the packaged twin with
 * its page for an hour, or for N minutes; the twin is packed when it is missing. Both take `--seed N` and `--samples FILE`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { inSession } from './desktop-session.mjs';
import { ROOT, stop } from './steps.mjs';

const PROGRAM = join(ROOT, 'dist-test/linux-unpacked/card-station');

if (process.platform !== 'linux') stop('the soak looks at a process as Linux shows it.');
const given = process.argv.slice(2).filter((argument) => argument !== '--packaged');
const packaged = given.length < process.argv.length - 2;
const task = !packaged || existsSync(PROGRAM) ? ['setup.mjs'] : ['package.mjs', '--twin'];
const prepared = spawnSync(process.execPath, [join(ROOT, '.config/tasks', task[0]), ...task.slice(1)], {
  cwd: ROOT,
  stdio: ['ignore', 2, 2],
});
if (prepared.status !== 0) process.exit(prepared.status ?? 1);
process.exitCode = packaged ? soakPackage() : liveYear();

function soakPackage() {
  const soak = ['--import', 'tsx', join(ROOT, 'test/bench/soak.ts'), '--program', PROGRAM, ...given];
  const session = inSession(process.execPath, soak, { virtualScreen: true });
  const { status } = spawnSync(session.program, session.args, { cwd: ROOT, env: session.env, stdio: 'inherit' });
  session.remove();
  return status ?? 1;
}

function liveYear() {
  // The collector is called before each look: what it has not come to yet is no leak.
  const year = ['--expose-gc', '--import', 'tsx', join(ROOT, 'test/bench/year.ts'), ...given];
  return spawnSync(process.execPath, year, { cwd: ROOT, stdio: 'inherit' }).status ?? 1;
}
