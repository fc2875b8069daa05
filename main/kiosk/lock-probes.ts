/** What the disk says of the lock of a profile: `profile-lock.ts` decides what it means. */
import { closeSync, mkdtempSync, openSync, readlinkSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

import { codeOf } from '../config/error-code.ts';
import type { LockProbes } from './profile-lock.ts';

/** The engine's, on all systems but Windows. */
const LOCK_LINK = 'SingletonLock';
/** A full disk may still take an empty file. */
const PROBE_BYTES = 4_096;

export function lockProbes(profileFolder: string, platform: NodeJS.Platform = process.platform): LockProbes {
  const temporaryFolder = tmpdir();
  return {
    holder: () => (platform === 'win32' ? { kind: 'unknown' } : holderIn(profileFolder)),
    host: hostname(),
    ownPid: process.pid,
    lives,
    profileProblem: () => problemOf(() => writeInto(profileFolder)),
    // The engine keeps the socket of its lock in a new folder of this one.
    temporaryProblem: () => problemOf(() => rmdirSync(mkdtempSync(join(temporaryFolder, 'card-station-')))),
    temporaryFolder,
  };
}

function holderIn(profileFolder: string): ReturnType<LockProbes['holder']> {
  let name = '';
  const code = problemOf(() => {
    name = readlinkSync(join(profileFolder, LOCK_LINK));
  });
  if (code === null) return { kind: 'named', name };
  return { kind: code === 'ENOENT' || code === 'ENOTDIR' ? 'none' : 'unknown' };
}

function lives(pid: number): boolean | 'unknown' {
  const code = problemOf(() => process.kill(pid, 0));
  return code === 'EPERM' ? 'unknown' : code === null;
}

function writeInto(folder: string): void {
  const path = join(folder, `lock-probe-${String(process.pid)}.tmp`);
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, Buffer.alloc(PROBE_BYTES));
  } finally {
    closeSync(file);
    rmSync(path, { force: true });
  }
}

/** The system's code when it fails, else null. */
function problemOf(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    return codeOf(error);
  }
}
