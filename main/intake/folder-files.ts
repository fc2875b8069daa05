/**
 * The intake folder as a file system: looking, reading and putting away, one step at a time. No step follows a link, waits
 * for a pipe or reads more than a card file may have. Errors of single files are answers; those of the folder are thrown.
 */
import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { lstat, open, opendir, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { codeOf } from '../config/error-code.ts';
import { MAX_CARD_FILE_BYTES } from './card-file.ts';
import { CARD_FILE_ENDING, filedStem, isCardFileName, REASON_ENDING } from './filed-name.ts';
import { isSame, type FileState } from './sightings.ts';

/** Names of one look: memory and time stay small, and what is beyond comes up when the first are gone. */
const MAX_NAMES = 20_000;
/** Random bytes behind a name that is taken already. */
const TAIL_BYTES = 4;

export type FileLook =
  | ({ readonly kind: 'plain' } & FileState)
  /** A link, a pipe, a device: nothing that is read. */
  | ({ readonly kind: 'other' } & FileState)
  | { readonly kind: 'gone' };

export type FileBytes =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'gone' }
  /** Not the file that was looked at, or a writer holds it. */
  | { readonly kind: 'not-now'; readonly why: string };

/** Names of card files in the folder, in no order, folders left out. Throws when the folder cannot be read. */
export async function listCardFiles(folder: string): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for await (const entry of await opendir(folder)) {
    if (!entry.isDirectory() && isCardFileName(entry.name)) names.add(entry.name);
    if (names.size >= MAX_NAMES) break;
  }
  return names;
}

export async function lookAtFile(path: string): Promise<FileLook> {
  try {
    const stats = await lstat(path);
    return { kind: stats.isFile() ? 'plain' : 'other', ...stateOf(stats) };
  } catch (error) {
    if (isGone(error)) return { kind: 'gone' };
    throw error;
  }
}

/** Reads one byte more than a card file may have, if there is one; `expected` is the state that was looked at. */
export async function readCardBytes(path: string, expected: FileState): Promise<FileBytes> {
  try {
    const file = await open(path, READ_ONLY);
    try {
      const stats = await file.stat();
      if (!stats.isFile() || !isSame(stateOf(stats), expected))
        return { kind: 'not-now', why: 'The file keeps changing.' };
      // A second name would keep what is refused here alive elsewhere; writers that link and unlink have it for a moment.
      if (stats.nlink > 1) return { kind: 'not-now', why: 'The file has a second name (a hard link).' };
      const bytes = Buffer.alloc(Math.min(stats.size, MAX_CARD_FILE_BYTES) + 1);
      let length = 0;
      while (length < bytes.length) {
        const { bytesRead } = await file.read(bytes, length, bytes.length - length, null);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      return { kind: 'bytes', bytes: bytes.subarray(0, length) };
    } finally {
      await file.close();
    }
  } catch (error) {
    return isGone(error) ? { kind: 'gone' } : { kind: 'not-now', why: `The file cannot be read: ${codeOf(error)}.` };
  }
}

/** Windows has neither flag nor links without privilege; `lookAtFile` has refused them before. */
const READ_ONLY =
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- Node's types do not know Windows here
  constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Moves a file into `place` under a name of its own there; `reason` is left beside it. A file that is gone is no error. */
export async function putAway(folder: string, name: string, place: string, reason: string | null): Promise<void> {
  const filed = await freeName(place, filedStem(name));
  try {
    await rename(join(folder, name), join(place, filed));
  } catch (error) {
    if (isGone(error) && (await lookAtFile(join(folder, name))).kind === 'gone') return;
    throw error;
  }
  if (reason !== null) await leaveReason(place, filed, reason);
}

/**
 * Deletes a file that must not be kept; only the reason stays. Writing over it first would be of no use: file systems and
 * flash memory keep old blocks wherever they like.
 */
export async function discard(folder: string, name: string, place: string, reason: string): Promise<void> {
  const filed = await freeName(place, filedStem(name));
  try {
    await unlink(join(folder, name));
  } catch (error) {
    if (isGone(error)) return;
    throw error;
  }
  await leaveReason(place, filed, `${reason} The file was deleted.`);
}

async function leaveReason(place: string, filed: string, reason: string): Promise<void> {
  await writeFile(join(place, `${filed}${REASON_ENDING}`), `${reason}\n`, { flag: 'wx', mode: 0o640 });
}

/** Nobody else puts files there, so that a name which is free now stays free. */
async function freeName(place: string, stem: string): Promise<string> {
  const plain = `${stem}${CARD_FILE_ENDING}`;
  const taken = await Promise.all([plain, `${plain}${REASON_ENDING}`].map((name) => lookAtFile(join(place, name))));
  if (taken.every(({ kind }) => kind === 'gone')) return plain;
  return `${stem}~${randomBytes(TAIL_BYTES).toString('hex')}${CARD_FILE_ENDING}`;
}

function stateOf({ size, mtimeMs, ino }: Stats): FileState {
  return { size, mtimeMs, inode: ino };
}

function isGone(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}
