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
  type ScanEffect,
  type ScanFocus,
  type ScanInput,
  type ScanState,
} from './scan.ts';

/** `us`: a scan goes by the position of the keys, as on a US keyboard (`intake.keyboardLayout`). */
export type KeyboardLayout = 'as-typed' | 'us';

/** A scan while the station starts is kept: main takes it. Without configuration or credentials no card can be watched. */
export function takesCards(screen: ScreenView['kind'] | undefined): boolean {
  return screen === undefined || screen === 'starting' || screen === 'board';
}

/**
 * A secret such as the administrator's PIN, while it is asked for: what a person types goes here and nowhere else, and what
 * a scanner types goes nowhere.
 */
export interface SecretOutlet {
  readonly onText: (text: string) => void;
  readonly onErase: () => void;
  /** Whether there was anything to clear; with nothing there Escape goes its own way. */
  readonly onClear: () => boolean;
  readonly onEnter: () => void;
  /** A scan came and was let go. */
  readonly onScan: () => void;
}

/**
 * A person who types a secret does not notice at once that nobody asks for it any more: keys that follow with no longer
 * pause than this, in ms, are still of it, and let go.
 */
export const SECRET_TAIL_MS = 3_000;

export interface ScanOutlets {
  /** Whether this screen takes cards at all. */
  readonly enabled: () => boolean;
  /** How scanners on this PC are read; asked at each key. `as-typed` when left out. */
  readonly layout?: () => KeyboardLayout;
  /** Where a secret is typed now, on whatever screen; null while none is asked for. */
  readonly secret?: () => SecretOutlet | null;
  readonly onTyped: (text: string) => void;
  readonly onSubmit: (text: string, how: 'scanned' | 'typed') => void;
}

/** After how long the machine is told that nothing came, in ms. */
const WAITS = { settled: BURST_GAP_MS, silent: SCAN_PAUSE_MS, idle: TYPING_IDLE_MS } as const;
type Wait = keyof typeof WAITS;

export interface ScanListener {
  /** A key of the pad on the screen, as in `KeyboardEvent.key`: a person's, and for nothing that has the focus. */
  readonly touch: (key: string) => void;
  readonly stop: () => void;
}

