import type { StationBridge } from '../../main/ipc/contract.ts';
import { tellsToGive } from './green-watch.ts';
import { nextLapseMs } from './lease.ts';
import { readMoment, type Moment } from './moment.ts';
import { acceptSnapshot, advance, type StationStore } from './station-store.ts';
import type { Veil } from './veil.ts';

/**
 * The longest time between two looks at the clock, in ms: a timer that was missed, or a clock that was set, is met within it.
 * Short while staff are told to give a card away; otherwise it is for what only ages.
 */
const TICK_WITH_GREEN_MS = 250;
const TICK_MS = 1_000;

/** How long to wait, in ms, before asking again for the first snapshot. */
const READY_RETRY_MS = 1_000;

/** Feeds the store from main and from the page's own clock, until the returned function is called. */
export function connectStation(store: StationStore, bridge: StationBridge, veil: Veil | null): () => void {
  let next: number | undefined;
  let retry: number | undefined;
  let stopped = false;

  const look = (): void => {
    const now = readMoment();
    advance(store, now);
    const { view, receivedAt } = store.getState();
    const lapseMs = view === null ? null : nextLapseMs(view, receivedAt, now);
    const tickMs = view !== null && tellsToGive(view) ? TICK_WITH_GREEN_MS : TICK_MS;
    window.clearTimeout(next);
    // At the exact end of the lease too: the tick alone could show green for a quarter of a second too long.
    next = window.setTimeout(look, Math.min(tickMs, Math.ceil(lapseMs ?? tickMs)));
  };
  const take = (candidate: unknown, heardAt?: Moment): void => {
    acceptSnapshot(store, candidate, readMoment(), veil, heardAt);
    look();
  };
  const askReady = (): void => {
    bridge.ready().then(take, () => {
      if (!stopped && store.getState().view === null) retry = window.setTimeout(askReady, READY_RETRY_MS);
    });
  };

  const unsubscribe = bridge.onSnapshot(take);
  look();
  // Main speaks as soon as a page begins; where the page was quicker, it asks.
  if (store.getState().view === null) askReady();
  return () => {
    stopped = true;
    unsubscribe();
    window.clearTimeout(next);
    window.clearTimeout(retry);
  };
}
