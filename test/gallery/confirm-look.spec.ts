/** The button that confirms a dialog looks like what it does: taking a rejection back is no rejection, and no handover. */
import { expect, test } from '@playwright/test';

import { THEMES } from '../../main/tracking/words.ts';
import { openEngine, type Engine } from './engine.ts';
import { openState } from './open-state.ts';
import { STATES, type GalleryState } from './states.ts';

let engine: Engine;
test.beforeAll(async () => {
  engine = await openEngine();
});
test.afterAll(() => engine.close());

const look = (which: 'enabled' | 'disabled'): string => `(() => {
  const { backgroundColor, color } = getComputedStyle(document.querySelector('[data-act="confirm"]:${which}'));
  return backgroundColor + ' ' + color;
})()`;

async function show(name: string, theme: GalleryState['view']['theme']): Promise<void> {
  const state = STATES.find((each) => each.name === name);
  if (state === undefined) throw new Error(`no state ${name}`);
  await openState(engine.page, engine.server, state, { theme });
}

/** The colours of the confirm button of a state, with all filled in that is asked for. */
async function confirmLook(name: string, theme: GalleryState['view']['theme']): Promise<string> {
  await show(name, theme);
  const by = engine.page.locator('[data-field="by"]');
  if ((await by.inputValue()) === '') await by.fill('AB');
  return engine.page.evaluate<string>(look('enabled'));
}

for (const theme of THEMES) {
  test(`"good after all" looks neither like a rejection nor like a handover: ${theme}`, async () => {
    const goodAfterAll = await confirmLook('reject-good-after-all', theme);
    expect(goodAfterAll).not.toBe(await confirmLook('reject-complete', theme));
    expect(goodAfterAll).not.toBe(await confirmLook('check-list-complete', theme));
    expect(goodAfterAll).toBe(await confirmLook('store', theme));
  });
}

for (const theme of THEMES) {
  test(`while something is left to fill in, every confirm button looks the same: ${theme}`, async () => {
    const looks = new Set<string>();
    for (const name of ['check-list', 'reject', 'store', 'decide-elsewhere', 'remove']) {
      await show(name, theme);
      looks.add(await engine.page.evaluate<string>(look('disabled')));
    }
    expect([...looks]).toHaveLength(1);
  });
}
