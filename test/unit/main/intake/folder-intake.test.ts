import { existsSync, lutimesSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { createFolderIntake, type FolderIntake, type IntakeFault } from '../../../../main/intake/folder-intake.ts';
import { prune } from '../../../../main/intake/prune.ts';
import type { Clock, Stamp } from '../../../../main/tracking/instant.ts';
import { IntakeFolder } from './intake-folder.ts';

const POLL_SECONDS = 3;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A clock whose timers run when a test says so, and that tells when the next look is waited for. */
class LookClock implements Clock {
  stamp: Stamp = { mono: 1_000, wall: Date.now() };
  private timers: { readonly ms: number; readonly callback: () => void }[] = [];
  private waiting = (): void => undefined;

  now(): Stamp {
    return this.stamp;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { ms, callback };
    this.timers.push(timer);
    if (ms === POLL_SECONDS * 1_000) this.waiting();
    return () => {
      this.timers = this.timers.filter((one) => one !== timer);
    };
  }

  get pending(): readonly number[] {
    return this.timers.map(({ ms }) => ms);
  }

  pass(ms: number): void {
    this.stamp = { mono: this.stamp.mono + ms, wall: this.stamp.wall + ms };
  }

  fire(ms: number): void {
    const timer = this.timers.find((one) => one.ms === ms);
    this.timers = this.timers.filter((one) => one !== timer);
    timer?.callback();
  }

  /** Settles when a look is over and the next one is waited for. */
  async looked(begin: () => void): Promise<void> {
    const over = new Promise<void>((resolve) => {
      this.waiting = resolve;
    });
    begin();
    await over;
  }
}

interface Running {
  readonly folder: IntakeFolder;
  readonly clock: LookClock;
  readonly faults: (IntakeFault | null)[];
  readonly intake: FolderIntake;
  /** The next look, `ms` later. */
  next(ms?: number): Promise<void>;
}

const running: Running[] = [];
function build(): Running {
  const folder = new IntakeFolder();
  const clock = new LookClock();
  const faults: (IntakeFault | null)[] = [];
  const intake = createFolderIntake({
    folder: folder.path,
    pollSeconds: POLL_SECONDS,
    keepDays: 7,
    desk: folder.tested.desk,
    allowNumericIds: false,
    clock,
    onFault: (fault) => void faults.push(fault),
  });
  const next = (ms = POLL_SECONDS * 1_000): Promise<void> =>
    clock.looked(() => {
      clock.pass(ms);
      clock.fire(POLL_SECONDS * 1_000);
    });
  const one = { folder, clock, faults, intake, next };
  running.push(one);
  return one;
}
async function started(): Promise<Running> {
  const one = build();
  await one.clock.looked(() => one.intake.start());
  return one;
}
afterEach(() => {
  for (const { intake, folder } of running.splice(0)) {
    intake.stop();
    folder.remove();
  }
});

describe('the intake folder', () => {
  it('is looked at again and again, one look after the other', async () => {
    const { folder, clock, faults, next } = await started();
    folder.drop('a.json', { cardId: 'a' });
    await next();
    expect(folder.watched).toEqual([]);
    await next();
    expect(folder.watched).toEqual(['a']);
    expect(clock.pending).toEqual([POLL_SECONDS * 1_000]);
    expect(faults).toEqual([]);
  });

  it('is left alone after the stop', async () => {
    const { folder, clock, intake, next } = await started();
    folder.drop('a.json', { cardId: 'a' });
    await next();
    intake.stop();
    expect(clock.pending).toEqual([]);
    expect(folder.watched).toEqual([]);
  });

  it('that goes away is one fault until it comes back', async () => {
    const { folder, faults, next } = await started();
    renameSync(folder.path, `${folder.path}-away`);
    await next();
    await next();
    expect(faults).toEqual([
      { family: 'intake', cause: 'folder-unreachable', detail: 'The system says ENOENT.', correlationId: null },
    ]);
    renameSync(`${folder.path}-away`, folder.path);
    await next();
    expect(faults.at(-1)).toBeNull();
    expect(faults).toHaveLength(2);
  });

  it('that does not answer is a fault before the look is over', async () => {
    const { clock, faults, intake } = build();
    await clock.looked(() => {
      intake.start();
      clock.fire(10_000);
      expect(faults).toEqual([expect.objectContaining({ cause: 'folder-unreachable' })]);
    });
    expect(faults.at(-1)).toBeNull();
  });

  it('tells of refused files for a quarter of an hour', async () => {
    const { folder, faults, next } = await started();
    folder.drop('a.json', '[]');
    folder.drop('b.json', { cardId: '4111111111111111' });
    await next();
    await next();
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ family: 'intake', cause: 'files-refused', correlationId: null });
    expect(faults[0]?.detail).toMatch(/^2 files were refused\. The last one: .* "failed"\.$/);
    expect(faults[0]?.detail).not.toContain('4111');
    await next(15 * MINUTE - 1);
    expect(faults).toHaveLength(1);
    folder.drop('c.json', '[]');
    await next(1);
    expect(faults.at(-1)).toBeNull();
    await next();
    expect(faults.at(-1)).toMatchObject({ detail: expect.stringMatching(/^1 file was refused/) });
  });

  it('names the folder first when both are wrong', async () => {
    const { folder, faults, next } = await started();
    folder.drop('a.json', '[]');
    await next();
    await next();
    renameSync(folder.path, `${folder.path}-away`);
    await next();
    expect(faults.at(-1)).toMatchObject({ cause: 'folder-unreachable' });
    renameSync(`${folder.path}-away`, folder.path);
    await next();
    expect(faults.at(-1)).toMatchObject({ cause: 'files-refused' });
  });

  it('loses what was put away a week ago, and nothing else', async () => {
    const { folder, clock, next } = await started();
    folder.drop('a.json', { cardId: 'a' });
    folder.drop('b.json', '[]');
    await next();
    await next();
    writeFileSync(folder.at('failed', 'notes of branch IT.doc'), '');
    mkdirSync(folder.at('done', 'more.json'));
    // The files are as old as the test; the clock of the station says that a week has passed.
    await next(7 * DAY - 5 * MINUTE);
    expect([...folder.list('done'), ...folder.list('failed')]).toContain('a.json');
    clock.pass(10 * MINUTE);
    await next(61 * MINUTE);
    expect(folder.list('done')).toEqual([]);
    expect(folder.list('failed')).toEqual(['notes of branch IT.doc']);
    expect(existsSync(folder.at('done', 'more.json'))).toBe(true);
  });
});

