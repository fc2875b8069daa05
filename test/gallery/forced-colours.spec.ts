/** Colours that a person has chosen in the system: nothing is told by our colours alone. Light letters and dark ones. */
import { expect, test } from '@playwright/test';

import { openEngine, type Engine } from './engine.ts';
import { FAMILIES } from './family.ts';
import { openState, SIZES } from './open-state.ts';
import { pageScript } from './page-script.ts';

let engine: Engine;
test.beforeAll(async () => {
  engine = await openEngine({ forcedColors: 'active' });
  await engine.resize(SIZES[1]);
});
test.afterAll(() => engine.close());

/** WCAG 2.2, 1.4.3 and 1.4.11. */
const CONTRAST = { text: 4.5, shape: 3 };

interface Signal {
  readonly word: string;
  readonly place: number;
  readonly shape: string;
  readonly standsOut: number;
}

const VERDICTS = ['wait-at-printer', 'hand-over', 'production-failed', 'cannot-tell-stale'];

for (const colorScheme of ['dark', 'light'] as const) {
  test(`everything can be seen and told apart, ${colorScheme}`, async () => {
    await engine.page.emulateMedia({ forcedColors: 'active', colorScheme });
    const found: string[] = [];
    for (const state of FAMILIES) {
      await openState(engine.page, engine.server, state);
      const problems = await engine.page.evaluate<string[]>(pageScript('forced.js', 'forced', CONTRAST));
      found.push(...problems.map((problem) => `${state.name}: ${problem}`));
    }
    expect(found).toEqual([]);
  });

  test(`each verdict by its word, its place and its shape, ${colorScheme}`, async () => {
    await engine.page.emulateMedia({ forcedColors: 'active', colorScheme });
    const signals: Signal[] = [];
    for (const state of FAMILIES.filter(({ name }) => VERDICTS.includes(name))) {
      await openState(engine.page, engine.server, state);
      signals.push(await engine.page.evaluate<Signal>(pageScript('signal.js', 'signal', null)));
    }
    for (const part of ['word', 'place', 'shape'] as const) {
      expect(new Set(signals.map((each) => each[part])).size, part).toBe(VERDICTS.length);
    }
    for (const { word, standsOut } of signals) expect(standsOut, word).toBeGreaterThanOrEqual(CONTRAST.shape);
  });
}
