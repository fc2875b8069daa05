/**
 * Reads files out of a folder that only an administrator and the station may write. On Windows the folder's access list
 * says who that is, and is the roll-out's to set; elsewhere owner and mode are looked at here.
 */
import { constants, type Stats } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { codeOf } from '../config/error-code.ts';
import type { ImportProblem } from '../tracking/words.ts';

export type Guarded =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'absent' }
  /** `detail` names the file or folder and what is wrong with it. */
  | { readonly kind: 'problem'; readonly problem: ImportProblem; readonly detail: string };

/** Group and others may write. */
const WRITABLE = 0o022;
/** Others may read. */
const READABLE_BY_OTHERS = 0o004;
const ROOT = 0;

/** Why nothing may be taken from the folder, `absent` where it is not there, null when it may. */
export async function guardFolder(folder: string): Promise<Exclude<Guarded, { readonly kind: 'text' }> | null> {
  // Whoever may write the folder above can put another one in this one's place.
  for (const path of [folder, dirname(folder)]) {
    const facts = await lstat(path).catch((error: unknown) => codeOf(error));
    if (facts === 'ENOENT') return { kind: 'absent' };
    if (typeof facts === 'string') return problem('unreadable', `${path}: ${facts}`);
    if (!facts.isDirectory()) return problem('not-plain', `${path} is not a folder of its own`);
    if (isOpen(facts)) return problem('open-to-others', `${path}: ${ownerAndMode(facts)}`);
  }
  return null;
}

/** Reads one file of the folder; links, other things than files, open ones and larger ones than `maxBytes` are problems. */
export async function readGuarded(folder: string, name: string, maxBytes: number): Promise<Guarded> {
  const path = join(folder, name);
  try {
    // The link itself: where the system cannot refuse to follow one, this does.
    if (!(await lstat(path)).isFile()) return problem('not-plain', `${path} is not a plain file`);
    // Nothing that takes the file's place meanwhile is followed or waited for.
    const file = await open(path, constants.O_RDONLY | NO_FOLLOW | NO_WAIT);
    try {
      const facts = await file.stat();
      if (!facts.isFile() || facts.nlink !== 1) return problem('not-plain', `${path} is not a plain file of one name`);
      if (isOpen(facts) || (isPosix() && (facts.mode & READABLE_BY_OTHERS) !== 0)) {
        return problem('open-to-others', `${path}: ${ownerAndMode(facts)}`);
      }
      const buffer = Buffer.alloc(maxBytes + 1);
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
      if (bytesRead > maxBytes) return problem('too-large', `${path} is larger than ${String(maxBytes)} bytes`);
      return { kind: 'text', text: buffer.subarray(0, bytesRead).toString('utf8') };
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return { kind: 'absent' };
    return code === 'ELOOP' ? problem('not-plain', `${path} is a link`) : problem('unreadable', `${path}: ${code}`);
  }
}

/** Windows knows neither. */
const NO_FOLLOW = (constants.O_NOFOLLOW as number | undefined) ?? 0;
const NO_WAIT = (constants.O_NONBLOCK as number | undefined) ?? 0;

function isPosix(): boolean {
  return process.getuid !== undefined;
}

/** Somebody else than an administrator and the station's own account may write it. */
function isOpen({ uid, mode }: Stats): boolean {
  const own = process.getuid?.();
  if (own === undefined) return false;
  return (uid !== ROOT && uid !== own) || (mode & WRITABLE) !== 0;
}

function ownerAndMode({ uid, mode }: Stats): string {
  return `owner ${String(uid)}, mode ${(mode & 0o7777).toString(8)}`;
}

function problem(kind: ImportProblem, detail: string): Extract<Guarded, { readonly kind: 'problem' }> {
  return { kind: 'problem', problem: kind, detail };
}
