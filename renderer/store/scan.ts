/**
 * Collects what a scanner (which types like a keyboard) or a person types anywhere on the screen, up to Enter.
 * Pure: the listener feeds it keys and does what it says.
 */
import { MAX_SCAN_LENGTH } from '../../main/ipc/contract.ts';

/** Keys closer together than this, in ms, come from a scanner: people need 80 ms and more. */
export const BURST_GAP_MS = 50;

/** Enters that follow a finished scan within this time, in ms, are the scanner's own second line end. */
export const AFTER_SUBMIT_MS = 300;

/** What nobody finished is forgotten after this long, in ms. */
export const TYPING_IDLE_MS = 10_000;

export interface ScanState {
  readonly text: string;
  readonly lastKeyAt: number;
  readonly submittedAt: number;
  /** An Enter or Space on a button waits here for a moment: a burst may be starting with it. */
  readonly holding: boolean;
}

interface ScanKey {
  readonly kind: 'key';
  /** As in `KeyboardEvent.key`. */
  readonly key: string;
  /** Monotonic ms. */
  readonly at: number;
  /** Part of a shortcut or of an input method's composition: not text. */
  readonly command: boolean;
  readonly repeat: boolean;
  /** Whether a button has the focus. */
  readonly onButton: boolean;
}
/** `settled`: no further key came within the burst gap. `idle`: nothing came for `TYPING_IDLE_MS`. */
export type ScanInput = ScanKey | { readonly kind: 'settled' } | { readonly kind: 'idle' };

/** `hold`: send `settled` after the burst gap. `press`: click the button that has the focus. */
export type ScanEffect =
  | { readonly kind: 'none' }
  | { readonly kind: 'submit'; readonly text: string }
  | { readonly kind: 'hold' }
  | { readonly kind: 'press' };

export interface ScanStep {
  readonly state: ScanState;
  readonly effect: ScanEffect;
  /** True when nothing else on the page may see this key. */
  readonly consumed: boolean;
}

export const NOTHING_SCANNED: ScanState = { text: '', lastKeyAt: -Infinity, submittedAt: -Infinity, holding: false };

const NONE: ScanEffect = { kind: 'none' };

export function scanStep(before: ScanState, input: ScanInput): ScanStep {
  switch (input.kind) {
    case 'settled': {
      const effect: ScanEffect = before.holding ? { kind: 'press' } : NONE;
      return { state: { ...before, holding: false }, effect, consumed: false };
    }
    case 'idle':
      return { state: { ...before, text: '', holding: false }, effect: NONE, consumed: false };
    case 'key':
      return keyStep(before, input);
  }
}

function keyStep(before: ScanState, input: ScanKey): ScanStep {
  if (input.command || isModifier(input.key)) return { state: before, effect: NONE, consumed: false };
  const forgotten = input.at - before.lastKeyAt >= TYPING_IDLE_MS;
  const inBurst = input.at - before.lastKeyAt < BURST_GAP_MS;
  const text = forgotten ? '' : before.text;
  const state: ScanState = { ...before, text, lastKeyAt: input.at, holding: false };
  const swallowed: ScanStep = { state, effect: NONE, consumed: true };
  const passed: ScanStep = { state, effect: NONE, consumed: false };
  const submitted: ScanStep = {
    state: { ...state, text: '', submittedAt: input.at },
    effect: { kind: 'submit', text },
    consumed: true,
  };

  switch (input.key) {
    case 'Enter':
      if (text !== '') return input.repeat ? swallowed : submitted;
      return confirmStep(before, input, state);
    case 'Tab':
      // Some scanners end with Tab; a person's Tab moves the focus.
      if (!inBurst) return passed;
      return text !== '' ? submitted : swallowed;
    case 'Escape':
      return text === '' ? passed : { ...swallowed, state: { ...state, text: '' } };
    case 'Backspace':
      return text === '' ? passed : { ...swallowed, state: { ...state, text: [...text].slice(0, -1).join('') } };
    case ' ':
      if (text === '') return confirmStep(before, input, state);
      break;
    default:
      if ([...input.key].length !== 1) return passed;
  }
  const fits = !input.repeat && text.length + input.key.length <= MAX_SCAN_LENGTH;
  return fits ? { ...swallowed, state: { ...state, text: text + input.key } } : swallowed;
}

/** Enter or Space with nothing typed: presses the focused button, but never as part or as the tail of a burst. */
function confirmStep(before: ScanState, input: ScanKey, state: ScanState): ScanStep {
  const inBurst = input.at - before.lastKeyAt < BURST_GAP_MS;
  const afterSubmit = input.at - before.submittedAt < AFTER_SUBMIT_MS;
  if (input.repeat || inBurst || afterSubmit) return { state, effect: NONE, consumed: true };
  if (!input.onButton) return { state, effect: NONE, consumed: input.key === ' ' };
  return { state: { ...state, holding: true }, effect: { kind: 'hold' }, consumed: true };
}

function isModifier(key: string): boolean {
  return ['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock', 'Fn', 'Dead', 'Process'].includes(key);
}
