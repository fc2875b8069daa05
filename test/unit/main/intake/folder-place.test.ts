/** The folders that the intake works in, beside another account that may write there and exchanges them at any moment. */
import {
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';

import { afterEach, describe, expect, it, vi } from 'vitest';

import type { Tidy } from '../../../../main/intake/folder-look.ts';
import { prune } from '../../../../main/intake/prune.ts';
import { intakeFolder, type IntakeFolder } from './intake-folder.ts';

const IS_LINUX = process.platform === 'linux';
const BADGE = 'B123456';
const SOMEBODY = 61_234;
const YEAR_MS = 365 * 24 * 3_600_000;

afterEach(() => vi.restoreAllMocks());

/** What a program does that would have the station write elsewhere: the folder goes aside, a link comes in its place. */
function exchange(folder: IntakeFolder, name: string, elsewhere: string): void {
  renameSync(folder.at(name), folder.at(`${name}-aside`));
  symlinkSync(elsewhere, folder.at(name));
}

function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((name) => {
    try {
      return [readlinkSync(`/proc/self/fd/${name}`)];
    } catch {
      return [];
    }
  });
}

/** Has every open folder, or file, tell this owner, as a share does that knows one owner only. */
async function owned(by: number, which: (stats: Stats) => boolean): Promise<void> {
  const handle = await open('.');
  const prototype = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  const real = prototype.stat as () => Promise<Stats>;
  vi.spyOn(prototype, 'stat').mockImplementation(async function (this: FileHandle) {
    const stats = await real.call(this);
    return which(stats) ? Object.assign(stats, { uid: by }) : stats;
  });
}

describe.skipIf(!IS_LINUX)('a folder that is exchanged for a link while a card is taken', () => {
  it.each([
    ['done', { cardId: 'a' }, ['config.json']],
    ['failed', { cardId: 'a b' }, ['config.json', 'config.json.reason.txt']],
    ['failed', { cardId: BADGE }, ['config.json.reason.txt']],
  ])('%s: nothing goes to where the link leads', async (place, content, kept) => {
    const folder = intakeFolder({ badgePattern: '^B[0-9]{6}$' });
    const profile = intakeFolder();
    folder.drop('config.json', content);
    await folder.look();
    folder.meanwhile = () => exchange(folder, place, profile.path);
    expect((await folder.look()).unreachable).toBeNull();
    expect(folder.given).toHaveLength(1);
    expect(readdirSync(profile.path)).toEqual([]);
    expect(folder.list(`${place}-aside`)).toEqual(kept);
    expect((await folder.look()).unreachable).toMatch(new RegExp(`folder ${place} should be`));
  });

  it('the intake folder: nothing is taken or moved where the link leads', async () => {
    const folder = intakeFolder();
    const profile = intakeFolder();
    const aside = intakeFolder();
    for (const name of ['a.json', 'b.json']) folder.drop(name, { cardId: name[0] });
    for (const name of ['a.json', 'b.json']) profile.drop(name, { cardId: 'other' });
    await folder.look();
    folder.meanwhile = () => {
      folder.meanwhile = () => undefined;
      renameSync(folder.path, aside.at('folder'));
      symlinkSync(profile.path, folder.path);
    };
    expect((await folder.look()).unreachable).toBeNull();
    expect(folder.watched).toEqual(['a', 'b']);
    expect(aside.list('folder', 'done')).toEqual(['a.json', 'b.json']);
    expect((await folder.twoLooks()).unreachable).toMatch(/not a folder, or only a link/);
    expect(readdirSync(profile.path)).toEqual(['a.json', 'b.json']);
  });

  it('and old files are deleted: those where the link leads stay', async () => {
    const folder = intakeFolder();
    const profile = intakeFolder();
    profile.drop('config.json', '{}');
    await folder.look();
    folder.drop('done/old.json', '{}');
    await folder.look(async ([done = '']) => {
      exchange(folder, 'done', profile.path);
      await prune(done, 1, Date.now() + YEAR_MS);
      return null;
    });
    expect(readdirSync(folder.at('done-aside'))).toEqual([]);
    expect(profile.list()).toEqual(['config.json']);
  });
});

describe.skipIf(!IS_LINUX)('the folders that are held open', () => {
  it('are let go after each look, whatever came of it', async () => {
    const folder = intakeFolder();
    const lookAndCount = async (tidy?: Tidy): Promise<string | null> => {
      const { unreachable } = await folder.look(tidy);
      expect(openFiles().filter((path) => path.startsWith(folder.path))).toEqual([]);
      return unreachable;
    };
    folder.drop('a.json', { cardId: 'a' });
    folder.drop('b.json', '[]');
    expect(await lookAndCount()).toBeNull();
    expect(await lookAndCount(() => Promise.resolve('It cannot be tidied.'))).toBe('It cannot be tidied.');
    expect(folder.watched).toEqual(['a']);
    rmSync(folder.at('failed'), { recursive: true });
    writeFileSync(folder.at('failed'), '');
    expect(await lookAndCount()).toMatch(/something else/);
    folder.mode('.', 0o777);
    expect(await lookAndCount()).toMatch(/Every account/);
  });

  it.each(['770', '2770', '2775', '1777'])('may be in a folder of mode %s, which a group may write', async (mode) => {
    const folder = intakeFolder();
    folder.mode('.', Number.parseInt(mode, 8));
    folder.drop('a.json', { cardId: 'a' });
    expect((await folder.twoLooks()).unreachable).toBeNull();
    expect(folder.watched).toEqual(['a']);
  });

  it.each(['done', 'failed'])('are refused where another account owns %s', async (place) => {
    const folder = intakeFolder();
    mkdirSync(folder.at(place));
    folder.drop('a.json', { cardId: 'a' });
    const { ino } = await stat(folder.at(place));
    await owned(SOMEBODY, (stats) => stats.ino === ino);
    expect((await folder.twoLooks()).unreachable).toMatch(
      new RegExp(`^The folder ${place} belongs to another account, which could delete`),
    );
    expect(folder.given).toEqual([]);
    expect(folder.list(place)).toEqual([]);
  });

  it('may be on a share that names one owner for everything', async () => {
    const folder = intakeFolder();
    await owned(SOMEBODY, () => true);
    folder.drop('a.json', { cardId: 'a' });
    expect((await folder.twoLooks()).unreachable).toBeNull();
    expect(folder.watched).toEqual(['a']);
    expect(folder.list('done')).toEqual(['a.json']);
    expect(folder.list('failed')).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('a system that cannot work by an open folder', () => {
  it.each(['770', '720', '702'])('takes nothing from a folder of mode %s', async (mode) => {
    const folder = intakeFolder({ platform: 'darwin' });
    folder.drop('a.json', { cardId: 'a' });
    folder.mode('.', Number.parseInt(mode, 8));
    expect((await folder.twoLooks()).unreachable).toMatch(/account.* can write it\. Take that right away/);
    expect(folder.given).toEqual([]);
  });

  it.each(['700', '755', '1770', '1777'])('takes files from a folder of mode %s', async (mode) => {
    const folder = intakeFolder({ platform: 'darwin' });
    folder.drop('a.json', { cardId: 'a' });
    folder.mode('.', Number.parseInt(mode, 8));
    expect((await folder.twoLooks()).unreachable).toBeNull();
    expect(folder.watched).toEqual(['a']);
  });
});
