/** Cards that are not asked for: those nobody touched for long are put aside, and a touch brings any of them back. */
import type { CardDesk } from '../intake/card-desk.ts';
import type { Clock } from '../tracking/instant.ts';
import { cardsToPark, withParked } from '../tracking/parking.ts';
import type { Poller } from '../tracking/poller.ts';
import type { StationStore } from '../tracking/station-store.ts';

export interface ShelfOptions {
  readonly store: StationStore;
  readonly poller: Pick<Poller, 'forget'>;
  readonly clock: Clock;
  readonly parkAfterMs: number;
  readonly cards: Pick<CardDesk, 'watch'>;
}

/** Looked at this often, in ms: parking is counted in hours. */
const LOOK_EVERY_MS = 60_000;

export interface Shelf {
  /** Watches a stored or parked card again; says on screen why not where there is no room. */
  readonly bringBack: (cardId: string) => void;
  stop(): void;
}

export function createShelf({ store, poller, clock, parkAfterMs, cards }: ShelfOptions): Shelf {
  let cancel = (): void => undefined;

  function look(): void {
    const due = cardsToPark(store.getState(), clock.now(), parkAfterMs);
    for (const cardId of due) poller.forget(cardId);
    if (due.length > 0) store.change((state) => withParked(state, due, clock.now()));
    cancel = clock.after(LOOK_EVERY_MS, look);
  }

  look();
  return {
    bringBack(cardId) {
      const entry = store.getState().shelf.get(cardId);
      if (entry === undefined) return;
      const { pinnedOperationId, reference } = entry.card;
      cards.watch({
        cardId,
        ...(pinnedOperationId === null ? {} : { operationId: pinnedOperationId }),
        ...(reference === null ? {} : { reference }),
      });
    },
    stop: () => cancel(),
  };
}
