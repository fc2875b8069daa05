/** What every task shares: where things are, saying what is done, and running programs. Plain Node, no dependencies. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const CACHE = join(ROOT, '.cache');

/** One line for each thing that is done. */
export function say(text) {
  process.stdout.write(`card-station: ${text}\n`);
}

/** Ends the task with one sentence on what is wrong and, where a person must act, the one command for it. */
export function stop(text, command) {
  process.stderr.write(`card-station: ${text}\n${command === undefined ? '' : `\n  ${command}\n\n`}`);
  process.exit(1);
}

/** Runs a program with its output shown; ends the task when it fails. */
export function run(program, args, options = {}) {
  const { status, error } = spawnSync(program, args, { cwd: ROOT, stdio: 'inherit', ...options });
  if (error !== undefined) stop(`${program} could not be started (${error.code ?? error.message}).`);
  if (status !== 0) process.exit(status ?? 1);
}

/** Runs a program quietly; gives its exit code and output. */
export function probe(program, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: ROOT, encoding: 'utf8', ...options });
  return { status: status ?? 1, stdout: stdout ?? '', stderr: stderr ?? '' };
}

/** Starts a program that goes on; its output is shown unless `stdio` says otherwise. */
export function launch(program, args, options = {}) {
  return spawn(program, args, { cwd: ROOT, stdio: 'inherit', ...options });
}

/** The path of a command that a development package brought. */
export function bin(name) {
  return join(ROOT, 'node_modules/.bin', process.platform === 'win32' ? `${name}.cmd` : name);
}

/** True when `file` has not changed since `remember` was called for it under this name. */
export function unchanged(name, file) {
  const stamp = join(CACHE, 'stamps', name);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digest(file);
}

export function remember(name, file) {
  mkdirSync(join(CACHE, 'stamps'), { recursive: true });
  writeFileSync(join(CACHE, 'stamps', name), digest(file));
}

function digest(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
