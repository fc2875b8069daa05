import { readlinkSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { exitOf } from './broken-station.ts';
import { expect, expectConnection, test } from './fixtures.ts';
import { runCommand } from './station-app.ts';

test('a kiosk keeps its display on, also after sleep, stays on top, and takes the keyboard back', async ({ desk }) => {
  await desk.provision();
  const station = await desk.start();
  const blockers = (): Promise<number> =>
    station.electron.evaluate(
      ({ powerSaveBlocker }) =>
        Array.from({ length: 20 }, (_, id) => powerSaveBlocker.isStarted(id)).filter(Boolean).length,
    );
  expect(await blockers()).toBe(1);
  await station.electron.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  expect(await blockers()).toBe(1);
  await expect
    .poll(() => station.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isAlwaysOnTop()))
    .toBe(true);
  await station.electron.evaluate(({ BaseWindow }) => {
    new BaseWindow({ width: 400, height: 300, title: 'another program' }).focus();
  });
  await expect
    .poll(() => station.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFocused()))
    .toBe(true);
});

test('a kiosk that is configured so leaves other windows alone', async ({ desk }) => {
  desk.configure({ kiosk: { onTop: false, otherDisplays: 'leave' } });
  await desk.provision();
  const station = await desk.start();
  const onTop = await station.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.isAlwaysOnTop(),
  );
  expect(onTop).toBe(false);
});

test('the pointer is hidden until somebody moves it', async ({ desk }) => {
  const station = await desk.start();
  const cursor = (): Promise<string> => station.page.evaluate('getComputedStyle(document.body).cursor');
  await expect.poll(cursor).toBe('none');
  await station.page.mouse.move(200, 200);
  await station.page.mouse.move(300, 300);
  expect(await cursor()).not.toBe('none');
  await expect.poll(cursor).toBe('none');
});

test('the lock of a station that is gone keeps nobody out', async ({ desk }) => {
  test.skip(process.platform !== 'linux', 'the lock of Linux');
  const lock = join(desk.place.profileFolder, 'SingletonLock');
  await desk.provision();
  const first = await desk.start();
  process.kill(first.pid, 'SIGKILL');
  await exitOf(first);
  // Left behind by a PC that was renamed since, and by a process whose number another program has now.
  for (const holder of ['another-name-4242', `${hostname()}-${process.pid}`]) {
    unlinkSync(lock);
    symlinkSync(holder, lock);
    const next = await desk.start();
    await expectConnection(next, 'ok');
    expect(readlinkSync(lock)).toBe(`${hostname()}-${next.pid}`);
    process.kill(next.pid, 'SIGKILL');
    await exitOf(next);
  }
});

test('a profile that cannot be written is not taken for a station that runs', async ({ desk }) => {
  const profileFolder = join(desk.folder, 'a file');
  writeFileSync(profileFolder, '');
  const sentence = /^card-station: The profile folder .* cannot be written \(E[A-Z]+\)\. Branch IT: /;
  for (const args of [[], ['watch', 'card-0001'], ['update-window']])
    expect(await runCommand({ ...desk.place, profileFolder }, ...args)).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(sentence),
    });
});
