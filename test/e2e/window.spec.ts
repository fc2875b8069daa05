import { lookAtGlass } from './glass.ts';
import { expect, expectConnection, test } from './fixtures.ts';

test('an installed station fills the screen, and no key closes it', async ({ desk }) => {
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  const facts = await station.electron.evaluate(({ BrowserWindow, screen }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.close();
    return { kiosk: window?.isKiosk(), bounds: window?.getBounds(), display: screen.getPrimaryDisplay().bounds };
  });
  expect(facts.kiosk).toBe(true);
  expect(facts.bounds).toEqual(facts.display);
  expect(station.page.isClosed()).toBe(false);
  // The corners show the station and not what is behind it, which is black here.
  const glass = lookAtGlass();
  for (const [x, y] of [
    [2, 2],
    [glass.width - 3, glass.height - 3],
  ] as const) {
    expect(glass.pixel(x, y)).not.toEqual([0, 0, 0]);
  }
});

test('configured otherwise it has a window that closes', async ({ desk }) => {
  desk.configure({ kiosk: { fullScreen: false } });
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  const gone = new Promise((resolve) => station.electron.process().once('exit', resolve));
  const kiosk = await station.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const before = window?.isKiosk();
    setTimeout(() => window?.close(), 100);
    return before;
  });
  expect(kiosk).toBe(false);
  await gone;
});
