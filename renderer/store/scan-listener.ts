import type { ScreenView } from '../../main/ipc/contract.ts';
import { focusOf, insertIntoField, pressElement } from './focus.ts';
import { usCharacter } from './key-positions.ts';
import {
  BURST_GAP_MS,
  NOTHING_SCANNED,
  SCAN_PAUSE_MS,
  scanStep,
  shownText,
  TYPING_IDLE_MS,
  type ScanInput,
  type ScanState,
} from './scan.ts';

/** `us`: a scan goes by the position of the keys, as on a US keyboard (`intake.keyboardLayout`). */
export type KeyboardLayout = 'as-typed' | 'us';

/** A scan while the station starts is kept: main takes it. Without configuration or credentials no card can be watched. */
export function takesCards(screen: ScreenView['kind'] | undefined): boolean {
  return screen === undefined || screen === 'starting' || screen === 'board';
}

export interface ScanOutlets {
  /** Whether this screen takes cards at all. */
  readonly enabled: () => boolean;
  /** How scanners on this PC are read; asked at each key. `as-typed` when left out. */
  readonly layout?: () => KeyboardLayout;
  readonly onTyped: (text: string) => void;
  readonly onSubmit: (text: string, how: 'scanned' | 'typed') => void;
}

/** After how long the machine is told that nothing came, in ms. */
const WAITS = { settled: BURST_GAP_MS, silent: SCAN_PAUSE_MS, idle: TYPING_IDLE_MS } as const;
type Wait = keyof typeof WAITS;

/** Listens to the whole window before anything else does, until the returned function is called. */
export function listenForScans(outlets: ScanOutlets): () => void {
  let state: ScanState = NOTHING_SCANNED;
  let held: Element | null = null;
  let ignoredAt = -Infinity;
  const timers = new Map<Wait, number>();

  const feed = (input: ScanInput): boolean => {
    const step = scanStep(state, input);
    const shown = shownText(step.state);
    if (shown !== shownText(state)) outlets.onTyped(shown);
    state = step.state;
    // Only the very element that had the focus when the key went down, if it is still there.
    const target = held !== null && held === document.activeElement ? held : null;
    switch (step.effect.kind) {
      case 'none':
        break;
      case 'submit':
        outlets.onSubmit(step.effect.text, step.effect.how);
        break;
      case 'insert':
        if (target !== null) insertIntoField(step.effect.text);
        break;
      case 'press':
        if (target !== null) pressElement(target);
        break;
    }
    return step.consumed;
  };

  const arm = (wait: Wait, ms: number): void => {
    const dueAt = performance.now() + ms;
    const fire = (): void => {
      // A page that was busy has keys in its queue that came in time: they are heard first.
      if (performance.now() - dueAt > BURST_GAP_MS) arm(wait, BURST_GAP_MS);
      else feed({ kind: wait });
    };
    timers.set(wait, window.setTimeout(fire, ms));
  };
  const disarm = (): void => {
    for (const timer of timers.values()) window.clearTimeout(timer);
    timers.clear();
  };
  const armAll = (): void => {
    const { holding, mode, strokes } = state;
    disarm();
    if (holding || (mode === 'field' && strokes.length > 0)) arm('settled', WAITS.settled);
    if (mode === 'scan') arm('silent', WAITS.silent);
    if (strokes.length > 0) arm('idle', WAITS.idle);
  };

  const stop = (event: Event): void => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // Our own Enter on its way to a field.
    if (!event.isTrusted) return;
    // When the key went down, not when a busy page got to it.
    const at = event.timeStamp;
    // The tail of a scan whose head was not taken is another card's id: all of it is let go.
    if (!outlets.enabled() || at - ignoredAt < SCAN_PAUSE_MS) {
      ignoredAt = at;
      return;
    }
    catchUp(at);
    const consumed = feed({
      kind: 'key',
      key: event.key,
      scanned: scannedCharacter(event, outlets.layout?.() ?? 'as-typed'),
      at,
      command: isCommand(event),
      repeat: event.repeat,
      focus: focusOf(document.activeElement),
    });
    held = document.activeElement;
    armAll();
    if (consumed) stop(event);
  };
  /** What the timers would have said before this key, had the page not been busy; and a field that lost the focus waits no more. */
  const catchUp = (at: number): void => {
    if (at - state.lastKeyAt >= BURST_GAP_MS || (state.mode === 'field' && held !== document.activeElement)) {
      feed({ kind: 'settled' });
    }
    if (at - state.lastKeyAt >= SCAN_PAUSE_MS) feed({ kind: 'silent' });
  };
  // A control acts on the release of Space; the press was ours, so the release is too.
  const onKeyUp = (event: KeyboardEvent): void => {
    if (event.key === ' ' && focusOf(document.activeElement) === 'control' && outlets.enabled()) stop(event);
  };

  window.addEventListener('keydown', onKeyDown, true);
  window.addEventListener('keyup', onKeyUp, true);
  return () => {
    window.removeEventListener('keydown', onKeyDown, true);
    window.removeEventListener('keyup', onKeyUp, true);
    disarm();
  };
}

function scannedCharacter(event: KeyboardEvent, layout: KeyboardLayout): string {
  const byPosition = layout === 'us' ? usCharacter(event.code, event.shiftKey) : null;
  return byPosition ?? ([...event.key].length === 1 ? event.key : '');
}

/** AltGr types characters on many keyboards, and Windows reports it as Control with Alt. */
function isCommand(event: KeyboardEvent): boolean {
  if (event.isComposing) return true;
  if (event.getModifierState('AltGraph')) return false;
  return event.ctrlKey || event.altKey || event.metaKey;
}
