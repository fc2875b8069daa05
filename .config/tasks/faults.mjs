/**
 * `npm run test:faults [-- --only NAME] [-- --list] [-- --build]`: breaks everything around the packaged twin, one fault
 * after the other. `CARD_STATION_TWIN` names another twin than the one in `dist-test/`; that is packed when it is missing
 * or with `--build`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { inSession } from './desktop-session.mjs';
import { packageStation } from './package.mjs';
import { setup } from './setup.mjs';
import { ROOT, say, stop } from './steps.mjs';

if (process.platform !== 'linux') stop('the fault suite needs the tools of Linux: namespaces, nginx, D-Bus.');

const args = process.argv.slice(2);
const own = join(ROOT, 'dist-test/linux-unpacked/card-station');
const program = process.env.CARD_STATION_TWIN ?? own;
if (!args.includes('--list')) {
  const runtime = await setup();
  if (program === own && (args.includes('--build') || !existsSync(own))) packageStation({ runtime, twin: true });
  if (!existsSync(program)) stop(`there is no station at ${program}.`);
  say('faults on the packaged program (about 15 minutes)');
}
const suite = ['--import', 'tsx', join(ROOT, 'test/faults/main.ts'), '--program', program];
const passedOn = args.filter((arg) => arg !== '--build');
const session = inSession(process.execPath, [...suite, ...passedOn], { virtualScreen: true });
const { status } = spawnSync(session.program, session.args, { cwd: ROOT, env: session.env, stdio: 'inherit' });
session.remove();
process.exitCode = status ?? 1;
