/** What has the focus, as far as keys are concerned. */
import type { ScanFocus } from './scan.ts';

/** Where a person writes. */
export const FIELDS =
  'textarea, [contenteditable="true"], input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"], [type="reset"], [type="range"], [type="image"])';

/** What Enter or Space presses. */
export const CONTROLS =
  'button, summary, a[href], input, [role="button"], [role="checkbox"], [role="radio"], [role="switch"], [role="tab"], [role="option"], [role="menuitem"]';

export function focusOf(element: Element | null): ScanFocus {
  if (element === null) return 'none';
  if (element.matches(FIELDS)) return 'field';
  return element.matches(CONTROLS) ? 'control' : 'none';
}

/** Writes into the field that has the focus as a keyboard would: at the cursor, within its length, with its events. */
export function insertIntoField(text: string): void {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the one way to type for somebody that keeps undo and events
  document.execCommand('insertText', false, text);
}

/** Does to an element what Enter does: clicks a control, or sends off the form of a field. */
export function pressElement(element: Element): void {
  if (!(element instanceof HTMLElement)) return;
  if (focusOf(element) !== 'field') {
    element.click();
    return;
  }
  const enter = new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true });
  if (element.dispatchEvent(enter)) element.closest('form')?.requestSubmit();
}
