/** Keeps the kiosk's window above the others, and takes the keyboard back: a scan must not end up in another window. */
import type { Clock } from '../tracking/instant.ts';

/** What is needed of the window. */
export interface FrontWindow {
  isDestroyed(): boolean;
  isFocused(): boolean;
  setAlwaysOnTop(onTop: boolean, level: 'screen-saver'): void;
  moveTop(): void;
  focus(): void;
  on(event: FrontEvent, listener: () => void): unknown;
  off(event: FrontEvent, listener: () => void): unknown;
}
type FrontEvent = 'blur' | (typeof LET_DOWN_AT)[number];

/** Systems forget that a window lies above others when it appears, and when it begins to fill the screen. */
const LET_DOWN_AT = ['show', 'enter-full-screen'] as const;

/** A window that only passes by may have the keyboard for so long, in ms; two that want it take turns no faster than this. */
export const BACK_AFTER_MS = 500;

/** Holds until the returned function is called. */
export function keepFront(window: FrontWindow, clock: Clock): () => void {
  let cancel = (): void => undefined;
  const lift = (): void => window.setAlwaysOnTop(true, 'screen-saver');
  const back = (): void => {
    if (window.isDestroyed() || window.isFocused()) return;
    // Another window may have put itself above since.
    lift();
    window.moveTop();
    window.focus();
  };
  const lost = (): void => {
    cancel();
    cancel = clock.after(BACK_AFTER_MS, back);
  };
  lift();
  for (const event of LET_DOWN_AT) window.on(event, lift);
  window.on('blur', lost);
  return () => {
    cancel();
    if (window.isDestroyed()) return;
    for (const event of LET_DOWN_AT) window.off(event, lift);
    window.off('blur', lost);
  };
}
