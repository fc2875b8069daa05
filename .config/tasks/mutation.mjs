/**
 * `npm run mutation [-- FILE...]`: breaks the truth in every small way and wants a test to notice. Without a file all of
 * `main/tracking`, about an hour on two cores; with one, that file alone. Reports what survived.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { setup } from './setup.mjs';
import { ROOT, say } from './steps.mjs';

/** Sequences that each property tries against each mutant, always the same ones, so that a score can be repeated. */
const RUNS = '50';
const SEED = '20250121';

await setup();
const files = process.argv.slice(2);
const only = files.length === 0 ? [] : ['--mutate', files.join(',')];
say(`mutants of ${files.length === 0 ? 'main/tracking' : files.join(', ')}`);
const stryker = join(ROOT, 'node_modules/@stryker-mutator/core/bin/stryker.js');
const { status } = spawnSync(process.execPath, [stryker, 'run', '.config/stryker.config.mjs', ...only], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, CARD_STATION_PROPERTY_RUNS: RUNS, CARD_STATION_PROPERTY_SEED: SEED },
});
process.exitCode = status ?? 1;
