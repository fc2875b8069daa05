/**
 * A hundred random failures of the packaged twin (`npm run test:long -- recovery`). `CARD_STATION_RECOVERY_SEED` makes an
 * earlier run again, `CARD_STATION_RECOVERY_ROUNDS` asks for another number.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { inSession } from './desktop-session.mjs';
import { packageStation } from './package.mjs';
import { ROOT, say, stop } from './steps.mjs';

export function recoveryRun(runtime) {
  if (process.platform !== 'linux') stop('the failures need the signals of Linux.');
  packageStation({ runtime, twin: true });
  say('random failures on the packaged program (about half an hour)');
  const { CARD_STATION_RECOVERY_SEED: seed, CARD_STATION_RECOVERY_ROUNDS: rounds } = process.env;
  const args = [
    ...['--import', 'tsx', join(ROOT, 'test/recovery/main.ts')],
    ...['--program', join(ROOT, 'dist-test/linux-unpacked/card-station')],
    ...(seed === undefined ? [] : ['--seed', seed]),
    ...(rounds === undefined ? [] : ['--rounds', rounds]),
  ];
  const session = inSession(process.execPath, args, { virtualScreen: true });
  const { status } = spawnSync(session.program, session.args, { cwd: ROOT, env: session.env, stdio: 'inherit' });
  session.remove();
  if (status !== 0) process.exit(status ?? 1);
}
