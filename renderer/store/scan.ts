/**
 * Collects what a scanner (which types like a keyboard) or a person types anywhere on the screen, up to Enter.
 * Pure: the listener feeds it keys and does what it says.
 *
 * A key in a text field waits for one burst gap: alone it is a person's and goes into the field, in a row of fast ones it
 * is a scan and never gets there.
 */
import { MAX_SCAN_LENGTH } from '../../main/ipc/contract.ts';

/** Keys closer together than this, in ms, come from a scanner: people need 80 ms and more. */
export const BURST_GAP_MS = 50;

/** Fast keys in a row that are certainly a scan; when Enter follows as fast, fewer are. Fingers can slip over two or three. */
export const BURST_KEYS = 6;
export const BURST_KEYS_WITH_ENTER = 3;

/** A pause this long, in ms, ends a scan that has no Enter; longer than any scanner pauses within one. */
export const SCAN_PAUSE_MS = 300;

/** Enters that follow a finished scan within this time, in ms, are the scanner's own second line end: nobody reads so fast. */
export const AFTER_SUBMIT_MS = 1_000;

/** What nobody finished is forgotten after this long, in ms. */
export const TYPING_IDLE_MS = 10_000;

/** One key: what the keyboard layout made of it, and what the scanner meant. Either can be empty. */
interface Stroke {
  readonly typed: string;
  readonly scanned: string;
}

export interface ScanState {
  readonly strokes: readonly Stroke[];
  /** Strokes before this one were typed before the last pause: no part of the scan. */
  readonly runFrom: number;
  /** Whether every stroke since the last pause came fast. */
  readonly runFast: boolean;
  /** How many strokes came fast in a row, up to now. */
  readonly fastKeys: number;
  /** `field`: the strokes wait for whether they belong into the text field. `scan`: they are a scan. */
  readonly mode: 'typing' | 'field' | 'scan';
  readonly lastKeyAt: number;
  readonly submittedAt: number;
  /** An Enter or Space on a control waits here for a moment: a burst may be starting with it. */
  readonly holding: boolean;
}

/** What has the focus: something that Enter or Space presses, a text field, or nothing of the kind. */
export type ScanFocus = 'none' | 'control' | 'field';

interface ScanKey {
  readonly kind: 'key';
  /** As in `KeyboardEvent.key`. */
  readonly key: string;
  /** The character that a scanner means by it; empty when it is none. */
  readonly scanned: string;
  /** Monotonic ms. */
  readonly at: number;
  /** Part of a shortcut or of an input method's composition: not text. */
  readonly command: boolean;
  readonly repeat: boolean;
  readonly focus: ScanFocus;
}
/**
 * `settled`: no further key came within the burst gap. `silent`: none within the pause that ends a scan.
 * `idle`: nothing came for `TYPING_IDLE_MS`.
 */
export type ScanInput = ScanKey | { readonly kind: 'settled' | 'silent' | 'idle' };

/**
 * `press`: press the control or send off the field that had the focus. `insert`: put this text into the field that had it.
 * `typed` tells a person's line from a scan.
 */
export type ScanEffect =
  | { readonly kind: 'none' }
  | { readonly kind: 'submit'; readonly text: string; readonly how: 'scanned' | 'typed' }
  | { readonly kind: 'insert'; readonly text: string }
  | { readonly kind: 'press' };

export interface ScanStep {
  readonly state: ScanState;
  readonly effect: ScanEffect;
  /** True when nothing else on the page may see this key. */
  readonly consumed: boolean;
}

export const NOTHING_SCANNED: ScanState = {
  strokes: [],
  runFrom: 0,
  runFast: false,
  fastKeys: 0,
  mode: 'typing',
  lastKeyAt: -Infinity,
  submittedAt: -Infinity,
  holding: false,
};

const NONE: ScanEffect = { kind: 'none' };

