/** What the panel and its display go through: a start without a flash, long idle hours, another size. */
import { execFileSync } from 'node:child_process';

import { WINDOW_GROUND } from '../../main/kiosk/window-ground.ts';
import { THEMES } from '../../main/tracking/words.ts';
import { expect, expectConnection, expectStage, test } from './fixtures.ts';
import { lookAtGlass, shareOf, type Glass } from './glass.ts';
import type { StationApp } from './station-app.ts';

/** Words and lines may be white, a share of the screen; a flash fills it. */
const MUCH = 0.1;

const isWhite = ([r, g, b]: readonly [number, number, number]): boolean => Math.min(r, g, b) >= 250;

/** Looks at the glass again and again until `end` is aborted; gives the whitest look there was. */
async function whitestUntil(end: AbortSignal): Promise<number> {
  let most = 0;
  while (!end.aborted) {
    most = Math.max(most, shareOf(lookAtGlass(), isWhite));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return most;
}

for (const theme of THEMES) {
  test(`a start in ${theme} never flashes, and the page has its theme before its scripts`, async ({ desk }) => {
    desk.configure({ screen: { theme } });
    await desk.provision();
    const up = new AbortController();
    const whitest = whitestUntil(up.signal);
    const station = await desk.start();
    await expectConnection(station, 'ok');
    up.abort();
    expect(await whitest).toBeLessThan(MUCH);
    const ground = await station.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getBackgroundColor().toLowerCase(),
    );
    expect(ground).toBe(WINDOW_GROUND[theme]);
    const first = await station.electron.evaluate(async ({ session }) =>
      (await session.fromPartition('station').fetch('app://station/index.html')).text(),
    );
    expect(first).toContain(`data-theme="${theme}"`);
  });
}

test('a page that is loaded anew shows that it starts, and then a card only as main says it is', async ({
  desk,
  sandbox,
}) => {
  await desk.provision();
  const station = await desk.start();
  sandbox.control.order({ cardId: 'card-0080', scenario: 'by-hand' });
  sandbox.control.set('card-0080', { state: 'done' });
  await station.scan('card-0080');
  await expectStage(station, { verdict: 'hand-over' });
  await station.page.addInitScript(`(() => {
    window.seen = [];
    new MutationObserver(() => {
      const screen = document.querySelector('[data-testid="screen"]')?.getAttribute('data-screen');
      const now = screen === undefined ? null : screen + ' ' + document.querySelector('[data-testid="stage"]').getAttribute('data-verdict');
      if (now !== null && now !== window.seen.at(-1)) window.seen.push(now);
    }).observe(document, { subtree: true, childList: true, attributes: true });
  })()`);
  await station.page.reload();
  await expectStage(station, { cardId: 'card-0080', verdict: 'hand-over' });
  const seen = await station.page.evaluate<string[]>('window.seen');
  // Main can answer before the page is drawn at all; then there is no start to be seen.
  expect(seen.filter((screen) => screen !== 'starting ')).toEqual(['one-card hand-over']);
});

test('an idle screen grows dark, and the touch that wakes it does nothing else', async ({ desk }) => {
  // The least time that can be set is a minute.
  test.setTimeout(150_000);
  desk.configure({ screen: { dimAfterMinutes: 1 } });
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  const dim = station.page.locator('[data-testid="dim"]');
  const tool = station.page.locator('[data-testid="tool"][data-tool="sound"]');
  await expect(dim).toHaveAttribute('data-dim', 'false');
  await expect(dim).toHaveAttribute('data-dim', 'true', { timeout: 80_000 });
  // The shade falls slowly; the veil's own animation is begun anew by each snapshot and never ends.
  await station.page.evaluate(
    'Promise.allSettled(document.getAnimations().map((each) => each.finished)).then(() => undefined)',
  );
  const dark = lightOf(lookAtGlass());
  await tool.click();
  await expect.poll(() => lightOf(lookAtGlass())).toBeGreaterThan(dark * 1.2);
  await expect(dim).toHaveAttribute('data-dim', 'false');
  await expect(tool).toHaveAttribute('data-state', 'on');
  await tool.click();
  await expect(tool).toHaveAttribute('data-state', 'muted');
});

test('where the idle picture moves, no word of the head and the foot stays behind', async ({ desk }) => {
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  await expect(station.page.locator('[data-testid="screen"]')).toHaveAttribute('data-place');
  const words = await station.page.evaluate<{ text: string; moved: boolean }[]>(`(() => {
    const found = [];
    for (const part of document.querySelectorAll('.header, .foot')) {
      const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        let at = texts.currentNode.parentElement;
        const stays = ({ transform, translate }) => transform === 'none' && translate === 'none';
        while (at !== part && stays(getComputedStyle(at))) at = at.parentElement;
        found.push({ text: texts.currentNode.data, moved: at !== part });
      }
    }
    return found;
  })()`);
  expect(words.length).toBeGreaterThan(6);
  expect(words.filter(({ moved }) => !moved)).toEqual([]);
});

/** The mean of all looked-at colours. */
function lightOf(glass: Glass): number {
  let sum = 0;
  let count = 0;
  for (let y = 0; y < glass.height; y += 10)
    for (let x = 0; x < glass.width; x += 10) {
      sum += glass.pixel(x, y).reduce((one, other) => one + other, 0);
      count += 3;
    }
  return sum / count;
}

const SMALL = { name: 'card-station-small', width: 1280, height: 720 } as const;

function xrandr(...args: readonly string[]): string {
  return execFileSync('xrandr', args, { encoding: 'utf8' });
}

const boundsOf = ({ electron }: StationApp) =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());

test('the window covers the display again when that takes another size, and when it comes back', async ({ desk }) => {
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  const [, output = ''] = /^(\S+) connected/m.exec(xrandr()) ?? [];
  const [, usual = ''] = /^ {3}(\S+) .*\*/m.exec(xrandr()) ?? [];
  const before = await boundsOf(station);
  const timings = ['74.5', '1280', '1344', '1472', '1664', '720', '723', '728', '748'];
  xrandr('--newmode', SMALL.name, ...timings);
  xrandr('--addmode', output, SMALL.name);
  try {
    xrandr('--output', output, '--mode', SMALL.name);
    await expect.poll(() => boundsOf(station)).toEqual({ x: 0, y: 0, width: SMALL.width, height: SMALL.height });
    const inside = (): Promise<string> =>
      station.page.evaluate<string>('`${innerWidth}x${innerHeight}x${devicePixelRatio}`');
    await expect.poll(inside).toBe('1280x720x1');
    // Nothing of the station lies outside: its last tool ends where the glass ends.
    const tool = await station.page.locator('[data-testid="tool"]').last().boundingBox();
    expect((tool?.x ?? Infinity) + (tool?.width ?? 0)).toBeLessThanOrEqual(SMALL.width);
    await expect.poll(() => cornersShown(lookAtGlass())).toBe(true);
  } finally {
    xrandr('--output', output, '--mode', usual);
    xrandr('--delmode', output, SMALL.name);
    xrandr('--rmmode', SMALL.name);
  }
  await expect.poll(() => boundsOf(station)).toEqual(before);
  await expect.poll(() => cornersShown(lookAtGlass())).toBe(true);
});

/** What lies behind the station is black. */
function cornersShown(glass: Glass): boolean {
  return [
    [2, 2],
    [glass.width - 3, glass.height - 3],
  ].every(([x = 0, y = 0]) => glass.pixel(x, y).some((part) => part > 0));
}
