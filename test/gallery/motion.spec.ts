/** Whoever has asked the system for less motion gets none: nothing moves, and nothing is told by motion alone. */
import { expect, test } from '@playwright/test';

import { openEngine, type Engine } from './engine.ts';
import { later, openState, SIZES } from './open-state.ts';
import { STATES } from './states.ts';

let engine: Engine;
test.beforeAll(async () => {
  engine = await openEngine();
  await engine.resize(SIZES[1]);
});
test.afterAll(() => engine.close());

/** Where something moves: buttons that wake up, the shade. */
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

/** Where the ring of the step stands. */
const RING = `getComputedStyle(document.querySelector('.step-sweep')).transform`;

test('the ring of the step stands still where less motion is asked for, and else goes on each second', async () => {
  await engine.page.emulateMedia({ reducedMotion: 'no-preference' });
  await openState(engine.page, engine.server, stateOf('wait-at-printer'));
  const ring = (): Promise<string> => engine.page.evaluate<string>(RING);
  for (let second = 0; second < 3; second += 1) {
    const before = await ring();
    await later(engine.page, 1_000);
    await expect.poll(ring).not.toBe(before);
  }
  await engine.page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await ring()).toBe('none');
});

test('what is asserted above can be otherwise: buttons wake up', async () => {
  await engine.page.emulateMedia({ reducedMotion: 'no-preference' });
  await openState(engine.page, engine.server, stateOf('hand-over'));
  expect(await engine.page.evaluate<string[]>(READY_TO_MOVE)).not.toEqual([]);
});

function stateOf(wanted: string): (typeof STATES)[number] {
  const state = STATES.find(({ name }) => name === wanted);
  if (state === undefined) throw new Error(`there is no state ${wanted}`);
  return state;
}
