/**
 * `npm run test:long`: the properties of the truth with a hundred thousand sequences each instead of five thousand.
 * `CARD_STATION_PROPERTY_RUNS` asks for another number.
 */
import { spawnSync } from 'node:child_process';

import { setup } from './setup.mjs';
import { bin, ROOT, say } from './steps.mjs';

await setup();
const runs = process.env.CARD_STATION_PROPERTY_RUNS ?? '100000';
say(`the properties of the truth, ${runs} sequences each`);
const { status } = spawnSync(
  bin('vitest'),
  ['run', '--config', '.config/vitest.config.ts', '--maxWorkers', '2', 'test/unit/main/tracking/truth'],
  {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, CARD_STATION_PROPERTY_RUNS: runs },
  },
);
process.exitCode = status ?? 1;
