/**
 * Text of twice the size (WCAG 2.2, 1.4.4), as a person gets it here: the system enlarges what it shows to 200 %, and a screen of
 * 1920 × 1080 has room for 960 × 540. What is read at the desk is drawn in twice as many pixels, and nothing is lost.
 */
import { expect, test } from '@playwright/test';

import { LANGUAGES } from '../../main/tracking/words.ts';
import { openEngine, type Engine } from './engine.ts';
import { FAMILIES } from './family.ts';
import { openState } from './open-state.ts';
import { pageScript } from './page-script.ts';
import { STATES } from './states.ts';

let engine: Engine;
test.beforeAll(async () => {
  engine = await openEngine({ viewport: { width: 960, height: 540 }, deviceScaleFactor: 2 });
});
test.afterAll(() => engine.close());

/** Least sizes in the enlarged px: 28 of them are 56 on the glass, where the smallest text else has 28. */
const READING = { u: 1, word: 64, instruction: 34, text: 28, floor: 28, target: 64 };

/** What is never scrolled away: what may be done, why, and the buttons to do it with. */
const ALWAYS = [
  '.word',
  '.instruction',
  '.mark',
  '.aside',
  '.refused-what',
  '.refused-now',
  '.acts .act',
  '.refused .act',
  '.held-word',
  '.dialog-foot .act',
  '.outcome-title',
  '.given-acts .act',
  '.banner-sentence',
  '.banner-action',
  '.message-title',
  '.message-action',
  '.idle-prompt',
  '.panel-head .act',
  '.undo .act',
  '.tool',
  '.intake > span',
  '.clock',
  '.connection-words',
].join();
const REACH = { always: ALWAYS, line: 28 };

async function problemsOf(state: (typeof STATES)[number], over: Partial<(typeof STATES)[number]['view']> = {}) {
  await openState(engine.page, engine.server, state, over);
  const measured = await engine.page.evaluate<string[]>(pageScript('measure.js', 'measure', READING));
  const reached = await engine.page.evaluate<string[]>(pageScript('reach.js', 'reach', REACH));
  return [...measured, ...reached].map((problem) => `${over.language ?? ''} ${state.name}: ${problem}`);
}

test('nothing is lost when text is twice as large', async () => {
  const found: string[] = [];
  for (const state of FAMILIES) found.push(...(await problemsOf(state)));
  expect(found).toEqual([]);
});

/** Long words and other scripts: where a verdict has the least room. */
const TIGHT = [
  'production-failed',
  'cannot-tell-stale',
  'several-7',
  'check-list-complete',
  'refused-no-answer',
  'undo',
];

for (const language of LANGUAGES.filter((each) => each !== 'en')) {
  test(`nothing is lost when text is twice as large: ${language}`, async () => {
    const found: string[] = [];
    for (const state of FAMILIES.filter(({ name }) => TIGHT.includes(name))) {
      found.push(...(await problemsOf(state, { language })));
    }
    expect(found).toEqual([]);
  });
}

test('what is known of a card is scrolled to by the keyboard, and its buttons stay', async () => {
  const { page } = engine;
  const state = STATES.find(({ name }) => name === 'production-failed');
  if (state === undefined) throw new Error('no such state');
  await openState(page, engine.server, state);
  const button = page.locator('[data-testid="act"][data-act="reject"]');
  const place = await button.boundingBox();
  await button.focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => page.evaluate("document.querySelector('.stage-foot').scrollTop")).toBeGreaterThan(0);
  expect(await button.boundingBox()).toEqual(place);
});