/** Listens to the whole window before anything else does, until it is stopped. */
export function listenForScans(outlets: ScanOutlets): ScanListener {
  let state: ScanState = NOTHING_SCANNED;
  let held: Element | null = null;
  let ignoredAt = -Infinity;
  /** The secret that the last key could have been for. */
  let secret: SecretOutlet | null = null;
  /** When the newest key came that is, or may still be, of a secret. */
  let secretKeyAt = -Infinity;
  let inTail = false;
  /** The newest key of a run that a secret's begin or end has cut in two: neither half is anybody's. */
  let lostAt = -Infinity;
  let shown = '';
  const timers = new Map<Wait, number>();

  const show = (text: string): void => {
    if (text === shown) return;
    shown = text;
    outlets.onTyped(text);
  };
  /** What was typed before belongs to nobody any more. */
  const letGo = (): void => {
    state = { ...NOTHING_SCANNED, lastKeyAt: state.lastKeyAt, submittedAt: state.submittedAt };
    show('');
  };
  /** A secret begins to be asked for, or is not any more: no key is taken for the one and counted for the other. */
  const followSecret = (): void => {
    const now = outlets.secret?.() ?? null;
    if (now === secret) return;
    secret = now;
    lostAt = state.lastKeyAt;
    letGo();
  };

  const feed = (input: ScanInput): boolean => {
    followSecret();
    const step = scanStep(state, input);
    state = step.state;
    show(secret !== null || inTail ? '' : shownText(state));
    carryOut(step.effect);
    return step.consumed;
  };
  const carryOut = (effect: ScanEffect): void => {
    // Only the very element that had the focus when the key went down, if it is still there.
    const target = held !== null && held === document.activeElement ? held : null;
    switch (effect.kind) {
      case 'none':
        break;
      case 'submit':
        if (secret !== null) secret.onScan();
        else if (!inTail || effect.how === 'scanned') outlets.onSubmit(effect.text, effect.how);
        break;
      case 'insert':
        if (secret !== null) secret.onText(effect.text);
        else if (target !== null && !inTail) insertIntoField(effect.text);
        break;
      case 'press':
        if (secret !== null && focusOf(target) !== 'control') secret.onEnter();
        else if (target !== null && !inTail) pressElement(target);
        break;
    }
  };

  const listening = (): boolean => secret !== null || outlets.enabled();

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
    followSecret();
    // The tail of a scan whose head was not taken is another card's id: all of it is let go.
    if (!listening() || at - ignoredAt < SCAN_PAUSE_MS) {
      ignoredAt = at;
      return;
    }
    if (at - lostAt < SCAN_PAUSE_MS) {
      lostAt = at;
      secretKeyAt = at;
      stop(event);
      return;
    }
    catchUp(at);
    const focus = focusOf(document.activeElement);
    followTail(event, focus);
    const consumed = feed({
      kind: 'key',
      key: event.key,
      scanned: scannedCharacter(event, outlets.layout?.() ?? 'as-typed'),
      at,
      command: isCommand(event),
      repeat: event.repeat,
      // A secret has no field of its own in the page: what a person types waits for it as for a field.
      focus: secret !== null && !(focus === 'control' && isPress(event)) ? 'field' : focus,
    });
    held = document.activeElement;
    armAll();
    if (consumed || editsSecret(event)) stop(event);
  };
  /** Erasing and giving up, where a secret is typed. */
  const editsSecret = (event: KeyboardEvent): boolean => {
    if (secret === null || isCommand(event)) return false;
    if (event.key === 'Backspace') secret.onErase();
    else return event.key === 'Escape' && secret.onClear();
    return true;
  };
  /**
   * Whether this key may still be of a secret that nobody asks for any more. A field that has the focus is asked for, and
   * whoever moves the focus has seen where it is.
   */
  const followTail = ({ key, timeStamp: at }: KeyboardEvent, focus: ScanFocus): void => {
    const moves = (key === 'Tab' || key.startsWith('Arrow')) && at - state.lastKeyAt >= BURST_GAP_MS;
    const tail = secret === null && focus !== 'field' && !moves && at - secretKeyAt < SECRET_TAIL_MS;
    if (inTail && !tail) letGo();
    inTail = tail;
    if (secret !== null || tail) secretKeyAt = at;
    else secretKeyAt = -Infinity;
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
    if (event.key === ' ' && focusOf(document.activeElement) === 'control' && listening()) stop(event);
  };

  window.addEventListener('keydown', onKeyDown, true);
  window.addEventListener('keyup', onKeyUp, true);
  return {
    touch(key) {
      // Ten fingers are no scanner, however fast they are.
      const at = Math.max(performance.now(), state.lastKeyAt + BURST_GAP_MS);
      followSecret();
      if (secret !== null || !outlets.enabled()) return;
      catchUp(at);
      feed({ kind: 'key', key, scanned: '', at, command: false, repeat: false, focus: 'none' });
      held = null;
      armAll();
    },
    stop() {
      window.removeEventListener('keydown', onKeyDown, true);
      window.removeEventListener('keyup', onKeyUp, true);
      disarm();
    },
  };
}

function scannedCharacter(event: KeyboardEvent, layout: KeyboardLayout): string {
  const byPosition = layout === 'us' ? usCharacter(event.code, event.shiftKey) : null;
  return byPosition ?? ([...event.key].length === 1 ? event.key : '');
}

/** Whether the key presses what has the focus. */
function isPress({ key }: KeyboardEvent): boolean {
  return key === 'Enter' || key === ' ';
}

/** AltGr types characters on many keyboards, and Windows reports it as Control with Alt. */
function isCommand(event: KeyboardEvent): boolean {
  if (event.isComposing) return true;
  if (event.getModifierState('AltGraph')) return false;
  return event.ctrlKey || event.altKey || event.metaKey;
}
