/**
 * Runs a program as a user without privileges, in a home of its own. The engine's sandbox cannot run as root; where the
 * tests run as root, they step down to `nobody`, else they stay who they are.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { engineSwitches } from './engine-switches.ts';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  /** Without what the engine and the bus print. */
  readonly stderr: string;
}

export interface Unprivileged {
  readonly folder: string;
  /** Runs a program to its end, without a display. */
  run(program: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Outcome>;
  /** Starts a program on a screen, a bus and an unlocked keyring of its own; ended by `remove` at the latest. */
  startOnScreen(program: string, args: readonly string[], env?: Readonly<Record<string, string>>): ChildProcess;
  remove(): void;
}

/** What hangs is ended, in ms. */
const LIMIT_MS = 30_000;
const IS_ROOT = process.getuid?.() === 0;
const NOBODY = ['--reuid=nobody', '--regid=nogroup', '--clear-groups'];

/** Why the sandbox cannot run here; null where it can. */
export function sandboxObstacle(): string | null {
  if (process.platform !== 'linux') return 'read from /proc, which is on Linux only';
  if (!IS_ROOT)
    return engineSwitches().length === 0 ? null : 'this system forbids its users the namespaces of the sandbox';
  try {
    execFileSync('setpriv', [...NOBODY, 'unshare', '--user', 'true'], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return `nobody cannot make a user namespace here: ${error instanceof Error ? (error.message.split('\n')[1] ?? '') : ''}`;
  }
}

export function createUnprivileged(): Unprivileged {
  const folder = mkdtempSync(join(tmpdir(), 'card-station-user-'));
  const own = { HOME: join(folder, 'home'), XDG_RUNTIME_DIR: join(folder, 'run'), TMPDIR: join(folder, 'tmp') };
  for (const each of Object.values(own)) mkdirSync(each, { mode: 0o700 });
  const script = join(folder, 'session.sh');
  writeFileSync(
    script,
    'head -c 24 /dev/urandom | base64 | tr -d "\\n" | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1\nexec "$@"\n',
  );
  chmodSync(folder, 0o755);
  if (IS_ROOT) execFileSync('chown', ['-R', 'nobody:nogroup', folder]);
  const environment = (more: Readonly<Record<string, string>>): Record<string, string> => ({
    PATH: process.env['PATH'] ?? '',
    ...own,
    ...more,
  });
  const command = (args: readonly string[]): [string, string[]] => {
    const [first = '', ...rest] = IS_ROOT ? ['setpriv', ...NOBODY, '--', ...args] : args;
    return [first, rest];
  };
  const started: ChildProcess[] = [];
  return {
    folder,
    run(program, args, env = {}) {
      const [first, rest] = command([program, ...args]);
      const child = spawn(first, rest, { env: environment(env), cwd: folder, timeout: LIMIT_MS });
      return outcomeOf(child);
    },
    startOnScreen(program, args, env = {}) {
      const [first, rest] = command([
        ...['xvfb-run', '-a', '-s', '-screen 0 1280x720x24', 'dbus-run-session', '--', 'sh', script],
        ...[program, ...args],
      ]);
      const child = spawn(first, rest, { env: environment(env), cwd: folder, stdio: 'ignore', detached: true });
      started.push(child);
      return child;
    },
    remove() {
      // A group of its own each: the screen and the bus end with the program.
      for (const { pid } of started) if (pid !== undefined) endGroup(pid);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const stderr = Buffer.concat(err)
        .toString()
        .split('\n')
        .filter((line) => !/^\[\d+:\d+\/|dbus-daemon\[|^$/.test(line))
        .join('\n');
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr });
    });
  });
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended before.
  }
}
