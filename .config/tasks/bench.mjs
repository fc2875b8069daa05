/**
 * `npm run bench [-- --json] [-- --check] [-- --build] [-- --only NAME[,NAME]]`: the station's promises in figures, taken on
 * the packaged twin. The parts that `--only` names are listed in `test/bench/parts.ts`.
 * Standard output holds the table, or with `--json` the rows, and nothing else (npm prints its own lines unless `--silent`).
 * A missed target fails the task with `--check` only. The twin is packed when it is missing or with `--build`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { inSession } from './desktop-session.mjs';
import { ROOT, stop } from './steps.mjs';

const OPTIONS = ['--json', '--check', '--build', '--only'];
const UNPACKED = join(ROOT, 'dist-test', process.platform === 'win32' ? 'win-unpacked' : 'linux-unpacked');
const PROGRAM = join(UNPACKED, process.platform === 'win32' ? 'Card Station.exe' : 'card-station');
/** Whatever a step prints goes to standard error. */
const QUIET = ['ignore', 2, 2];

const args = process.argv.slice(2);
const unknown = args.find((arg, index) => !OPTIONS.includes(arg) && args[index - 1] !== '--only');
if (unknown !== undefined) stop(`"${unknown}" is no option of the bench; there are ${OPTIONS.join(', ')}.`);

const task = args.includes('--build') || !existsSync(PROGRAM) ? ['package.mjs', '--twin'] : ['setup.mjs'];
const prepared = spawnSync(process.execPath, [join(ROOT, '.config/tasks', task[0]), ...task.slice(1)], {
  cwd: ROOT,
  stdio: QUIET,
});
if (prepared.status !== 0) process.exit(prepared.status ?? 1);
warnOfOldPackage();

const folder = mkdtempSync(join(tmpdir(), 'card-station-bench-result-'));
const out = join(folder, 'result');
const bench = ['--import', 'tsx', join(ROOT, 'test/bench/main.ts'), '--program', PROGRAM, '--out', out];
const passedOn = args.filter((arg) => arg !== '--build');
const session = inSession(process.execPath, [...bench, ...passedOn], { virtualScreen: true });
const { status } = spawnSync(session.program, session.args, { cwd: ROOT, env: session.env, stdio: QUIET });
session.remove();
if (existsSync(out)) process.stdout.write(readFileSync(out));
rmSync(folder, { recursive: true, force: true });
process.exitCode = status ?? 1;

/** Figures of another program than the one in the sources mislead. */
function warnOfOldPackage() {
  const packedAt = statSync(join(UNPACKED, 'resources/app.asar')).mtimeMs;
  const newer = ['main', 'renderer'].some((top) =>
    readdirSync(join(ROOT, top), { recursive: true }).some(
      (file) => statSync(join(ROOT, top, file)).mtimeMs > packedAt,
    ),
  );
  if (newer)
    process.stderr.write('card-station: sources are newer than the package in dist-test; --build packs it anew\n');
}
