/** What both soaks look at: the files that a process holds, the size of its record, how long a query takes. */
import { readdirSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { LEDGER_FILE } from '../../../main/ledger/open-file.ts';
import { percentile } from '../figures.ts';

export const MIB = 1024 * 1024;

/** Open files of a process, and how many of them are sockets. */
export function handlesOf(pid: number | 'self'): { readonly handles: number; readonly sockets: number } {
  const folder = `/proc/${pid}/fd`;
  const targets = readdirSync(folder).flatMap((name) => {
    try {
      return [readlinkSync(join(folder, name))];
    } catch {
      // Closed meanwhile, or the folder itself.
      return [];
    }
  });
  return { handles: targets.length, sockets: targets.filter((target) => target.startsWith('socket:')).length };
}

/** The record of a profile with what is not merged into it yet. */
export function recordMib(profileFolder: string): number {
  const size = (name: string): number => statSync(join(profileFolder, name), { throwIfNoEntry: false })?.size ?? 0;
  return (size(LEDGER_FILE) + size(`${LEDGER_FILE}-wal`)) / MIB;
}

/** How long the middle one of so many goes takes, in ms. */
export function middleMs(goes: number, work: (go: number) => unknown): number {
  const took = Array.from({ length: goes }, (_none, go) => {
    const began = performance.now();
    work(go);
    return performance.now() - began;
  });
  return middleOf(took);
}

/** NaN where there was none. */
export function middleOf(tookMs: readonly number[]): number {
  return tookMs.length === 0 ? NaN : percentile(tookMs, 0.5);
}
