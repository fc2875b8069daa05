/**
 * The administrator's area as the page knows it: the PIN while it is typed, and that main is told when the panel closes,
 * whatever closed it. What the page believes decides nothing; main looks at every call.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';

import type { AdministratorAnswer, AdministratorRequest } from '../../main/ipc/contract.ts';
import type { Moment } from './moment.ts';
import { MIN_PIN_DIGITS, NO_PIN_TYPED, pinStep, takesDigits, type PinEntry, type PinStep } from './pin-entry.ts';
import type { SecretOutlet } from './scan-listener.ts';
import { touchPanel, type StationState, type StationStore } from './station-store.ts';

export interface PinPad extends SecretOutlet {
  readonly entry: StoreApi<PinEntry>;
  /** Asks main again whether a PIN can be tried. */
  look(): void;
}

/** Main is told no more often than this that somebody is at the panel, in ms. */
const TOUCH_MS = 10_000;

export interface PinPadOptions {
  readonly station: StationStore;
  readonly ask: (request: AdministratorRequest) => Promise<AdministratorAnswer>;
  readonly readMoment: () => Moment;
}

/** Whether the pad for the PIN is what the panel shows. */
export function isPinAsked({ panel, view, silent }: Pick<StationState, 'panel' | 'view' | 'silent'>): boolean {
  return panel?.name === 'administrator' && view?.administrator.kind === 'locked' && !silent;
}

export function createPinPad({ station, ask, readMoment }: PinPadOptions): PinPad {
  const entry = createStore<PinEntry>(() => NO_PIN_TYPED);
  /** Counts the openings of the pad: an answer that belongs to an earlier one changes nothing. */
  let opening = 0;
  let toldAt = -Infinity;
  const step = (next: PinStep): void => entry.setState((before) => pinStep(before, next));

  function tell(request: AdministratorRequest): void {
    const mine = opening;
    ask(request).then(
      (answer) => {
        if (mine === opening) step({ kind: 'answered', answer, at: readMoment() });
      },
      () => {
        if (mine === opening) step({ kind: 'unanswered' });
      },
    );
  }

  /** Nothing of a PIN outlives the pad that it was typed on. */
  function reset(): void {
    opening += 1;
    entry.setState(NO_PIN_TYPED);
  }

  function follow(state: StationState, before: StationState): void {
    const [asked, wasAsked] = [isPinAsked(state), isPinAsked(before)];
    if (asked !== wasAsked) reset();
    if (asked && !wasAsked) tell({ act: 'look' });
    if (before.panel?.name === 'administrator' && state.panel?.name !== 'administrator') {
      void ask({ act: 'lock' }).catch(() => undefined);
    }
    const { panel, view } = state;
    const touched = panel?.name === 'administrator' && panel.touchedAt !== before.panel?.touchedAt;
    if (touched && view?.administrator.kind === 'unlocked') stay(panel.touchedAt);
  }

  function stay({ mono }: Moment): void {
    if (mono - toldAt < TOUCH_MS) return;
    toldAt = mono;
    void ask({ act: 'touch' }).catch(() => undefined);
  }

  /** A key on the pad or on the keyboard: somebody is there. */
  function keyed(next: PinStep): void {
    const now = readMoment();
    touchPanel(station, now);
    if (takesDigits(entry.getState(), now)) step(next);
  }

  station.subscribe(follow);
  return {
    entry,
    look() {
      reset();
      tell({ act: 'look' });
    },
    onText: (text) => keyed({ kind: 'typed', text }),
    onErase: () => keyed({ kind: 'erased' }),
    onClear() {
      const typed = entry.getState().digits !== '';
      keyed({ kind: 'cleared' });
      return typed;
    },
    onScan: () => step({ kind: 'scanned' }),
    onEnter() {
      const { digits } = entry.getState();
      if (!isPinAsked(station.getState()) || !takesDigits(entry.getState(), readMoment())) return;
      if (digits.length < MIN_PIN_DIGITS) return keyed({ kind: 'too-short' });
      step({ kind: 'sent' });
      tell({ act: 'unlock', pin: digits });
    },
  };
}