/** What the screen shows as typed so far: nothing of what may belong into a field. */
export function shownText({ strokes, runFrom, mode }: ScanState): string {
  switch (mode) {
    case 'field':
      return '';
    case 'typing':
      return joined(strokes, 'typed');
    case 'scan':
      return joined(strokes.slice(runFrom), 'scanned');
  }
}

export function scanStep(before: ScanState, input: ScanInput): ScanStep {
  switch (input.kind) {
    case 'settled':
      return { ...settled(before), consumed: false };
    case 'silent':
      return before.mode === 'scan' ? { ...finished(before, before.lastKeyAt), consumed: false } : passed(before);
    case 'idle':
      return passed({ ...emptied(before), holding: false });
    case 'key':
      return keyStep(before, input);
  }
}

function keyStep(before: ScanState, input: ScanKey): ScanStep {
  const gap = input.at - before.lastKeyAt;
  const fast = gap < BURST_GAP_MS;
  // A scanner sends some characters as shortcuts; within a scan they are nobody's.
  if (input.command) return before.mode === 'scan' && gap < SCAN_PAUSE_MS ? swallowed(before) : released(before);
  const stroke = strokeOf(input);
  if (stroke === null && isModifier(input.key)) return passed(before);
  const state = resumed(before, input, gap);

  switch (input.key) {
    case 'Enter':
      return enterStep(state, input, fast);
    case 'Tab':
      // Some scanners end with Tab; a person's Tab moves the focus.
      if (!fast) return state.mode === 'scan' ? swallowed(state) : released(state);
      return endsScan(state) ? ended(state, input.at) : swallowed(state);
    case 'Escape':
      if (state.mode === 'field') return released(state);
      return state.strokes.length === 0 ? passed(state) : swallowed(emptied(state));
    case 'Backspace':
      if (state.mode === 'field') return released(state);
      return state.strokes.length === 0 ? passed(state) : swallowed(shortened(state));
  }
  if (stroke === null) return state.mode === 'scan' ? swallowed(state) : released(state);
  if (input.key === ' ' && state.strokes.length === 0 && input.focus !== 'field')
    return confirmStep(state, input, fast);
  if (input.repeat) return state.mode === 'field' ? released(state) : swallowed(state);
  return swallowed(withStroke(state, stroke));
}

/** The state as the next key finds it: after a pause a new run begins, and with it the question where the text belongs. */
function resumed(before: ScanState, input: ScanKey, gap: number): ScanState {
  const state: ScanState = { ...before, lastKeyAt: input.at, holding: false };
  const nothingYet = before.mode === 'typing' && before.strokes.length === 0;
  if (gap >= SCAN_PAUSE_MS || nothingYet) {
    const goesOn = before.mode === 'typing' && input.focus !== 'field' && gap < TYPING_IDLE_MS;
    const kept = goesOn ? state : emptied(state);
    const mode = input.focus === 'field' ? 'field' : 'typing';
    return { ...kept, mode, runFrom: kept.strokes.length, runFast: true, fastKeys: 0 };
  }
  if (gap < BURST_GAP_MS || state.mode === 'scan') return state;
  return { ...state, runFast: false, fastKeys: 0 };
}

function withStroke(state: ScanState, stroke: Stroke): ScanState {
  const strokes = [...state.strokes, stroke].slice(0, MAX_SCAN_LENGTH);
  const fastKeys = state.fastKeys + 1;
  const isScan = fastKeys >= BURST_KEYS && (state.runFast || state.mode === 'field');
  return { ...state, strokes, fastKeys, mode: isScan ? 'scan' : state.mode };
}