describe('what was put away', () => {
  it('counts from when it was put there, and a link is deleted, not followed', async () => {
    const folder = new IntakeFolder();
    mkdirSync(folder.at('done'));
    folder.drop('precious', 'x');
    folder.drop('old.json', '{}', 400 * 24 * 3_600);
    renameSync(folder.at('old.json'), folder.at('done', 'old.json'));
    symlinkSync(folder.at('precious'), folder.at('done', 'link.json'));
    lutimesSync(folder.at('done', 'link.json'), 1, 1);
    const now = Date.now();
    expect(await prune(folder.at('done'), DAY, now)).toBe(false);
    expect(folder.list('done')).toEqual(['link.json', 'old.json']);
    await prune(folder.at('done'), DAY, now + DAY + MINUTE);
    expect(folder.list('done')).toEqual([]);
    expect(folder.list()).toEqual(['precious']);
    folder.remove();
  });

  it('goes a few hundred files at a time', async () => {
    const folder = new IntakeFolder();
    mkdirSync(folder.at('done'));
    for (let n = 0; n < 250; n += 1) writeFileSync(join(folder.at('done'), `${n}.json`), '');
    expect(await prune(folder.at('done'), 1, Date.now() + DAY)).toBe(true);
    expect(folder.list('done')).toHaveLength(50);
    expect(await prune(folder.at('done'), 1, Date.now() + DAY)).toBe(false);
    expect(folder.list('done')).toEqual([]);
    rmSync(folder.path, { recursive: true });
  });
});
