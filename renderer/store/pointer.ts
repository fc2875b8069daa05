/** A pointer that nobody moves is taken off the screen: it would lie over a word for days. */

/** What is needed of the window. */
export interface PointerSource {
  addEventListener(
    type: 'pointermove' | 'pointerdown',
    listener: (event: { readonly screenX: number; readonly screenY: number }) => void,
    options: { capture: true },
  ): void;
  setTimeout(callback: () => void, ms: number): number;
  clearTimeout(timer: number): void;
}

/** A hand that rests on the mouse while it reads is still there, in ms. */
export const POINTER_IDLE_MS = 5_000;

/** Tells when the pointer is to be hidden and when to be shown; hidden at first. */
export function hidePointer(source: PointerSource, show: (hidden: boolean) => void): void {
  let hidden = true;
  let timer = 0;
  let place = '';
  const become = (next: boolean): void => {
    if (next === hidden) return;
    hidden = next;
    show(hidden);
  };
  const moved = ({ screenX, screenY }: { readonly screenX: number; readonly screenY: number }): void => {
    // The engine tells of a move also when the page has moved under the pointer.
    const next = `${String(screenX)} ${String(screenY)}`;
    if (next === place) return;
    place = next;
    become(false);
    source.clearTimeout(timer);
    timer = source.setTimeout(() => become(true), POINTER_IDLE_MS);
  };
  show(hidden);
  source.addEventListener('pointermove', moved, { capture: true });
  source.addEventListener('pointerdown', moved, { capture: true });
}
