/**
 * `npm run test:faults [-- --only NAME] [-- --list] [-- --build]`: breaks everything around the packaged twin, one fault
 * after the other in each of two lanes. `CARD_STATION_TWIN` names another twin than the one in `dist-test/`; that is packed
 * when it is missing or with `--build`.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { inSession } from './desktop-session.mjs';
import { packageStation } from './package.mjs';
import { setup } from './setup.mjs';
import { ROOT, say, stop } from './steps.mjs';

/** Each lane has a screen and a bus of its own; a fault is mostly waited for, so two fit on two cores. */
const LANES = 2;
/** Two servers that look for a free screen at the same moment find the same one, in ms. */
const STAGGER_MS = 3_000;

if (process.platform !== 'linux') stop('the fault suite needs the tools of Linux: namespaces, nginx, D-Bus.');

const args = process.argv.slice(2);
const own = join(ROOT, 'dist-test/linux-unpacked/card-station');
const program = process.env.CARD_STATION_TWIN ?? own;
if (!args.includes('--list')) {
  const runtime = await setup();
  if (program === own && (args.includes('--build') || !existsSync(own))) packageStation({ runtime, twin: true });
  if (!existsSync(program)) stop(`there is no station at ${program}.`);
}
const suite = ['--import', 'tsx', join(ROOT, 'test/faults/main.ts'), '--program', program];
const passedOn = args.filter((arg) => arg !== '--build');
const whole = passedOn.length === 0;
const startedAt = Date.now();
process.exitCode = whole ? await allLanes() : await lane(passedOn);

/** Runs a part of the suite in a session of its own; gives its exit code. */
async function lane(more) {
  const session = inSession(process.execPath, [...suite, ...more], { virtualScreen: true });
  const child = spawn(session.program, session.args, {
    cwd: ROOT,
    env: session.env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = await new Promise((resolve) => child.once('exit', (status) => resolve(status ?? 1)));
  session.remove();
  return code;
}

async function allLanes() {
  say('faults on the packaged program, in two lanes (about 12 minutes)');
  const folder = mkdtempSync(join(tmpdir(), 'card-station-faults-totals-'));
  const files = Array.from({ length: LANES }, (_, number) => join(folder, String(number)));
  const codes = await Promise.all(
    files.map(async (file, number) => {
      await new Promise((resolve) => setTimeout(resolve, number * STAGGER_MS));
      return lane(['--lane', String(number), '--lanes', String(LANES), '--totals', file]);
    }),
  );
  const totals = files.map((file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null));
  rmSync(folder, { recursive: true, force: true });
  if (totals.includes(null)) stop('a lane of the fault suite did not come to its end.');
  const sum = (name) => totals.reduce((all, each) => all + each[name], 0);
  const [ok, wrong, notHere] = ['ok', 'wrong', 'notHere'].map(sum);
  const minutes = ((Date.now() - startedAt) / 60_000).toFixed(1);
  const line = [`${ok + wrong + notHere} faults`, `${ok} ok`, `${wrong} WRONG`, `${notHere} not provable here`];
  process.stdout.write(`${[...line, `${minutes} min`].join(' | ')}\n`);
  return codes.every((code) => code === 0) ? 0 : 1;
}
