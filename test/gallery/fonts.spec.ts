/** The Japanese font is in more than a hundred files: it is named where Japanese is written, and only there. */
import { expect, test } from '@playwright/test';

import { openEngine, type Engine } from './engine.ts';
import { openState, SIZES } from './open-state.ts';
import { STATES } from './states.ts';
import { card } from './views.ts';

let engine: Engine;
test.beforeAll(async () => {
  engine = await openEngine();
  await engine.resize(SIZES[1]);
});
test.afterAll(() => engine.close());

const WAITING = STATES.find(({ name }) => name === 'wait-at-printer');
/** What the page's text is drawn with, and how many of the font's files are there. */
const FONTS = `({
  named: getComputedStyle(document.body).fontFamily.includes('Noto Sans JP'),
  loaded: [...document.fonts].filter(({ family, status }) => family.includes('Noto Sans JP') && status === 'loaded').length,
})`;

async function fontsOf(over: Parameters<typeof openState>[3]): Promise<{ named: boolean; loaded: number }> {
  if (WAITING === undefined) throw new Error('no such state');
  await openState(engine.page, engine.server, WAITING, over);
  return engine.page.evaluate(FONTS);
}

test('a page without Japanese neither names nor loads it', async () => {
  expect(await fontsOf({ language: 'fr' })).toEqual({ named: false, loaded: 0 });
});

test('the words of the program in Japanese are drawn with it', async () => {
  const { named, loaded } = await fontsOf({ language: 'ja' });
  expect(named).toBe(true);
  expect(loaded).toBeGreaterThan(3);
});

test('one name in Japanese on an English page is drawn with it', async () => {
  const cards = [card({ reference: '山田 花子' })];
  const { named, loaded } = await fontsOf({ language: 'en', cards });
  expect(named).toBe(true);
  expect(loaded).toBeGreaterThan(0);
});
