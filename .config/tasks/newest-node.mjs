/** The tests of the record on a Node that has SQLite of its own, as newer Electrons have: the ledger takes that one there. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { probe, ROOT, run, say, stop } from './steps.mjs';

const LOCKED = join(ROOT, 'test/newest-node');
/** What opens the record, and what stands on it. */
const TESTS = ['test/unit/main/ledger', 'test/unit/main/kiosk/ledger', 'test/unit/main/kiosk/staff-desk'];

export function recordOnNewestNode() {
  const program = join(LOCKED, 'node_modules', `node-${system()}-${process.arch}`, 'bin', `node${exe()}`);
  if (!existsSync(program))
    run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--prefix', LOCKED], {
      shell: process.platform === 'win32',
    });
  if (!existsSync(program)) stop('there is no newer Node in the registry for this kind of machine');
  const { stdout } = probe(program, [
    '-p',
    "process.version + ' ' + (process.getBuiltinModule('node:sqlite') ? 'has' : 'has no')",
  ]);
  say(`the record on Node ${stdout.trim()} SQLite of its own`);
  run(program, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--config', '.config/vitest.config.ts', ...TESTS]);
}

function system() {
  return process.platform === 'win32' ? 'win' : process.platform;
}

function exe() {
  return process.platform === 'win32' ? '.exe' : '';
}
