/** Whoever has asked the system for less motion gets none: nothing moves, and nothing is told by motion alone. */
import { expect, test } from '@playwright/test';

import { openEngine, type Engine } from './engine.ts';
import { openState, SIZES } from './open-state.ts';
import { STATES } from './states.ts';

let engine: Engine;
test.beforeAll(async () => {
  engine = await openEngine();
  await engine.resize(SIZES[1]);
});
test.afterAll(() => engine.close());

/** Where something moves: the ring of the step, buttons that wake up, the idle screen that shifts, the shade. */
const MOVING = ['idle', 'wait-at-printer', 'hand-over', 'several-7', 'check-list', 'given'];
/** The veil is no motion: it falls at once when its time has come, and has its clock from the browser. */
const MOTIONS = `document.getAnimations().filter(({ effect }) => !effect.target.matches('.veil')).length`;
/** What could move as soon as something changes. */
const READY_TO_MOVE = `[...document.querySelectorAll('body *')].filter((element) => {
  const { animationName, transitionDuration } = getComputedStyle(element);
  return animationName !== 'none' || /[1-9]/.test(transitionDuration);
}).map((element) => element.className)`;

for (const { name, view } of STATES.filter((state) => MOVING.includes(state.name))) {
  test(`nothing moves where less motion is asked for: ${name}`, async () => {
    await engine.page.emulateMedia({ reducedMotion: 'reduce' });
    await openState(engine.page, engine.server, { name, view });
    expect(await engine.page.evaluate(MOTIONS)).toBe(0);
    expect(await engine.page.evaluate(READY_TO_MOVE)).toEqual([]);
  });
}

test('else the ring of the step turns: what is asserted above can be otherwise', async () => {
  await engine.page.emulateMedia({ reducedMotion: 'no-preference' });
  const wait = STATES.find(({ name }) => name === 'wait-at-printer');
  if (wait === undefined) throw new Error('no such state');
  await openState(engine.page, engine.server, wait);
  expect(await engine.page.evaluate(MOTIONS)).toBeGreaterThan(0);
  expect(await engine.page.evaluate<string[]>(READY_TO_MOVE)).not.toEqual([]);
});
