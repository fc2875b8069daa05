/** Whether the intake folder is a place to take files from, and the two folders in it that files are put into. */
import { constants, type Stats } from 'node:fs';
import { access, lstat, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { codeOf } from './folder-files.ts';

export type Place =
  | { readonly kind: 'ready'; readonly done: string; readonly failed: string }
  /** `why` is a sentence for branch IT. */
  | { readonly kind: 'unreachable'; readonly why: string };

/** Owner and group: branch IT reads what is in there, other accounts of the PC do not. */
const PLACE_MODE = 0o750;
const STICKY = 0o1000;
const WRITABLE_BY_ALL = 0o002;

/** Looks at the folder, and makes what is missing in it, never the folder itself: a share that is away must not be replaced. */
export async function openPlace(folder: string, platform: NodeJS.Platform): Promise<Place> {
  try {
    const stats = await stat(folder);
    if (!stats.isDirectory()) return { kind: 'unreachable', why: 'It is not a folder.' };
    if (platform !== 'win32' && isOpenToAll(stats))
      return { kind: 'unreachable', why: 'Every account of this PC can write it. Take that right away.' };
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    const [done, failed] = [join(folder, 'done'), join(folder, 'failed')];
    return (
      (await placeProblem(done, 'done')) ?? (await placeProblem(failed, 'failed')) ?? { kind: 'ready', done, failed }
    );
  } catch (error) {
    return { kind: 'unreachable', why: `The system says ${codeOf(error)}.` };
  }
}

/** With the sticky bit, others can add files and nothing more; without it they could exchange what is read or kept. */
function isOpenToAll({ mode }: Stats): boolean {
  return (mode & WRITABLE_BY_ALL) !== 0 && (mode & STICKY) === 0;
}

/** A link in its place could send files anywhere. */
async function placeProblem(path: string, name: string): Promise<Place | null> {
  try {
    await mkdir(path, { mode: PLACE_MODE });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST')
      return { kind: 'unreachable', why: `The folder ${name} cannot be made: ${codeOf(error)}.` };
  }
  const stats = await lstat(path);
  return stats.isDirectory()
    ? null
    : { kind: 'unreachable', why: `There is something else where the folder ${name} should be.` };
}
