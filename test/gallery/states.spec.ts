/**
 * Every state is readable from where staff stand, whole, within reach of a finger, and without an accessibility mistake
 * that a program can find, in every size, language and theme.
 */
import axe from 'axe-core';
import { expect, test, type Page } from '@playwright/test';

import { openEngine, type Engine } from './engine.ts';
import { openState } from './open-state.ts';
import { pageScript } from './page-script.ts';
import { lookName, LOOKS } from './plan.ts';

let engine: Engine;
test.beforeAll(async () => {
  engine = await openEngine();
});
test.afterAll(() => engine.close());

/** Design sizes at 1920 × 1080 in px; a phone-sized text on a small screen is no help to anybody. */
const READING = { word: 96, instruction: 48, text: 28, floor: 18, target: 64 };

/** WCAG 2.2 A and AA. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const RUN_AXE = `axe.run(document, { runOnly: ${JSON.stringify(TAGS)}, resultTypes: ['violations'] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ': ' + node.target.join(' ') + ' ' + (node.any[0]?.message ?? ''))))`;

async function mistakes(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(RUN_AXE);
}

for (const look of LOOKS) {
  test(`every state can be read, reached and used: ${lookName(look)}`, async () => {
    const { width, height } = look.size;
    const u = width < height ? Math.min(width / 1080, height / 1920) : Math.min(width / 1920, height / 1080);
    await engine.resize(look.size);
    const found: string[] = [];
    for (const state of look.states) {
      await openState(engine.page, engine.server, state, { language: look.language, theme: look.theme });
      const measured = await engine.page.evaluate<string[]>(pageScript('measure.js', 'measure', { u, ...READING }));
      const violations = look.axe ? await mistakes(engine.page) : [];
      found.push(...[...measured, ...violations].map((problem) => `${state.name}: ${problem}`));
    }
    expect(found).toEqual([]);
  });
}
