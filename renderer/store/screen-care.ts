/** Connects the care for the panel with the page: looks at each change, and listens before anything else does. */
import { awake, careAt, stirred } from './care.ts';
import { readMoment } from './moment.ts';
import type { StationStore } from './station-store.ts';
import { guardStep, OPEN, type WakeInput } from './wake-guard.ts';

/** What comes after a finger has gone down. */
const AFTER_TOUCH = [
  'pointerup',
  'pointercancel',
  'mousedown',
  'mouseup',
  'touchstart',
  'touchend',
  'click',
  'auxclick',
  'dblclick',
  'contextmenu',
] as const;

/** Must be called before any other listener of the window is set. `show` is told when the screen grows dark or bright. */
export function careForScreen(store: StationStore, show: (dim: boolean) => void): void {
  let care = awake(readMoment());
  let guard = OPEN;

  const become = (next: typeof care): void => {
    const changed = next.dim !== care.dim;
    care = next;
    if (changed) show(care.dim);
  };
  const feed = (event: Event, input: WakeInput): void => {
    // What the page itself sends to a control is not a person.
    if (!event.isTrusted) return;
    const step = guardStep(guard, input);
    guard = step.guard;
    if (step.kept) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    if (input.kind !== 'after') become(stirred(care, readMoment()));
  };
  const listen = <K extends keyof WindowEventMap>(name: K, inputOf: (event: WindowEventMap[K]) => WakeInput): void => {
    window.addEventListener(name, (event) => feed(event, inputOf(event)), { capture: true, passive: false });
  };

  listen('pointerdown', () => ({ kind: 'down', dim: care.dim }));
  for (const name of AFTER_TOUCH) listen(name, () => ({ kind: 'after' }));
  listen('keydown', ({ key }) => ({ kind: 'key-down', dim: care.dim, key }));
  listen('keyup', ({ key }) => ({ kind: 'key-up', key }));
  store.subscribe((state) => become(careAt(care, state)));
}
