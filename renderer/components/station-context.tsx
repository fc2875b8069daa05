import { createContext, useContext, type ReactNode } from 'react';
import { useStore } from 'zustand';

import type {
  ActRequest,
  Diagnostics,
  HandOverRequest,
  RecentList,
  ScreenChoice,
  Settings,
  WipeAnswer,
} from '../../main/ipc/contract.ts';
import { sinceLine, timeOfDay, wholeMinute } from '../locales/time-text.ts';
import type { Sound } from '../store/chimes.ts';
import type { DraftStep } from '../store/draft.ts';
import type { Glass, Press } from '../store/glass.ts';
import { readMoment, type Moment } from '../store/moment.ts';
import type { PanelName } from '../store/panel.ts';
import type { PinPad } from '../store/pin-pad.ts';
import type { ScanListener } from '../store/scan-listener.ts';
import { shownDesk, type ShownDesk } from '../store/shown-desk.ts';
import {
  fillIn,
  mainWallNow,
  showPanel,
  touchPanel,
  type StationState,
  type StationStore,
} from '../store/station-store.ts';
import { useLanguage, useSay } from './words-context.tsx';

/** What a person can do here; main decides what comes of it. What is sent once comes back as rejected when it did not arrive. */
export interface StationActions {
  readonly focus: (cardId: string) => void;
  readonly acknowledge: (cardId: string) => void;
  readonly bringBack: (cardId: string) => void;
  readonly open: (dialog: Dialog, cardId: string) => void;
  readonly close: () => void;
  readonly handOver: (request: HandOverRequest) => Promise<void>;
  readonly act: (request: ActRequest) => Promise<void>;
  readonly undo: (number: number) => void;
  /** What staff did today; an answer that did not come says so itself. */
  readonly recent: () => Promise<RecentList>;
  readonly choose: (choice: ScreenChoice) => void;
  /** Plays a sound so that a person can hear how it is. */
  readonly playSound: (sound: Sound) => void;
  /** What the administrator looks at; without one who is signed in, or without an answer, it is locked. */
  readonly diagnostics: () => Promise<Diagnostics>;
  readonly settings: () => Promise<Settings>;
  readonly selfTest: (act: 'start' | 'end') => void;
  /** Removes the credentials of this station; without an answer it is not known what is gone. */
  readonly wipe: () => Promise<WipeAnswer>;
  readonly quit: () => void;
}

export type Dialog = ActRequest['act'] | 'hand-over';

interface Station {
  readonly store: StationStore;
  readonly actions: StationActions;
  readonly glass: Glass;
  readonly pin: PinPad;
  readonly scans: ScanListener;
}

const StationContext = createContext<Station | null>(null);

export function StationProvider({
  store,
  actions,
  glass,
  pin,
  scans,
  children,
}: Station & { readonly children: ReactNode }): ReactNode {
  return <StationContext value={{ store, actions, glass, pin, scans }}>{children}</StationContext>;
}

export function useStation<T>(select: (state: StationState) => T): T {
  return useStore(useContextOrFail().store, select);
}

/** Asks when the stage last changed, at the moment of asking: a press counts by what is true then, not by what was drawn. */
export function useStageSince(): () => Moment {
  const { store } = useContextOrFail();
  return () => store.getState().stageSince;
}

export function useActions(): StationActions {
  return useContextOrFail().actions;
}

/** Where the administrator's PIN is typed. */
export function usePinPad(): PinPad {
  return useContextOrFail().pin;
}

/** Types a card id as a keyboard would. */
export function useTypeKey(): (key: string) => void {
  return useContextOrFail().scans.touch;
}

/** Makes the press on a card at the moment of pressing: it names the snapshot that is on the glass then. */
export function usePress(): (cardId: string) => Press | null {
  const { glass } = useContextOrFail();
  return (cardId) => glass.press(cardId);
}

/** Fills something into the open dialog. */
export function useFillIn(): (step: DraftStep) => void {
  const { store } = useContextOrFail();
  return (step) => fillIn(store, step);
}

/** Opens a panel over the board; null closes it. */
export function useShowPanel(): (name: PanelName | null) => void {
  const { store } = useContextOrFail();
  return (name) => showPanel(store, name, readMoment());
}

/** Says that somebody is at the panel. */
export function useTouchPanel(): () => void {
  const { store } = useContextOrFail();
  return () => touchPanel(store, readMoment());
}

/** What of the desk may be shown at this moment. */
export function useShownDesk(): ShownDesk {
  const view = useStation((state) => state.view);
  const receivedAt = useStation((state) => state.receivedAt);
  const now = useStation((state) => state.now);
  return shownDesk(view, receivedAt, now);
}

/** Writes an instant (ms since 1970) as a time of day, with the date when it is not today's. */
export function useTimeOf(): (instant: number) => string {
  const language = useLanguage();
  const now = useStation((state) => wholeMinute(mainWallNow(state)));
  return (instant) => timeOfDay(instant, now, language);
}

/** The same after "since". */
export function useSinceOf(): (instant: number) => string {
  const say = useSay();
  const language = useLanguage();
  const now = useStation((state) => wholeMinute(mainWallNow(state)));
  return (instant) => say(sinceLine(instant, now, language));
}

function useContextOrFail(): Station {
  const station = useContext(StationContext);
  if (station === null) throw new Error('outside of the station');
  return station;
}
