/** What a program and all of its helpers cost: Linux's /proc. */
import { readFileSync } from 'node:fs';

import { processTree } from '../e2e/station-processes.ts';
import { waitMs } from './bench-desk.ts';

/** Clock ticks a second in /proc/PID/stat: the same on every Linux that Electron runs on. */
const TICKS_PER_SECOND = 100;

/** Memory of the tree in MiB; what several processes share is counted in parts (proportional set size). */
export function memoryMib(mainPid: number): number {
  const kib = processTree(mainPid).map(({ pid }) =>
    Number(/^Pss:\s+(\d+) kB/m.exec(read(pid, 'smaps_rollup'))?.[1] ?? 0),
  );
  return kib.reduce((sum, each) => sum + each, 0) / 1_024;
}

/** Processor time that the tree takes in each of so many windows, in percent of one core. */
export async function busyPercent(mainPid: number, windows: number, windowMs: number): Promise<number[]> {
  const shares: number[] = [];
  for (let window = 0; window < windows; window += 1) {
    const [before, began] = [ticksOf(mainPid), performance.now()];
    await waitMs(windowMs);
    const [after, ended] = [ticksOf(mainPid), performance.now()];
    let ticks = 0;
    // A helper that came meanwhile counts whole, one that went counts no more.
    for (const [pid, count] of after) ticks += count - (before.get(pid) ?? 0);
    shares.push((100 * 1_000 * ticks) / TICKS_PER_SECOND / (ended - began));
  }
  return shares;
}

/** User and system time of each process of the tree, in ticks. */
function ticksOf(mainPid: number): Map<number, number> {
  return new Map(
    processTree(mainPid).map(({ pid }) => {
      // The name, the second field, is in parentheses and may hold anything.
      const fields = read(pid, 'stat')
        .replace(/^.*\) /s, '')
        .split(' ');
      return [pid, Number(fields[11] ?? 0) + Number(fields[12] ?? 0)];
    }),
  );
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
