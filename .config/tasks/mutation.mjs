/**
 * `npm run mutation [-- FILE...]`: breaks the truth in every small way and wants a test to notice. Without a file all of
 * `main/tracking`; with some, those alone (`main/tracking/verdict.ts`). Prints what survived, and the score of each file.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { setup } from './setup.mjs';
import { CACHE, ROOT, say } from './steps.mjs';

/** Sequences that each property tries against each mutant, always the same ones, so that a score can be repeated. */
const RUNS = '50';
const SEED = '20250121';
const TESTS = join(ROOT, 'test/unit/main/tracking');
const KNOWN = join(CACHE, 'mutation/tests.sha256');

/** Stryker sees the tests as one packed file: whether they are those of the last time it cannot tell. */
function testsChanged() {
  const hash = createHash('sha256');
  for (const name of readdirSync(TESTS).sort()) hash.update(name).update(readFileSync(join(TESTS, name)));
  const now = hash.digest('hex');
  const changed = !existsSync(KNOWN) || readFileSync(KNOWN, 'utf8') !== now;
  mkdirSync(join(CACHE, 'mutation'), { recursive: true });
  writeFileSync(KNOWN, now);
  return changed;
}

await setup();
const files = process.argv.slice(2);
const only = files.length === 0 ? [] : ['--mutate', files.join(',')];
const anew = testsChanged() ? ['--force'] : [];
say(`mutants of ${files.length === 0 ? 'main/tracking' : files.join(', ')}`);
const stryker = join(ROOT, 'node_modules/@stryker-mutator/core/bin/stryker.js');
const { status } = spawnSync(process.execPath, [stryker, 'run', '.config/stryker.config.mjs', ...only, ...anew], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, CARD_STATION_PROPERTY_RUNS: RUNS, CARD_STATION_PROPERTY_SEED: SEED },
});
process.exitCode = status ?? 1;
