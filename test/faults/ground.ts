/** The ground that one case stands on: a folder of its own, the processes it started, and how all of it is cleared away. */
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Ground {
  readonly folder: string;
  /** The station's program, packaged as the twin. */
  readonly program: string;
  /** Runs `end` when the ground is cleared, the newest first; also after a failure. */
  cleanUp(end: () => Promise<void> | void): void;
  /** Starts a program that is ended, by its own id, when the ground is cleared at the latest. */
  start(program: string, args: readonly string[], options?: SpawnOptions): ChildProcess;
  clear(): Promise<void>;
}

/** How long a process may take to end when asked, before it is killed, in ms. */
const END_LIMIT_MS = 3_000;
/** How long one step of the clearing may take, in ms. */
const CLEAR_LIMIT_MS = 15_000;

export function createGround(program: string): Ground {
  const folder = mkdtempSync(join(tmpdir(), 'card-station-faults-'));
  const ends: (() => Promise<void> | void)[] = [];
  return {
    folder,
    program,
    cleanUp: (end) => void ends.push(end),
    start(command, args, options = {}) {
      const child = spawn(command, args, { stdio: 'ignore', ...options });
      ends.push(() => endProcess(child));
      return child;
    },
    async clear() {
      for (const end of ends.splice(0).reverse()) await ended(end);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** One end that fails or never comes must not keep the others from theirs. */
async function ended(end: () => Promise<void> | void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLEAR_LIMIT_MS);
  });
  await Promise.race([Promise.resolve().then(end), late]).catch(() => undefined);
  clearTimeout(timer);
}

/** Asks a process of ours to end and, when it does not, ends it. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  // A stopped process hears nothing until it goes on.
  child.kill('SIGCONT');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), END_LIMIT_MS);
  await gone;
  clearTimeout(timer);
}

export function waitMs(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Asks again every 20 ms until the answer is yes; throws when it has not come in `limitMs`. */
export async function untilTrue(what: string, limitMs: number, ask: () => Promise<boolean> | boolean): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await ask())) {
    if (performance.now() > end) throw new Error(`${what} did not come about in ${limitMs} ms`);
    await waitMs(20);
  }
}
