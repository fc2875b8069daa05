/** Deletes what was put away long ago: a few files at a time, and only what this program puts there. */
import { lstat, opendir, unlink } from 'node:fs/promises';
import { join } from 'node:path';

import { codeOf } from '../config/error-code.ts';
import { CARD_FILE_ENDING, REASON_ENDING } from './filed-name.ts';

/** Entries looked at, and files deleted, in one go: the rest is there the next time. */
const MAX_LOOKS = 20_000;
const MAX_DELETED = 200;

/** Deletes files older than `keepMs` in a folder; `now` is the wall clock. True when there may be more to delete. */
export async function prune(place: string, keepMs: number, now: number): Promise<boolean> {
  let looks = 0;
  let deleted = 0;
  for await (const entry of await opendir(place)) {
    if (looks >= MAX_LOOKS || deleted >= MAX_DELETED) return deleted > 0;
    if (entry.isDirectory() || !(entry.name.endsWith(CARD_FILE_ENDING) || entry.name.endsWith(REASON_ENDING))) continue;
    looks += 1;
    if (await deletedIfOld(join(place, entry.name), keepMs, now)) deleted += 1;
  }
  return false;
}

async function deletedIfOld(path: string, keepMs: number, now: number): Promise<boolean> {
  try {
    const { mtimeMs, ctimeMs } = await lstat(path);
    // Moving a file keeps when it was written and changes when it was changed: the later one is when it was put there.
    if (now - Math.max(mtimeMs, ctimeMs) < keepMs) return false;
    await unlink(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}
