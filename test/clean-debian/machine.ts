/**
 * A Debian of its own that really boots: its root is a folder, systemd its first process. It shares the network with this
 * machine, so that it reaches the sandbox D1 and the screen, and nothing else.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

export interface Result {
  readonly code: number;
  /** Standard output and error, in the order in which they came to an end. */
  readonly text: string;
}

export interface Machine {
  readonly folder: string;
  /** Runs a line of shell as root in the running machine; never rejects. */
  try(line: string): Promise<Result>;
  /** The same, and throws with what was printed when it fails. */
  run(line: string): Promise<string>;
  shutDown(): Promise<void>;
}

const BOOT_LIMIT_MS = 120_000;
/** SIGRTMIN+4: what a systemd takes for "power off". */
const POWER_OFF = 38;
const COMMAND_LIMIT_MS = 15 * 60_000;
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
/** How often something that cannot tell by itself is asked, in ms. */
const ASK_EVERY_MS = 500;

/** Waits until `holds` gives something; throws with `what` when it does not in time. */
export async function until<T>(what: string, limitMs: number, holds: () => Promise<T | null | false>): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const found = await holds();
    if (found !== null && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${limitMs / 1_000} s`);
    await pause(ASK_EVERY_MS);
  }
}

/** Boots the folder; `binds` are folders of this machine that it sees at the same path. */
export async function boot(folder: string, binds: readonly string[]): Promise<Machine> {
  const nspawn = spawn(
    'systemd-nspawn',
    [
      ...['--quiet', '--register=no', '--keep-unit', '--boot', `--directory=${folder}`, '--hostname=kiosk-pc'],
      ...binds.map((bind) => `--bind=${bind}`),
    ],
    { stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => nspawn.once('exit', () => resolve()));
  const leader = await until('the machine starts', BOOT_LIMIT_MS, async () => firstProcess(nspawn));
  const tryLine = (line: string): Promise<Result> => enter(leader, line);
  await until('the machine has booted', BOOT_LIMIT_MS, async () =>
    /^(running|degraded)/.test((await tryLine('systemctl is-system-running')).text),
  );
  return {
    folder,
    try: tryLine,
    async run(line) {
      const { code, text } = await tryLine(line);
      if (code !== 0) throw new Error(`${line}: ended with ${code}\n${text}`);
      return text;
    },
    async shutDown() {
      process.kill(leader, POWER_OFF);
      await Promise.race([ended, pause(BOOT_LIMIT_MS)]);
      nspawn.kill('SIGKILL');
    },
  };
}

/** The machine's own first process: nspawn's child that counts itself as number one. */
function firstProcess({ pid }: ChildProcess): number | null {
  if (pid === undefined) return null;
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      if (/^NSpid:\s+\d+\s+1$/m.test(status) && new RegExp(`^PPid:\\s+${pid}$`, 'm').test(status)) return Number(name);
    } catch {
      // It ended meanwhile.
    }
  }
  return null;
}

function enter(leader: number, line: string): Promise<Result> {
  const environment = [
    'PATH=/usr/sbin:/usr/bin:/sbin:/bin',
    'HOME=/root',
    'LANG=C.UTF-8',
    'DEBIAN_FRONTEND=noninteractive',
  ];
  const spaces = ['-t', String(leader), '-m', '-u', '-i', '-p', '-C', '-n'];
  return new Promise((resolve) => {
    execFile(
      'nsenter',
      [...spaces, 'env', '-i', ...environment, 'sh', '-c', line],
      { timeout: COMMAND_LIMIT_MS, maxBuffer: MAX_OUTPUT_BYTES },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        resolve({ code, text: `${stdout}${stderr}` });
      },
    );
  });
}
