/** The pad of a dialog stands where it types: beside the four digits while they are asked for, below the initials then. */
import { expect, test } from '@playwright/test';

import { openEngine, type Engine } from './engine.ts';
import { openState, SIZES, sizeName } from './open-state.ts';
import { STATES } from './states.ts';

let engine: Engine;
test.beforeAll(async () => {
  engine = await openEngine();
});
test.afterAll(() => engine.close());

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function box(selector: string): Promise<Box> {
  const found = await engine.page.locator(selector).boundingBox();
  if (found === null) throw new Error(`${selector} is not there`);
  return found;
}

const boxesOf = (field: string): string => `.boxes:has([data-field="${field}"])`;
const PRINT = '[data-tick="print"]';

for (const size of SIZES) {
  test(`the pad stands where it types: ${sizeName(size)}`, async () => {
    const state = STATES.find(({ name }) => name === 'check-list-last-four');
    if (state === undefined) throw new Error('no such state');
    await engine.resize(size);
    await openState(engine.page, engine.server, state);
    const [pad, who, digits, print] = [
      await box('.pad[data-pad="digits"]'),
      await box('.who'),
      await box(boxesOf('lastFour')),
      await box(PRINT),
    ];
    expect(pad.y + pad.height, 'the initials come after the pad of the digits').toBeLessThanOrEqual(who.y);
    const beside = pad.y < digits.y + digits.height && pad.y + pad.height > digits.y;
    expect(beside || size.width < size.height, 'it stands beside the digits').toBe(true);
    await engine.page.locator('[data-field="lastFour"]').fill('4242');
    const letters = await box('.pad[data-pad="letters"]');
    const whoThen = await box('.who');
    expect(whoThen.y + whoThen.height, 'the letters stand below the initials').toBeLessThanOrEqual(letters.y);
    const printThen = await box(PRINT);
    expect(printThen, 'what is ticked stays where it was').toEqual(print);
  });
}
