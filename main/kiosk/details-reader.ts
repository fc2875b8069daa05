/** Asks D1 once for what is printed on each watched card and order, where the bank has switched that on. Never in anybody's way. */
import type { D1Client } from '../d1/d1-client.ts';
import type { Clock } from '../tracking/instant.ts';
import type { Poller } from '../tracking/poller.ts';
import { withDetails, withoutDetails } from '../tracking/station-state.ts';
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
  /** By card, the order that it was asked for, and what ends the attempt or the pause that is under way. */
  const asked = new Map<string, { readonly operationId: string | null; readonly cancel: () => void }>();

  function ask(cardId: string, operationId: string | null, attempt: number): void {
    const later = (ms: number, next: number): void => {
      const cancel = clock.after(ms, () => ask(cardId, operationId, next));
      asked.set(cardId, { operationId, cancel });
    };
    const d1 = client();
    if (d1 === null || !poller.takeStart()) return later(WAIT_MS, attempt);
    const abort = new AbortController();
    asked.set(cardId, { operationId, cancel: () => abort.abort() });
    void d1.readDetails(cardId, abort.signal).then((outcome) => {
      if (abort.signal.aborted) return;
      const pause = RETRIES_MS[attempt];
      if (outcome.kind === 'details') store.change((state) => withDetails(state, cardId, outcome.details));
      else if (outcome.kind === 'fault' && pause !== undefined) later(pause, attempt + 1);
    });
  }

  function look(): void {
    const { cards } = store.getState();
    for (const [cardId, { operationId, cancel }] of asked) {
      const track = cards.get(cardId);
      // Another order is another plastic: its digits and its end are not those of the one before.
      if (track !== undefined && (track.operation?.operationId ?? null) === operationId) continue;
      cancel();
      asked.delete(cardId);
      if (track !== undefined) store.change((state) => withoutDetails(state, cardId));
    }
    for (const { cardId, answer, operation } of cards.values()) {
      // After the first answer: what may be handed over is asked before what is nice to know.
      if (answer !== null && !asked.has(cardId)) ask(cardId, operation?.operationId ?? null, 0);
    }
  }

  const unsubscribe = store.subscribe(look);
  return () => {
    unsubscribe();
    for (const { cancel } of asked.values()) cancel();
  };
}
