/** Somebody at the page who has a keyboard alone, or fingers alone; and the program behind the page. */
import { expect } from '@playwright/test';
import type { Locator, Page } from 'playwright';

import type { StationView } from '../../main/ipc/contract.ts';
import { later, showNext } from './open-state.ts';

export interface Hands {
  /** Presses a control as a person does who has nothing else. */
  press(selector: string): Promise<void>;
  /** Fills in a field; `pad` are the keys that a finger touches for it. */
  fill(field: string, text: string): Promise<void>;
}

/** A finger hits what is at least so large, in px. */
const TARGET = 64;
/** From the first control to the last one no screen has more stops. */
const MAX_STOPS = 40;
/** Between two keys of a person, in ms: faster ones would be a scanner's. */
export const KEY_MS = 80;

/** What a person sees of the focus: the edge of the control, or of the boxes around a field. */
const FOCUS_LOOK = `(() => {
  const { activeElement } = document;
  const edge = activeElement?.closest('.boxes-field') ?? activeElement;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(edge);
  return outlineStyle === 'none' ? boxShadow : outlineStyle + ' ' + outlineWidth + ' ' + boxShadow;
})()`;

/** The page with a keyboard: every control is found by Tab, and shows that it has been found. */
export function keyboardOf(page: Page): Hands {
  async function stroke(key: string): Promise<void> {
    await page.waitForTimeout(KEY_MS);
    await page.keyboard.press(key);
  }
  async function find(selector: string): Promise<void> {
    for (let stop = 0; stop < MAX_STOPS; stop += 1) {
      if (await page.locator(`${selector}:focus`).count()) return;
      await stroke('Tab');
    }
    throw new Error(`Tab does not come to ${selector}`);
  }
  /** Its look with the focus and without it. */
  async function expectSeen(selector: string): Promise<void> {
    const focused = await page.evaluate<string>(FOCUS_LOOK);
    await page.evaluate('window.standInFocus = document.activeElement; window.standInFocus.blur()');
    const plain = await page.evaluate<string>(
      FOCUS_LOOK.replace('= document;', '= { activeElement: window.standInFocus };'),
    );
    await page.evaluate('window.standInFocus.focus()');
    expect(focused, `the focus on ${selector} can be seen`).not.toBe(plain);
  }
  return {
    async press(selector) {
      await find(selector);
      await expectSeen(selector);
      await later(page);
      await stroke('Enter');
    },
    async fill(field, text) {
      const selector = `[data-testid="field"][data-field="${field}"]`;
      await find(selector);
      await expectSeen(selector);
      await page.keyboard.type(text, { delay: KEY_MS });
      await expect(page.locator(selector)).toHaveValue(text);
    },
  };
}

/** The page under fingers: every target is large enough, and nothing lies over it. */
export function fingersOf(page: Page): Hands {
  async function tap(target: Locator, name: string): Promise<void> {
    await target.scrollIntoViewIfNeeded();
    const box = await target.boundingBox();
    if (box === null) throw new Error(`${name} is not there`);
    expect(Math.min(box.width, box.height), `${name} is large enough`).toBeGreaterThanOrEqual(TARGET - 0.5);
    await later(page);
    await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
  }
  return {
    press: (selector) => tap(page.locator(selector), selector),
    async fill(field, text) {
      await tap(page.locator(`.boxes-field:has([data-field="${field}"])`), field);
      for (const key of text) await tap(page.locator(`[data-testid="pad-key"][data-key="${key}"]`), key);
      await expect(page.locator(`[data-testid="field"][data-field="${field}"]`)).toHaveValue(text);
    },
  };
}

/** Waits until the page has asked its program for this, and takes the question away. */
export async function asked(page: Page, name: string): Promise<readonly unknown[]> {
  let given: readonly unknown[] | undefined;
  await expect
    .poll(async () => {
      given = await page.evaluate<readonly unknown[] | undefined>(
        `((calls) => { const at = calls.findIndex(({ name }) => name === ${JSON.stringify(name)}); return at < 0 ? undefined : calls.splice(at, 1)[0].given; })(window.standInCalls)`,
      );
      return given !== undefined;
    }, `the page asks for ${name}`)
    .toBe(true);
  return given ?? [];
}

/** The program shows what comes next, and the person looks at it for a moment. */
export async function shows(page: Page, view: StationView): Promise<void> {
  await showNext(page, view);
  await later(page);
}
