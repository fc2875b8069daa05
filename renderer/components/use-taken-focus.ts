import { useEffect, type RefObject } from 'react';

import { lastFocus, returnFocus } from '../store/focus-memory.ts';

/**
 * What covers the stage takes the focus while it is there and gives it back to the control that had it before. Escape closes
 * it. Nothing shows of this to who touches.
 */
export function useTakenFocus(frame: RefObject<HTMLElement | null>, close: () => void): void {
  useEffect(() => {
    const before = lastFocus();
    const first = frame.current?.querySelector<HTMLElement>('[data-first-focus]');
    // What opens is read from its beginning.
    (first ?? frame.current)?.focus({ preventScroll: true });
    return () => returnFocus(before);
  }, [frame]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') close();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [close]);
}
