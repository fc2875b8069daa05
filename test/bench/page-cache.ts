/** A cold start on a warm machine: the files that a program reads are put out of memory, and no other program's. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { processTree } from '../e2e/station-processes.ts';

/** Every file below the folder. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The files that the processes of a running program have mapped: its own and the system's libraries. */
export function mappedFiles(pid: number): string[] {
  const files = new Set<string>();
  for (const each of processTree(pid)) {
    for (const line of readFileSync(`/proc/${each.pid}/maps`, 'utf8').split('\n')) {
      const path = /\s(\/(?!dev\/|proc\/|memfd:).*)$/.exec(line)?.[1];
      if (path !== undefined && !path.endsWith('(deleted)')) files.add(path);
    }
  }
  return [...files];
}

/** Puts the files out of the page cache; gives the share of their bytes that stays, 0-1, because others hold it. */
export function evict(known: readonly string[]): number {
  const files = known.filter((file) => existsSync(file));
  // A file that is still to be written stays.
  execFileSync('sync');
  for (const file of files) execFileSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0', 'status=none']);
  const lines = execFileSync('fincore', ['--bytes', '--noheadings', '--output', 'RES,SIZE', ...files], {
    encoding: 'utf8',
    maxBuffer: 2 ** 24,
  });
  const sums = lines
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .reduce(([res, size], [r = 0, s = 0]) => [(res ?? 0) + r, (size ?? 0) + s], [0, 0]);
  return (sums[0] ?? 0) / Math.max(1, sums[1] ?? 0);
}
