import type { StationBridge } from '../../main/ipc/contract.ts';
import { nextLapseMs } from './lease.ts';
import { readMoment, type Moment } from './moment.ts';
import { acceptSnapshot, advance, type StationStore } from './station-store.ts';
import type { Veil } from './veil.ts';

/** The longest time, in ms, between two looks at the clock: a timer that was missed is caught up within it. */
const TICK_MS = 250;

/** How long to wait, in ms, before asking again for the first snapshot. */
const READY_RETRY_MS = 1_000;

/** Feeds the store from main and from the page's own clock, until the returned function is called. */
export function connectStation(store: StationStore, bridge: StationBridge, veil: Veil | null): () => void {
  let lapse: number | undefined;
  let retry: number | undefined;
  let stopped = false;

  const look = (): void => {
    const now = readMoment();
    advance(store, now);
    const { view, receivedAt } = store.getState();
    const lapseMs = view === null ? null : nextLapseMs(view.cards, receivedAt, now);
    window.clearTimeout(lapse);
    // Armed for the exact end of the lease: the tick alone could show green for a quarter of a second too long.
    if (lapseMs !== null) lapse = window.setTimeout(look, Math.ceil(lapseMs));
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
  const tick = window.setInterval(look, TICK_MS);
  // Main speaks as soon as a page begins; where the page was quicker, it asks.
  if (store.getState().view === null) askReady();
  return () => {
    stopped = true;
    unsubscribe();
    window.clearInterval(tick);
    window.clearTimeout(lapse);
    window.clearTimeout(retry);
  };
}
