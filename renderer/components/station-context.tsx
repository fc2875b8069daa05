import { createContext, useContext, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';

import type { Line } from '../locales/line.ts';
import { timeOfDay } from '../locales/time-text.ts';
import type { Moment } from '../store/moment.ts';
import { mainWallNow, type StationState, type StationStore } from '../store/station-store.ts';

/** What a person can do here; main decides what comes of it. */
export interface StationActions {
  readonly focus: (cardId: string) => void;
  readonly remove: (cardId: string) => void;
}

interface Station {
  readonly store: StationStore;
  readonly actions: StationActions;
}

const StationContext = createContext<Station | null>(null);

export function StationProvider({ store, actions, children }: Station & { readonly children: ReactNode }): ReactNode {
  return <StationContext value={{ store, actions }}>{children}</StationContext>;
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

/** Says a line in the chosen language. */
export function useSay(): (line: Line) => string {
  const { t } = useTranslation();
  return (line) => t(line.otherwise === undefined ? line.key : [line.key, line.otherwise], { ...line.values });
}

/** Writes an instant (ms since 1970) as a time of day, with the date when it is not today's. */
export function useTimeOf(): (instant: number) => string {
  const { i18n } = useTranslation();
  const now = useStation(mainWallNow);
  return (instant) => timeOfDay(instant, now, i18n.resolvedLanguage ?? 'en');
}

function useContextOrFail(): Station {
  const station = useContext(StationContext);
  if (station === null) throw new Error('outside of the station');
  return station;
}
