/**
 * Asks D1 for what is printed on each watched card and order, where the bank has switched that on: once, and once more when it is
 * made. Never in anybody's way.
 */
import type { D1Client } from '../d1/d1-client.ts';
import type { CardTrack } from '../tracking/card-track.ts';
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

/** Pauses between the attempts for one card, in ms, where D1 asks for no longer ones; after the last one staff compare something else. */
const RETRIES_MS = [2_000, 10_000, 60_000];
/** While the caps are used up by the cards' own reads, or there is no client yet, it is tried again after this, in ms. */
const WAIT_MS = 700;

/** What the digits are of: an order, and whether its plastic was there when D1 was asked. */
interface Plastic {
  readonly operationId: string | null;
  readonly made: boolean;
}

/** Reads until the returned function is called. */
export function startDetailsReader({ store, client, poller, clock }: DetailsReaderOptions): () => void {
  /** By card, the plastic that it was asked for, and what ends the attempt or the pause that is under way. */
  const asked = new Map<string, { readonly of: Plastic; readonly cancel: () => void }>();

  function ask(cardId: string, of: Plastic, attempt: number): void {
    const later = (ms: number, next: number): void => {
      const cancel = clock.after(ms, () => ask(cardId, of, next));
      asked.set(cardId, { of, cancel });
    };
    const d1 = client();
    if (d1 === null || !poller.takeStart()) return later(WAIT_MS, attempt);
    const abort = new AbortController();
    asked.set(cardId, { of, cancel: () => abort.abort() });
    void d1.readDetails(cardId, abort.signal).then((outcome) => {
      if (abort.signal.aborted) return;
      const pause = RETRIES_MS[attempt];
      if (outcome.kind === 'details') store.change((state) => withDetails(state, cardId, outcome.details));
      else if (outcome.kind === 'fault' && pause !== undefined)
        later(Math.max(pause, outcome.fault.retryAfterMs ?? 0), attempt + 1);
    });
  }

  function look(): void {
    const { cards } = store.getState();
    for (const [cardId, { of, cancel }] of asked) {
      const track = cards.get(cardId);
      if (track !== undefined && !isOther(of, plasticOf(track))) continue;
      cancel();
      asked.delete(cardId);
      if (track !== undefined) store.change((state) => withoutDetails(state, cardId));
    }
    for (const track of cards.values()) {
      // After the first answer: what may be handed over is asked before what is nice to know.
      if (track.answer !== null && !asked.has(track.cardId)) ask(track.cardId, plasticOf(track), 0);
    }
  }

  const unsubscribe = store.subscribe(look);
  return () => {
    unsubscribe();
    for (const { cancel } of asked.values()) cancel();
  };
}

function plasticOf({ operation, phase }: CardTrack): Plastic {
  return { operationId: operation?.operationId ?? null, made: phase === 'personalised' };
}

/**
 * Another order is another plastic: its digits and its end are not those of the one before. Nor is it sure before the card is made
 * that D1 did not say what the card before it has.
 */
function isOther(before: Plastic, now: Plastic): boolean {
  return before.operationId !== now.operationId || (now.made && !before.made);
}
