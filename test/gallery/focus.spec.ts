/** Whoever uses the keyboard sees where it is: on every control that Tab comes to, measured from pixels. */
import { expect, test } from '@playwright/test';
import type { Locator, Page } from 'playwright';

import { THEMES } from '../../main/tracking/words.ts';
import { openEngine, type Engine } from './engine.ts';
import { openState, SIZES } from './open-state.ts';
import { pageScript } from './page-script.ts';
import { STATES } from './states.ts';

let engine: Engine;
let blank: Page;
test.beforeAll(async () => {
  engine = await openEngine();
  await engine.resize(SIZES[1]);
  blank = await engine.blankPage();
});
test.afterAll(() => engine.close());

/** WCAG 2.2, 2.4.13: a contrast of 3 : 1 to the same place without focus, over the area of a line of 2 px around the control. */
const CONTRAST = 3;
const LINE_PX = 2;
/** The focus is drawn no further outside of its control than this, in px. */
const MARGIN = 14;

/** Every kind of control on every kind of ground. */
const SAMPLE = [
  'wait-stuck',
  'hand-over',
  'production-failed',
  'cannot-tell-stale',
  'several-2',
  'check-list-complete',
  'reject',
  'given',
  'refused-no-answer',
  'banner-network',
  'undo',
  'look-and-sound',
  'language',
  'recent',
  'pin-typed',
  'self-test-failed',
  'settings',
  'quit',
];
/** The other themes have other colours and the same controls. */
const SHORT_SAMPLE = [
  'hand-over',
  'production-failed',
  'cannot-tell-stale',
  'check-list-complete',
  'given',
  'language',
];

const STOPS = ':is(button, input, [tabindex="0"]):not(:disabled, [tabindex="-1"], [inert] *)';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A field is shown by the boxes below it. */
async function shownBox(stop: Locator): Promise<Box> {
  const boxes = stop.locator('xpath=ancestor-or-self::*[contains(@class, "boxes-field")]');
  const box = await ((await boxes.count()) > 0 ? boxes : stop).boundingBox();
  if (box === null) throw new Error('a stop without a place');
  return box;
}

function around(box: Box): Box {
  const x = Math.max(0, box.x - MARGIN);
  const y = Math.max(0, box.y - MARGIN);
  return {
    x,
    y,
    width: Math.min(SIZES[1].width, box.x + box.width + MARGIN) - x,
    height: Math.min(SIZES[1].height, box.y + box.height + MARGIN) - y,
  };
}

/** The share of the area that the focus needs, at one stop. */
async function seen(stop: Locator): Promise<number> {
  await stop.focus();
  const box = await shownBox(stop);
  const clip = around(box);
  const focused = (await engine.page.screenshot({ clip })).toString('base64');
  await stop.blur();
  const plain = (await engine.page.screenshot({ clip })).toString('base64');
  const pixels = await blank.evaluate<number>(pageScript('focus.js', 'changed', { focused, plain, least: CONTRAST }));
  return pixels / (LINE_PX * 2 * (box.width + box.height));
}

for (const theme of THEMES) {
  test(`the focus is seen on every kind of control, ${theme}`, async () => {
    const { page } = engine;
    const names = theme === 'dark' ? SAMPLE : SHORT_SAMPLE;
    const unseen: string[] = [];
    const measured = new Set<string>();
    for (const state of STATES.filter(({ name }) => names.includes(name))) {
      await openState(page, engine.server, state, { theme });
      // What the keyboard gave the focus to shows it, and not what a finger did.
      await page.keyboard.press('Tab');
      for (const stop of await page.locator(STOPS).all()) {
        if (!(await stop.isVisible())) continue;
        const kind =
          (await stop.getAttribute('data-tool')) ?? `${state.name}: ${(await stop.getAttribute('class')) ?? ''}`;
        if (measured.has(kind)) continue;
        measured.add(kind);
        const share = await seen(stop);
        if (share < 1) unseen.push(`${kind} ${share.toFixed(2)}`);
      }
    }
    expect(unseen).toEqual([]);
    expect(measured.size).toBeGreaterThan(names.length * 2);
  });
}
