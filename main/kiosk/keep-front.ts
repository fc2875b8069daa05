/** Keeps the kiosk's window above the others, and takes the keyboard back: a scan must not end up in another window. */
import type { Clock } from '../tracking/instant.ts';

/** What is needed of the window. */
export interface FrontWindow {
  isDestroyed(): boolean;
  isFocused(): boolean;
  setAlwaysOnTop(onTop: boolean, level: 'screen-saver'): void;
  moveTop(): void;
  focus(): void;
  on(event: 'blur', listener: () => void): unknown;
  off(event: 'blur', listener: () => void): unknown;
}

/** A window that only passes by may have the keyboard for so long, in ms; two that want it take turns no faster than this. */
export const BACK_AFTER_MS = 500;

/** Holds until the returned function is called. */
export function keepFront(window: FrontWindow, clock: Clock): () => void {
  let cancel = (): void => undefined;
  const back = (): void => {
    if (window.isDestroyed() || window.isFocused()) return;
    // Another window may have put itself above since.
    window.setAlwaysOnTop(true, 'screen-saver');
    window.moveTop();
    window.focus();
  };
  const lost = (): void => {
    cancel();
    cancel = clock.after(BACK_AFTER_MS, back);
  };
  window.setAlwaysOnTop(true, 'screen-saver');
  window.on('blur', lost);
  return () => {
    cancel();
    if (!window.isDestroyed()) window.off('blur', lost);
  };
}
