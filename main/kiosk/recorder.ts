/** Keeps the ledger's picture of the cards equal to the state: what changed is on disk before the screen shows it. */
import type { AnswerRecord } from '../ledger/answer-row.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { CardTrack } from '../tracking/card-track.ts';
import type { Fault } from '../tracking/fault.ts';
import type { Clock } from '../tracking/instant.ts';
import { withFault, withoutFault } from '../tracking/station-faults.ts';
import type { StationState } from '../tracking/station-state.ts';
import type { StationStore } from '../tracking/station-store.ts';
import { finishedCard, sameOperation, shelfCard, watchedCard, type Picture } from './card-picture.ts';

export interface RecorderOptions {
  readonly store: StationStore;
  /** The open record; null while it cannot be opened. */
  readonly ledger: () => Ledger | null;
  readonly clock: Clock;
}

/** What could not be written is tried again after this long, in ms: a full disk may have been cleared. */
const RETRY_MS = 5_000;
/**
 * Changed answers that are written of one card while it is here. A true order has a handful; whoever answers in D1's place with
 * something else each time must not fill the disk, since nothing can be handed over without room on it.
 */
const MAX_ANSWERS = 200;

/** Writes whatever the ledger does not have yet, at each change and again after trouble, until the returned function is called. */
export function startRecorder({ store, ledger, clock }: RecorderOptions): () => void {
  /** By card, the picture that the ledger has. */
  const written = new Map<string, string>();
  /** By card, the operation whose newest answer the ledger has. */
  const operations = new Map<string, CardTrack['operation']>();
  /** By card, how many answers were written. */
  const answered = new Map<string, number>();
  /** Cards that were on the screen or put aside, and are not known to be finished in the ledger, with their references. */
  const unfinished = new Map<string, string | null>();
  let seen: StationState | null = null;
  let failing = false;
  let cancelRetry = (): void => undefined;

  function flush(): void {
    const open = ledger();
    const state = store.getState();
    for (const { cardId, reference } of cardsOf(state)) unfinished.set(cardId, reference);
    if (open === null || (state === seen && !failing)) return;
    // From now on what a card came with is signed with it.
    const anew = state.ledger !== seen?.ledger;
    if (anew) written.clear();
    const cardsChanged = anew || state.cards !== seen?.cards || state.shelf !== seen.shelf;
    seen = state;
    if (!cardsChanged && !failing) return;
    const changed = pictures(state).filter(({ card, text }) => written.get(card.cardId) !== text);
    const answers = newAnswers(state);
    if (changed.length === 0 && answers.length === 0 && !failing) return;
    const fault = open.save(
      changed.map(({ card }) => card),
      answers,
    );
    if (fault === null) remember(state, changed, answers);
    tell(fault);
  }

  function remember(state: StationState, changed: readonly Picture[], answers: readonly AnswerRecord[]): void {
    for (const { card, text } of changed) written.set(card.cardId, text);
    for (const { cardId } of answers) answered.set(cardId, (answered.get(cardId) ?? 0) + 1);
    for (const { cardId, operation } of state.cards.values()) operations.set(cardId, operation);
    for (const { card } of changed) {
      if (card.place !== 'finished') continue;
      unfinished.delete(card.cardId);
      written.delete(card.cardId);
      operations.delete(card.cardId);
      answered.delete(card.cardId);
    }
  }

  function tell(fault: Fault | null): void {
    cancelRetry();
    const failed = failing;
    failing = fault !== null;
    if (fault !== null) {
      cancelRetry = clock.after(RETRY_MS, flush);
      const known = store.getState().faults.get('ledger-cards')?.fault;
      if (known?.cause !== fault.cause) store.change((state) => withFault(state, 'ledger-cards', fault, clock.now()));
    } else if (failed) store.change((state) => withoutFault(state, 'ledger-cards'));
  }

  /** Every card as the ledger should have it; one that left the screen is finished. */
  function pictures(state: StationState): readonly Picture[] {
    const watched = [...state.cards.values()].map(watchedCard);
    const shelf = [...state.shelf.values()].flatMap((entry) => shelfCard(entry, state.past.get(entry.card.cardId)));
    const gone = [...unfinished].filter(([cardId]) => !state.cards.has(cardId) && !state.shelf.has(cardId));
    const finished = gone.flatMap(([cardId, reference]) =>
      finishedCard({ cardId, reference }, clock.now().wall, state.past.get(cardId)),
    );
    return [...watched, ...shelf, ...finished];
  }

  function newAnswers(state: StationState): readonly AnswerRecord[] {
    return [...state.cards.values()].flatMap(({ cardId, operation, answer }) => {
      if (operation === null || answer === null || sameOperation(operations.get(cardId) ?? null, operation)) return [];
      if ((answered.get(cardId) ?? 0) >= MAX_ANSWERS) return [];
      return [{ cardId, operation, sentAt: answer.sentAt.wall, correlationId: answer.correlationId }];
    });
  }

  const unsubscribe = store.subscribe(flush);
  return () => {
    unsubscribe();
    cancelRetry();
  };
}

/** Every card on the screen or put aside. */
function cardsOf(state: StationState): readonly Pick<CardTrack, 'cardId' | 'reference'>[] {
  return [...state.cards.values(), ...[...state.shelf.values()].map(({ card }) => card)];
}
