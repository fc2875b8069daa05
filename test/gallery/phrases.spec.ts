/** The large Japanese sentence of the idle screen breaks between its phrases, and within no word. */
import { expect, test } from '@playwright/test';

import { openEngine, type Engine } from './engine.ts';
import { openState, SIZES, sizeName } from './open-state.ts';
import { STATES } from './states.ts';

let engine: Engine;
test.beforeAll(async () => {
  engine = await openEngine();
});
test.afterAll(() => engine.close());

/** The sentence in the lines that it stands in, without what has no width. */
const LINES = `(() => {
  const text = document.querySelector('.idle-prompt').firstChild;
  const lines = [];
  let top = null;
  for (let at = 0; at < text.length; at += 1) {
    const range = document.createRange();
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    const rect = [...range.getClientRects()].at(-1);
    if (rect === undefined || rect.width === 0) continue;
    if (top === null || rect.top - top > rect.height / 2) {
      lines.push('');
      top = rect.top;
    }
    lines[lines.length - 1] += text.data[at];
  }
  return lines;
})()`;

const PHRASES = ['依頼票を', 'スキャンしてください'];

const idle = STATES.filter(({ name }) => name.startsWith('idle'));
for (const size of [...SIZES, { width: 1024, height: 768 }]) {
  test(`the idle sentence breaks between phrases: ${sizeName(size)}`, async () => {
    await engine.resize(size);
    for (const state of idle) {
      await openState(engine.page, engine.server, state, { language: 'ja' });
      expect(await engine.page.evaluate<string[]>(LINES), state.name).toEqual(PHRASES);
    }
  });
}
