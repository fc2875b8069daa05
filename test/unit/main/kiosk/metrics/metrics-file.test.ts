import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import type * as Fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { keepMetricsFile } from '../../../../../main/kiosk/metrics/metrics-file.ts';
import { FakeClock } from '../../tracking/fake-clock.ts';

/** What another program does at the moment at which a file has been closed. */
let afterClose = (): void => undefined;
vi.mock('node:fs', async (original) => {
  const real = await original<typeof Fs>();
  const closeSync = (handle: number): void => {
    real.closeSync(handle);
    afterClose();
  };
  return { ...real, closeSync };
});

const EVERY_MS = 15_000;
let folder = '';
let end = (): void => undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'card-station-metrics-'));
});
afterEach(() => {
  afterClose = () => undefined;
  end();
  rmSync(folder, { recursive: true, force: true });
});

function keeping(file: string, text = (times: number): string => `written ${String(times)}\n`) {
  const clock = new FakeClock();
  const troubles: (string | null)[] = [];
  let times = 0;
  end = keepMetricsFile({
    file,
    everyMs: EVERY_MS,
    text: () => text((times += 1)),
    lastText: () => 'ended\n',
    clock,
    onTrouble: (code) => troubles.push(code),
  });
  return {
    clock,
    troubles,
    /** The write that is under way has ended: the next one waits for its time. */
    written: () => vi.waitFor(() => expect(clock.pending()).toBe(1), { interval: 5 }),
    async next() {
      clock.advance(EVERY_MS);
      await this.written();
    },
  };
}

describe('the file of the figures', () => {
  it('is written at once, again and again, whole, and for everybody to read', async () => {
    const file = join(folder, 'card-station.prom');
    const umask = process.umask(0o077);
    try {
      const kept = keeping(file);
      await kept.written();
      expect(readFileSync(file, 'utf8')).toBe('written 1\n');
      await kept.next();
      expect(readFileSync(file, 'utf8')).toBe('written 2\n');
      expect(statSync(file).mode & 0o777).toBe(0o644);
      expect(readdirSync(folder)).toEqual(['card-station.prom']);
      expect(kept.troubles).toEqual([]);
      end();
      expect(readFileSync(file, 'utf8')).toBe('ended\n');
      expect(statSync(file).mode & 0o777).toBe(0o644);
      expect(kept.clock.pending()).toBe(0);
    } finally {
      process.umask(umask);
    }
  });

  it('is told of once when its folder is missing, and once when it is there again', async () => {
    const away = join(folder, 'away');
    const kept = keeping(join(away, 'card-station.prom'));
    await kept.written();
    expect(kept.troubles).toEqual([]);
    for (let times = 0; times < 4; times += 1) await kept.next();
    expect(kept.troubles).toEqual(['ENOENT']);
    mkdirSync(away);
    await kept.next();
    await kept.next();
    expect(kept.troubles).toEqual(['ENOENT', null]);
    rmSync(away, { recursive: true });
    await kept.next();
    mkdirSync(away);
    await kept.next();
    expect(kept.troubles).toEqual(['ENOENT', null]);
  });

  it('ends nothing when it cannot be written at the end, nor when its text cannot be made', async () => {
    const kept = keeping(join(folder, 'away', 'card-station.prom'), () => {
      throw new Error('a defect');
    });
    await kept.written();
    await kept.next();
    expect(kept.troubles).toEqual(['unexpected failure']);
    expect(end).not.toThrow();
  });

  it('follows no link that somebody has laid in its way, and leaves nothing half written', async () => {
    const other = join(folder, 'other.txt');
    writeFileSync(other, 'not ours');
    const file = join(folder, 'card-station.prom');
    symlinkSync(other, `${file}.tmp`);
    const kept = keeping(file);
    await kept.written();
    expect(readFileSync(other, 'utf8')).toBe('not ours');
    expect(readFileSync(file, 'utf8')).toBe('written 1\n');
    rmSync(file);
    mkdirSync(file);
    await kept.next();
    await kept.next();
    expect(kept.troubles).toHaveLength(1);
    expect(readdirSync(folder).sort()).toEqual(['card-station.prom', 'other.txt']);
  });

  it('opens no file to everybody that somebody lays in its way as the station ends', async () => {
    const other = join(folder, 'other.txt');
    writeFileSync(other, 'not ours', { mode: 0o600 });
    const file = join(folder, 'card-station.prom');
    await keeping(file).written();
    afterClose = () => {
      rmSync(`${file}.tmp`, { force: true });
      symlinkSync(other, `${file}.tmp`);
    };
    end();
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(statSync(other).mode & 0o777).toBe(0o600);
  });

  it('says that the station has ended also when a write is under way then', async () => {
    const file = join(folder, 'card-station.prom');
    keeping(file);
    end();
    await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toBe('ended\n'), { interval: 5 });
  });
});