function enterStep(state: ScanState, input: ScanKey, fast: boolean): ScanStep {
  if (state.mode === 'scan' || (fast && endsScan(state)))
    return input.repeat ? swallowed(state) : ended(state, input.at);
  if (state.mode === 'typing' && state.strokes.length > 0) {
    if (input.repeat) return swallowed(state);
    const text = joined(state.strokes, 'typed');
    return {
      state: { ...emptied(state), submittedAt: input.at },
      effect: { kind: 'submit', text, how: 'typed' },
      consumed: true,
    };
  }
  // What waits for the field goes there first; a person's Enter comes a good while after the last character.
  if (state.mode === 'field' && state.strokes.length > 0) return { ...settled(state), consumed: true };
  return confirmStep(state, input, fast);
}

/** Enter or Space with nothing typed: presses what has the focus, but never as part or as the tail of a burst. */
function confirmStep(state: ScanState, input: ScanKey, fast: boolean): ScanStep {
  const afterSubmit = input.at - state.submittedAt < AFTER_SUBMIT_MS;
  if (input.repeat || fast || afterSubmit) return swallowed(state);
  if (input.focus === 'none') return input.key === ' ' ? swallowed(state) : passed(state);
  return swallowed({ ...state, holding: true });
}

/** Whether the strokes are a scan when Enter or Tab follows them as fast as they came. */
function endsScan({ mode, runFast, fastKeys, strokes }: ScanState): boolean {
  if (mode === 'scan') return true;
  return fastKeys >= BURST_KEYS_WITH_ENTER && (runFast || mode === 'field') && strokes.length > 0;
}

function ended(state: ScanState, at: number): ScanStep {
  return { ...finished(state, at), consumed: true };
}

/**
 * Hands over a scan. One that began within the pause after a person's key in a field may lack its head, which went into
 * the field: it is let go, for the rest of an id can be the id of another card.
 */
function finished(state: ScanState, at: number): { readonly state: ScanState; readonly effect: ScanEffect } {
  const text = joined(state.strokes.slice(state.runFrom), 'scanned');
  const next = { ...emptied(state), submittedAt: at };
  return { state: next, effect: state.runFast ? { kind: 'submit', text, how: 'scanned' } : NONE };
}

/** No further key came: what waited was a person's. */
function settled(state: ScanState): { readonly state: ScanState; readonly effect: ScanEffect } {
  if (state.holding) return { state: { ...state, holding: false }, effect: { kind: 'press' } };
  if (state.mode !== 'field' || state.strokes.length === 0) return { state, effect: NONE };
  const text = joined(state.strokes, 'typed');
  return { state: { ...state, strokes: [], runFast: false }, effect: text === '' ? NONE : { kind: 'insert', text } };
}

/** The key goes its own way, after what waited for the field. */
function released(state: ScanState): ScanStep {
  return state.mode === 'field' ? { ...settled({ ...state, holding: false }), consumed: false } : passed(state);
}

function emptied(state: ScanState): ScanState {
  return { ...state, strokes: [], runFrom: 0, runFast: false, fastKeys: 0, mode: 'typing' };
}

function shortened(state: ScanState): ScanState {
  const strokes = state.strokes.slice(0, -1);
  return {
    ...state,
    strokes,
    runFrom: Math.min(state.runFrom, strokes.length),
    runFast: false,
    fastKeys: 0,
    mode: 'typing',
  };
}

function joined(strokes: readonly Stroke[], reading: keyof Stroke): string {
  return strokes
    .map((stroke) => stroke[reading])
    .join('')
    .slice(0, MAX_SCAN_LENGTH);
}

function strokeOf({ key, scanned, focus }: ScanKey): Stroke | null {
  const typed = [...key].length === 1 ? key : '';
  // An accent that waits for its letter belongs to the field.
  if (typed === '' && (scanned === '' || focus === 'field')) return null;
  return { typed, scanned: scanned === '' ? typed : scanned };
}

function swallowed(state: ScanState): ScanStep {
  return { state, effect: NONE, consumed: true };
}

function passed(state: ScanState): ScanStep {
  return { state, effect: NONE, consumed: false };
}

function isModifier(key: string): boolean {
  return ['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock', 'Fn', 'Dead', 'Process'].includes(key);
}
