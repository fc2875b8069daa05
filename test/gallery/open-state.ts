/** Opens one state of the gallery in a page of any engine, ready for a picture or a measurement. */
import type { Page } from 'playwright';

import { NOW } from './moment.ts';
import type { PageServer } from './page-server.ts';
import { pageScript } from './page-script.ts';
import type { GalleryState, Step } from './states.ts';

/** The sizes of a station's screen that every state is looked at in. */
export const SIZES = [
  { width: 1920, height: 1080 },
  { width: 1366, height: 768 },
  { width: 1080, height: 1920 },
  { width: 3840, height: 2160 },
] as const;
export type Size = (typeof SIZES)[number];

export function sizeName({ width, height }: { readonly width: number; readonly height: number }): string {
  return `${String(width)}x${String(height)}`;
}

/** A snapshot comes this often, in ms: the veil in front of the page falls without them. */
const SNAPSHOT_EVERY_MS = 400;
/** The page's clock goes on by this between two things that a person does, in ms: buttons of a new stage are still at first. */
const BETWEEN_STEPS_MS = 700;
/** Long enough without a snapshot for the page to say so, in ms. */
const SILENCE_MS = 3_500;

/** Shows the state; resolves when it is painted with its fonts. `over` replaces parts of its view: language, theme. */
export async function openState(
  page: Page,
  server: PageServer,
  state: GalleryState,
  over: Partial<GalleryState['view']> = {},
): Promise<void> {
  const given = {
    view: { ...state.view, ...over },
    now: NOW,
    answers: { watch: { kind: 'watched', badge: null }, ...state.answers },
    silent: state.silent ?? false,
    everyMs: SNAPSHOT_EVERY_MS,
  };
  server.before(pageScript('stand-in.js', 'standIn', given));
  await page.goto(server.url);
  await page.locator('html[data-painted]').waitFor({ state: 'attached' });
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  if (state.silent === true) await awaitSilence(page);
  for (const step of state.steps ?? []) {
    await later(page);
    await take(page, step);
  }
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}

/** Main sends another view to a page that is open; resolves when it is painted. */
export async function showNext(page: Page, view: GalleryState['view']): Promise<void> {
  await page.evaluate(`new Promise((done) => {
    window.dispatchEvent(new CustomEvent('stand-in:show', { detail: ${JSON.stringify(view)} }));
    requestAnimationFrame(() => requestAnimationFrame(done));
  })`);
}

/** The content policy lets Playwright evaluate no function of its own, so the page waits for itself. */
const VEIL_FALLEN = `new Promise((done) => {
  const veil = document.querySelector('[data-testid="veil"]');
  const look = () => (getComputedStyle(veil).opacity === '1' ? done() : requestAnimationFrame(look));
  look();
})`;

/** Until the page says that its program is silent, and the veil has fallen in front of it. */
async function awaitSilence(page: Page): Promise<void> {
  await later(page, SILENCE_MS);
  await page.locator('[data-testid="silence"]').waitFor();
  await page.evaluate(VEIL_FALLEN);
}

/** Lets the page's clock go on: long enough for buttons of a new stage to wake up, unless it says otherwise. */
export async function later(page: Page, ms = BETWEEN_STEPS_MS): Promise<void> {
  await page.evaluate(`window.dispatchEvent(new CustomEvent('stand-in:later', { detail: ${String(ms)} }))`);
}

function take(page: Page, step: Step): Promise<void> {
  switch (step.kind) {
    case 'click':
      return page.locator(step.selector).first().click();
    case 'type':
      return page.locator(step.selector).first().fill(step.text);
    case 'scan-keys':
      return page.keyboard.type(step.text);
  }
}
