/** The verdict's word stands out by AAA (7 : 1), measured from the pixels that staff see, in every theme. */
import { expect, test } from '@playwright/test';

import { THEMES } from '../../main/tracking/words.ts';
import { openEngine, type Engine } from './engine.ts';
import { openState, SIZES } from './open-state.ts';
import { pageScript } from './page-script.ts';
import { STATES } from './states.ts';

let engine: Engine;
test.beforeAll(async () => {
  engine = await openEngine();
  await engine.resize(SIZES[0]);
});
test.afterAll(() => engine.close());

/** WCAG 2.2, 1.4.6, for text of any size. */
const AAA = 7;
const VERDICTS = ['wait-at-printer', 'hand-over', 'production-failed', 'cannot-tell-stale'];

for (const theme of THEMES) {
  test(`the word and the instruction of each verdict, ${theme}`, async () => {
    const ratios: Record<string, number> = {};
    const blank = await engine.blankPage();
    for (const state of STATES.filter(({ name }) => VERDICTS.includes(name))) {
      await openState(engine.page, engine.server, state, { theme });
      for (const part of ['.word', '.instruction']) {
        const picture = (await engine.page.locator(part).screenshot()).toString('base64');
        const ratio = await blank.evaluate<number>(pageScript('contrast.js', 'contrast', picture));
        ratios[`${state.name} ${part}`] = ratio;
      }
    }
    await blank.close();
    expect(Object.keys(ratios)).toHaveLength(VERDICTS.length * 2);
    expect(Object.entries(ratios).filter(([, ratio]) => ratio < AAA)).toEqual([]);
  });
}
