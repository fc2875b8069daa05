import type { ScreenView } from '../../main/ipc/contract.ts';
import { BURST_GAP_MS, NOTHING_SCANNED, scanStep, TYPING_IDLE_MS, type ScanInput, type ScanState } from './scan.ts';

/** Keys that follow each other closer than this, in ms, belong to one scan, also on a slow scanner. */
const SAME_SCAN_GAP_MS = 300;

/** A scan while the station starts is kept: main takes it. Without configuration or credentials no card can be watched. */
export function takesCards(screen: ScreenView['kind'] | undefined): boolean {
  return screen === undefined || screen === 'starting' || screen === 'board';
}

export interface ScanOutlets {
  /** Whether this screen takes cards at all. */
  readonly enabled: () => boolean;
  readonly onTyped: (text: string) => void;
  readonly onSubmit: (text: string) => void;
}

/** Listens to the whole window before anything else does, until the returned function is called. */
export function listenForScans(outlets: ScanOutlets): () => void {
  let state: ScanState = NOTHING_SCANNED;
  let settle: number | undefined;
  let idle: number | undefined;
  let held: Element | null = null;
  let ignoredAt = -Infinity;

  const feed = (input: ScanInput): boolean => {
    const step = scanStep(state, input);
    if (step.state.text !== state.text) outlets.onTyped(step.state.text);
    state = step.state;
    switch (step.effect.kind) {
      case 'none':
        break;
      case 'submit':
        outlets.onSubmit(step.effect.text);
        break;
      case 'hold':
        held = document.activeElement;
        settle = window.setTimeout(() => feed({ kind: 'settled' }), BURST_GAP_MS);
        break;
      case 'press':
        // Only the very button that had the focus when the key went down, if it is still there.
        if (held instanceof HTMLElement && held === document.activeElement) held.click();
        break;
    }
    return step.consumed;
  };

  const stop = (event: Event): void => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = performance.now();
    // The tail of a scan whose head was not taken is another card's id: all of it is let go.
    if (!outlets.enabled() || at - ignoredAt < SAME_SCAN_GAP_MS) {
      ignoredAt = at;
      return;
    }
    window.clearTimeout(settle);
    const consumed = feed({
      kind: 'key',
      key: event.key,
      at,
      command: isCommand(event),
      repeat: event.repeat,
      onButton: isButton(document.activeElement),
    });
    window.clearTimeout(idle);
    if (state.text !== '') idle = window.setTimeout(() => feed({ kind: 'idle' }), TYPING_IDLE_MS);
    if (consumed) stop(event);
  };
  // A button acts on the release of Space; the press was ours, so the release is too.
  const onKeyUp = (event: KeyboardEvent): void => {
    if (event.key === ' ' && isButton(document.activeElement)) stop(event);
  };

  window.addEventListener('keydown', onKeyDown, true);
  window.addEventListener('keyup', onKeyUp, true);
  return () => {
    window.removeEventListener('keydown', onKeyDown, true);
    window.removeEventListener('keyup', onKeyUp, true);
    window.clearTimeout(settle);
    window.clearTimeout(idle);
  };
}

function isButton(element: Element | null): boolean {
  return element instanceof HTMLButtonElement;
}

/** AltGr types characters on many keyboards, and Windows reports it as Control with Alt. */
function isCommand(event: KeyboardEvent): boolean {
  if (event.isComposing) return true;
  if (event.getModifierState('AltGraph')) return false;
  return event.ctrlKey || event.altKey || event.metaKey;
}
