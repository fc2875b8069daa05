import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The log and its index go first: a file without its log is still broken, a log without its file would meet a new one. */
const PARTS = ['-wal', '-shm', ''] as const;

/**
 * Renames the file of the ledger, with its log, to `ledger-damaged-<UTC>.sqlite`; gives that name. Nothing is deleted
 * and nothing overwritten. Throws what the file system throws.
 */
export function setAside(file: string, now: number): string {
  const folder = dirname(file);
  const name = freeName(folder, new Date(now).toISOString().replace(/[-:]|\.\d+/g, ''));
  for (const part of PARTS) {
    const path = `${file}${part}`;
    if (existsSync(path)) renameSync(path, join(folder, `${name}${part}`));
  }
  return name;
}

/** Deletes a file that was made a moment ago and holds nothing, with its log. Throws what the file system throws. */
export function takeAway(file: string): void {
  for (const part of PARTS) rmSync(`${file}${part}`, { force: true });
}

function freeName(folder: string, time: string): string {
  for (let attempt = 1; ; attempt += 1) {
    const name = `ledger-damaged-${time}${attempt === 1 ? '' : `-${String(attempt)}`}.sqlite`;
    if (PARTS.every((part) => !existsSync(join(folder, `${name}${part}`)))) return name;
  }
}
