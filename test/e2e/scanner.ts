/** A scanner at the keyboard's port: all keys at once, in order, whatever else the machine is busy with. */
import type { Page } from 'playwright';

const SHIFT = 8;

function codeOf(key: string): string {
  if (/^[a-z]$/iu.test(key)) return `Key${key.toUpperCase()}`;
  if (/^\d$/u.test(key)) return `Digit${key}`;
  return key === '-' ? 'Minus' : '';
}

/** Sends the text and Enter; resolves when the page has had every key. */
export async function scanInto(page: Page, text: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const sent: Promise<unknown>[] = [];
  for (const key of text) {
    const modifiers = /^[A-Z]$/u.test(key) ? SHIFT : 0;
    const event = { key, code: codeOf(key), modifiers };
    sent.push(session.send('Input.dispatchKeyEvent', { ...event, type: 'keyDown', text: key }));
    sent.push(session.send('Input.dispatchKeyEvent', { ...event, type: 'keyUp' }));
  }
  const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 };
  sent.push(session.send('Input.dispatchKeyEvent', { ...enter, type: 'keyDown', text: '\r' }));
  sent.push(session.send('Input.dispatchKeyEvent', { ...enter, type: 'keyUp' }));
  await Promise.all(sent);
  await session.detach();
}
