/** Keeps one text file current for a collector that reads it. What the disk says to that never stops the station. */
import { closeSync, fchmodSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';

import type { Clock } from '../../tracking/instant.ts';

/** The collector runs under an account of its own, and nothing in the file is secret. What the account's umask takes away is put back. */
const READABLE_BY_ALL = 0o644;
/** On Windows a collector that reads the file at this very moment keeps it from being replaced: one failure is no news. */
const FAILURES_TO_TELL = 2;

export interface MetricsFileOptions {
  /** In a folder that is there and that the station may write. */
  readonly file: string;
  readonly everyMs: number;
  readonly text: () => string;
  /** What the file says after the station has ended in order. */
  readonly lastText: () => string;
  readonly clock: Clock;
  /** Told once when it cannot be written, with the system's error code, and once with null when it can be again. */
  readonly onTrouble: (code: string | null) => void;
}

/**
 * Writes at once and then every so often, one at a time, whole or not at all. The disk may take its time: main does not
 * wait for it. The returned function writes the last text and ends it.
 */
export function keepMetricsFile({ file, everyMs, text, lastText, clock, onTrouble }: MetricsFileOptions): () => void {
  let failures = 0;
  let writing = false;
  let ended = false;
  let cancel = (): void => undefined;

  function tell(code: string | null): void {
    if (code === null && failures >= FAILURES_TO_TELL) onTrouble(null);
    failures = code === null ? 0 : failures + 1;
    if (failures === FAILURES_TO_TELL) onTrouble(code);
  }

  async function write(): Promise<void> {
    writing = true;
    tell(await attempt());
    writing = false;
    if (ended) writeLast();
    else cancel = clock.after(everyMs, () => void write());
  }

  /** A defect of ours in the text is no reason to end the station either. */
  async function attempt(): Promise<string | null> {
    try {
      await replaced(file, text());
      return null;
    } catch (error) {
      return codeOf(error);
    }
  }

  /** The program ends: nobody waits for a promise any more. */
  function writeLast(): void {
    try {
      replaceNow(file, lastText());
    } catch {
      // Its timestamp grows old, which says the same.
    }
  }

  void write();
  return () => {
    if (ended) return;
    ended = true;
    cancel();
    // One that is under way would come after it.
    if (!writing) writeLast();
  };
}

/** Beside the file, since only a rename within a folder replaces it as a whole; collectors read nothing of this name. */
function besideOf(file: string): string {
  return `${file}.tmp`;
}

/**
 * Not synced to the disk: after a power cut the next one is written soon enough, and a disk is spared much. Made anew each
 * time and never written through a link that somebody has put there.
 */
async function replaced(file: string, text: string): Promise<void> {
  const fresh = besideOf(file);
  await rm(fresh, { force: true });
  const handle = await open(fresh, 'wx', READABLE_BY_ALL);
  try {
    try {
      await handle.writeFile(text, 'utf8');
      await handle.chmod(READABLE_BY_ALL);
    } finally {
      await handle.close();
    }
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true }).catch(() => undefined);
    throw error;
  }
}

function replaceNow(file: string, text: string): void {
  const fresh = besideOf(file);
  rmSync(fresh, { force: true });
  const handle = openSync(fresh, 'wx', READABLE_BY_ALL);
  try {
    writeSync(handle, text);
    fchmodSync(handle, READABLE_BY_ALL);
  } finally {
    closeSync(handle);
  }
  renameSync(fresh, file);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unexpected failure';
}
