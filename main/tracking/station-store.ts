import { createStore, type StoreApi } from 'zustand/vanilla';

import { EMPTY_STATION, type StationState } from './station-state.ts';

/** Main's one state. Transitions are the pure functions of `station-state.ts`, applied by `change`. */
export type StationStore = Pick<StoreApi<StationState>, 'getState' | 'subscribe'> & {
  change(transition: (state: StationState) => StationState): void;
};

export function createStationStore(): StationStore {
  const store = createStore<StationState>(() => EMPTY_STATION);
  return {
    getState: store.getState,
    subscribe: store.subscribe,
    change: (transition) => store.setState(transition(store.getState()), true),
  };
}
