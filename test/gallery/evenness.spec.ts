/** What makes a screen look ordered: nothing squeezed to a strip, nothing cut off, nothing wider than its neighbour for no reason. */
import { expect, test } from '@playwright/test';

import { openEngine, type Engine } from './engine.ts';
import { openState, SIZES } from './open-state.ts';
import { STATES, type GalleryState } from './states.ts';

let engine: Engine;
test.beforeAll(async () => {
  engine = await openEngine();
});
test.afterAll(() => engine.close());

/** The least screen that a desk still has, of the old shape. */
const SMALL = { width: 1024, height: 768 };
/** A difference that nobody sees, in px: the longest word of a row may need as much. */
const EYE = 2;
type Language = GalleryState['view']['language'];

async function open(name: string, size: { width: number; height: number }, language: Language = 'en'): Promise<void> {
  const state = STATES.find((each) => each.name === name);
  if (state === undefined) throw new Error(`no state ${name}`);
  await engine.resize(size);
  await openState(engine.page, engine.server, state, { language });
}

interface Edges {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly width: number;
}

/** Where the elements stand. */
function edges(selector: string): Promise<readonly Edges[]> {
  return engine.page.evaluate<Edges[]>(
    `[...document.querySelectorAll(${JSON.stringify(selector)})].map((element) => {
      const { left, right, top, bottom, width } = element.getBoundingClientRect();
      return { left, right, top, bottom, width };
    })`,
  );
}

/** In how many lines each element's text stands. */
function lineCounts(selector: string): Promise<readonly number[]> {
  return engine.page.evaluate<number[]>(
    `[...document.querySelectorAll(${JSON.stringify(selector)})].map((element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
    })`,
  );
}

test('the parts of a name that is compared with the slip stand in one line each', async () => {
  for (const size of [...SIZES, SMALL]) {
    await open('check-list-alike', size);
    expect(await lineCounts('.point-part')).toEqual([1, 1]);
  }
});

test('the choices of a row are as wide as each other, and as far apart above as beside', async () => {
  for (const size of [SIZES[0], SIZES[1], SMALL]) {
    await open('reject', size);
    const options = await edges('.dialog .option');
    for (const { top } of options) {
      const widths = options.filter((each) => Math.abs(each.top - top) < 1).map(({ width }) => width);
      expect(Math.max(...widths) - Math.min(...widths), JSON.stringify(widths)).toBeLessThanOrEqual(EYE);
    }
    const [first, beside] = await edges('[data-choice="reason"]');
    const below = (await edges('[data-choice="reason"]')).find(({ top }) => top > (first?.bottom ?? Infinity));
    const across = (beside?.left ?? 0) - (first?.right ?? 0);
    expect(Math.abs((below?.top ?? 0) - (first?.bottom ?? 0) - across)).toBeLessThanOrEqual(1);
  }
});

test('what can be undone leaves the button for a card id whole', async () => {
  for (const language of ['en', 'fr', 'es', 'ja', 'ar'] as const) {
    await open('undo', SMALL, language);
    const [tool] = await edges('[data-tool="typing"]');
    const [undo] = await edges('.undo');
    const [tools] = await edges('.tools');
    if (tool === undefined || undo === undefined || tools === undefined) throw new Error('not there');
    const [first, second, third] = [tool, undo, tools].sort((a, b) => a.left - b.left);
    expect(first?.left, language).toBeGreaterThanOrEqual(-1);
    expect(second?.left, language).toBeGreaterThanOrEqual((first?.right ?? 0) - 1);
    expect(third?.left, language).toBeGreaterThanOrEqual((second?.right ?? 0) - 1);
    expect(third?.right, language).toBeLessThanOrEqual(SMALL.width + 1);
  }
});

test('what was refused stands clear of its sign, and that nothing was recorded is read in one line', async () => {
  for (const size of [SIZES[0], SIZES[1], SMALL]) {
    await open('refused-not-allowed', size, 'fr');
    expect(await lineCounts('.refused-what strong')).toEqual([1]);
    const [icon] = await edges('.refused-icon');
    const [words] = await edges('.refused-words');
    expect((words?.left ?? 0) - (icon?.right ?? 0)).toBeGreaterThanOrEqual(size.width * 0.025);
  }
});

test('the sentence of a fault has more room than who can mend it', async () => {
  for (const language of ['en', 'fr', 'es', 'ja', 'ar'] as const) {
    await open('banner-network', SMALL, language);
    const [[words], [facts]] = [await edges('.banner-words'), await edges('.banner-facts')];
    expect(words?.width, language).toBeGreaterThan(facts?.width ?? Infinity);
  }
});
