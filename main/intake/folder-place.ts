/**
 * Whether the intake folder is a place to take files from, and the two folders in it that files are put into. Whoever may
 * write the intake folder may exchange what is in it at any moment, a folder for a link to the station's own profile too:
 * Linux therefore holds what was checked open, and works by that; macOS refuses such a folder; on Windows its rights are all
 * there is.
 */
import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { access, lstat, mkdir, open, stat, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import { codeOf } from '../config/error-code.ts';
import { CARD_FILE_ENDING } from './filed-name.ts';

export interface ReadyPlace {
  readonly kind: 'ready';
  /** Paths to work by until `close`. On Linux each leads to the folder that was checked, whatever its name leads to by now. */
  readonly folder: string;
  readonly done: string;
  readonly failed: string;
  /** Has to be called when the work is over; never rejects. */
  close(): Promise<void>;
}

/** `why` is a sentence for branch IT. */
type Unreachable = { readonly kind: 'unreachable'; readonly why: string };
export type Place = ReadyPlace | Unreachable;

interface Folder {
  readonly path: string;
  readonly stats: Stats;
}

/** Opens a folder that was checked; null where there is something else than a folder. */
type Hold = (path: string, look: (path: string) => Promise<Stats>) => Promise<Folder | null>;

/** Owner and group: branch IT reads what is in there, other accounts of the PC do not. */
const PLACE_MODE = 0o750;
const STICKY = 0o1000;
const WRITABLE_BY_ALL = 0o002;
const WRITABLE_BY_OTHERS = 0o022;
const ROOT = 0;
/** Random bytes in the name of a file that is there for a moment only. */
const NAME_BYTES = 8;

/** Looks at the folder, and makes what is missing in it, never the folder itself: a share that is away must not be replaced. */
export async function openPlace(folder: string, platform: NodeJS.Platform): Promise<Place> {
  const handles: FileHandle[] = [];
  const close = async (): Promise<void> => {
    for (const handle of handles.splice(0)) await handle.close().catch(() => undefined);
  };
  const place = await placeIn(folder, platform, platform === 'linux' ? holdOpen(handles) : byName);
  if (place.kind === 'ready') return { ...place, close };
  await close();
  return place;
}

async function placeIn(
  path: string,
  platform: NodeJS.Platform,
  hold: Hold,
): Promise<Omit<ReadyPlace, 'close'> | Unreachable> {
  try {
    const folder = await hold(path, stat);
    if (folder === null)
      return unreachable(
        `It is not a folder${platform === 'linux' ? ', or only a link to one' : ''}. Name the folder itself.`,
      );
    const problem = platform === 'win32' ? null : await folderProblem(folder, platform);
    if (problem !== null) return unreachable(problem);
    await access(folder.path, constants.R_OK | constants.W_OK | constants.X_OK);
    const done = await openedIn(folder, 'done', hold);
    if (typeof done === 'object') return done;
    const failed = await openedIn(folder, 'failed', hold);
    if (typeof failed === 'object') return failed;
    return { kind: 'ready', folder: folder.path, done, failed };
  } catch (error) {
    return unreachable(`The system says ${codeOf(error)}.`);
  }
}

/** By a folder that is open, Linux finds what is in it and nothing else, though another one has its name. Source: proc(5). */
function holdOpen(handles: FileHandle[]): Hold {
  return async (path) => {
    try {
      const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
      handles.push(handle);
      return { path: `/proc/self/fd/${String(handle.fd)}`, stats: await handle.stat() };
    } catch (error) {
      if (['ENOTDIR', 'ELOOP'].includes(codeOf(error))) return null;
      throw error;
    }
  };
}

const byName: Hold = async (path, look) => {
  const stats = await look(path);
  return stats.isDirectory() ? { path, stats } : null;
};

/** With the sticky bit, others can add files and nothing more; without it they could exchange what is read or kept. */
async function folderProblem(folder: Folder, platform: NodeJS.Platform): Promise<string | null> {
  const { mode } = folder.stats;
  const sticky = (mode & STICKY) !== 0;
  if (!sticky && (mode & WRITABLE_BY_ALL) !== 0) return 'Every account of this PC can write it. Take that right away.';
  if (platform === 'linux') return null;
  if (!sticky && (mode & WRITABLE_BY_OTHERS) !== 0)
    return 'Another account than its owner can write it. Take that right away, or set its sticky bit.';
  return (await isOwn(folder)) ? null : 'It belongs to another account. Give it to the account of the station.';
}

/** Gives the path to work by. A link in the place of the folder could send files anywhere. */
async function openedIn(folder: Folder, name: string, hold: Hold): Promise<string | Unreachable> {
  const path = join(folder.path, name);
  try {
    await mkdir(path, { mode: PLACE_MODE });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') return unreachable(`The folder ${name} cannot be made: ${codeOf(error)}.`);
  }
  const place = await hold(path, lstat).catch(codeOf);
  if (typeof place === 'string') return unreachable(`The folder ${name} cannot be opened: ${place}.`);
  if (place === null) return unreachable(`There is something else where the folder ${name} should be.`);
  if (await isOwn(place)) return place.path;
  return unreachable(
    `The folder ${name} belongs to another account, which could delete what is put there. Take it away: the station makes its own.`,
  );
}

/** Whoever owns a folder can do anything with what is in it. Windows tells no owner here. */
async function isOwn({ path, stats }: Folder): Promise<boolean> {
  const own = process.geteuid?.();
  return own === undefined || stats.uid === own || stats.uid === ROOT || stats.uid === (await ownerOfNewFile(path));
}

/** Whom the system names as the owner of what this account makes there: a share may have one owner for everything. */
async function ownerOfNewFile(folder: string): Promise<number | null> {
  try {
    // With this ending it goes with the old files, should the PC lose its power right now.
    const path = join(folder, `.${randomBytes(NAME_BYTES).toString('hex')}${CARD_FILE_ENDING}`);
    const file = await open(path, 'wx', 0o600);
    try {
      return (await file.stat()).uid;
    } finally {
      await file.close();
      await unlink(path);
    }
  } catch {
    return null;
  }
}

function unreachable(why: string): Unreachable {
  return { kind: 'unreachable', why };
}
