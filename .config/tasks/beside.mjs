/** A program that runs beside others. */
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';

import { ROOT, say, stop } from './steps.mjs';

/**
 * Starts it behind the others' backs: what goes on in front has the processors first, and its output is shown when it is
 * waited for. `end` shows it and ends the task when the program failed.
 */
export function beside(what, program, args, options = {}) {
  say(`${what}: begun beside what follows`);
  const folder = mkdtempSync(join(tmpdir(), 'card-station-beside-'));
  const file = join(folder, 'output');
  const output = openSync(file, 'w');
  const child = spawn(program, args, { cwd: ROOT, ...options, stdio: ['ignore', output, output] });
  closeSync(output);
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  const over = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code) => resolve(code));
  });
  process.once('exit', () => {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    async end() {
      const code = await over;
      say(what);
      process.stdout.write(readFileSync(file));
      if (code !== 0) stop(`${what}: failed (${String(code)}).`);
    },
  };
}
