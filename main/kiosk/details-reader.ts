/** Asks D1 once for what is printed on each watched card, where the bank has switched that on. Never in anybody's way. */
import type { D1Client } from '../d1/d1-client.ts';
import type { Clock } from '../tracking/instant.ts';
import type { Poller } from '../tracking/poller.ts';
import { withDetails } from '../tracking/station-state.ts';
import type { StationStore } from '../tracking/station-store.ts';

export interface DetailsReaderOptions {
  readonly store: StationStore;
  readonly client: () => Pick<D1Client, 'readDetails'> | null;
  readonly poller: Pick<Poller, 'takeStart'>;
  readonly clock: Clock;
}

/** Pauses between the attempts for one card, in ms; after the last one staff compare something else. */
const RETRIES_MS = [2_000, 10_000, 60_000];
/** While the caps are used up by the cards' own reads, or there is no client yet, it is tried again after this, in ms. */
const WAIT_MS = 700;

/** Reads until the returned function is called. */
export function startDetailsReader({ store, client, poller, clock }: DetailsReaderOptions): () => void {
  /** By card, what ends the attempt or the pause that is under way. */
  const asked = new Map<string, () => void>();

  function ask(cardId: string, attempt: number): void {
    const d1 = client();
    if (d1 === null || !poller.takeStart()) {
      asked.set(
        cardId,
        clock.after(WAIT_MS, () => ask(cardId, attempt)),
      );
      return;
    }
    const abort = new AbortController();
    asked.set(cardId, () => abort.abort());
    void d1.readDetails(cardId, abort.signal).then((outcome) => {
      if (abort.signal.aborted) return;
      const pause = RETRIES_MS[attempt];
      if (outcome.kind === 'details') store.change((state) => withDetails(state, cardId, outcome.details));
      else if (outcome.kind === 'fault' && pause !== undefined)
        asked.set(
          cardId,
          clock.after(pause, () => ask(cardId, attempt + 1)),
        );
    });
  }

  function look(): void {
    const { cards } = store.getState();
    for (const [cardId, cancel] of asked) {
      if (cards.has(cardId)) continue;
      cancel();
      asked.delete(cardId);
    }
    for (const { cardId, answer } of cards.values()) {
      // After the first answer: what may be handed over is asked before what is nice to know.
      if (answer !== null && !asked.has(cardId)) ask(cardId, 0);
    }
  }

  const unsubscribe = store.subscribe(look);
  return () => {
    unsubscribe();
    for (const cancel of asked.values()) cancel();
  };
}
