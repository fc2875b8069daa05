/** What the record knows of the cards: given back when it opens, asked for each card that comes, and caught up with late. */
import type { StoredCard } from '../ledger/card-row.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Fault } from '../tracking/fault.ts';
import type { Clock } from '../tracking/instant.ts';
import {
  begunAnew,
  mergedPast,
  pastOf as pastOfTrack,
  restoredTrack,
  stampOf,
  type CardPast,
  type NewCard,
} from '../tracking/new-track.ts';
import type { RecordedAction } from '../tracking/staff-action.ts';
import { withoutLabel, withPast, withShelved, withTrack } from '../tracking/station-state.ts';
import type { StationStore } from '../tracking/station-store.ts';
import { pastOfActions, pastOfStored, remembered } from './card-picture.ts';

export interface LedgerCardsOptions {
  readonly store: StationStore;
  readonly clock: Clock;
  /** The record could not be read: while this stands nothing is handed over. */
  readonly onFault: (fault: Fault) => void;
  /** A card is read anew: what the record knew of it came late. */
  readonly onRemembered: (cardId: string) => void;
}

export interface LedgerCards {
  /**
   * The cards of a record that was just opened, and what it knows of those that came before it could be asked. Gives the cards
   * that are on the screen by it: they are not asked for yet.
   */
  takeFrom(ledger: Ledger): readonly string[];
  /** Asks again of the cards of which it could not be read before; of all where what it said did not hold. */
  catchUp(ledger: Ledger, all?: boolean): void;
  /** Once there was a key to tell by: takes away the labels that came from the file and are not as they were signed; gives the cards. */
  strip(ledger: Ledger): readonly string[];
  /** A watched card was named again: what was named is no longer what the file says. */
  named(card: NewCard): void;
  /** Every recorded action of a card, oldest first; null where they cannot be read, which is told, and asked again later. */
  actionsOf(ledger: Ledger, cardId: string): readonly RecordedAction[] | null;
  /** What the record knows of a card that is about to be watched; null for one that it has never seen. */
  pastOf(ledger: Ledger | null, cardId: string): CardPast | null;
}

export function createLedgerCards({ store, clock, onFault, onRemembered }: LedgerCardsOptions): LedgerCards {
  /** Cards of which the record could not be asked: this run may know less of them than it does. */
  const blind = new Set<string>();
  /** Labels as the file gave them: what somebody has named since is not in here. */
  const labels = new Map<string, NewCard>();

  /** True where the card is on the screen by it. */
  function restore(ledger: Ledger, stored: StoredCard): boolean {
    const now = clock.now();
    const { cardId, place } = stored;
    const back = remembered(stored, actionsOf(ledger, cardId) ?? []);
    const { cards, shelf, past: kept } = store.getState();
    if (place === 'finished' || cards.has(cardId) || shelf.has(cardId)) return false;
    labels.set(cardId, back.card);
    // It came and went before the record could be asked: what D1 said of it then counts as well.
    const met = kept.get(cardId);
    const past = met === undefined ? back.past : mergedPast(met, back.past);
    store.change((state) => {
      if (place === 'watched') return withTrack(state, restoredTrack({ ...back, past }, now));
      return withShelved(state, { card: back.card, place, since: stampOf(stored.placedAt, now) }, past);
    });
    return place === 'watched';
  }

  function actionsOf(ledger: Ledger, cardId: string): readonly RecordedAction[] | null {
    const read = ledger.actionsOf(cardId);
    if (read.kind === 'actions') return read.actions;
    // Not "none".
    blind.add(cardId);
    onFault(read.fault);
    return null;
  }

  function ask(ledger: Ledger | null, cardId: string): CardPast | null {
    if (ledger === null) {
      blind.add(cardId);
      return null;
    }
    const actions = actionsOf(ledger, cardId) ?? [];
    const found = ledger.find(cardId);
    switch (found.kind) {
      case 'card':
        return pastOfStored(found.card, actions);
      case 'fault':
        blind.add(cardId);
        onFault(found.fault);
        return pastOfActions(actions);
      case 'absent':
        return actions.length === 0 ? null : pastOfActions(actions);
    }
  }

  function pastOf(ledger: Ledger | null, cardId: string): CardPast | null {
    const wasBlind = blind.delete(cardId);
    const past = ask(ledger, cardId);
    // What this run has kept of it was learnt without the record, and goes before it when the card is added again.
    if (wasBlind && past !== null)
      store.change((state) => {
        const kept = state.past.get(cardId);
        return kept === undefined ? state : withPast(state, cardId, mergedPast(kept, past));
      });
    return past;
  }

  /** With what the record knows of it, a watched card is read anew. */
  function learn(ledger: Ledger, cardId: string): void {
    const past = pastOf(ledger, cardId);
    const track = store.getState().cards.get(cardId);
    if (past === null || track === undefined) return;
    const anew = begunAnew(track, track, clock.now(), mergedPast(pastOfTrack(track), past));
    store.change((state) => withTrack(state, anew));
    onRemembered(cardId);
  }

  function catchUp(ledger: Ledger, all = false): void {
    const { cards, past } = store.getState();
    if (all) for (const cardId of [...cards.keys(), ...past.keys()]) blind.add(cardId);
    // A copy: a card that still cannot be read is put back into the set.
    for (const cardId of [...blind]) learn(ledger, cardId);
  }

  function strip(ledger: Ledger): readonly string[] {
    const unproven = ledger.unproven();
    if (unproven === null) return [];
    const stripped = unproven.filter((cardId) => {
      const label = labels.get(cardId);
      const before = store.getState();
      if (label !== undefined) store.change((state) => withoutLabel(state, label, clock.now()));
      return store.getState() !== before;
    });
    labels.clear();
    // What is put aside is not asked for.
    stripped.filter((cardId) => store.getState().cards.has(cardId)).forEach(onRemembered);
    return stripped;
  }

  return {
    strip,
    named({ cardId, reference, pinnedOperationId }) {
      const label = labels.get(cardId);
      if (label === undefined) return;
      labels.set(cardId, {
        cardId,
        reference: reference === null ? label.reference : null,
        pinnedOperationId: pinnedOperationId === null ? label.pinnedOperationId : null,
      });
    },
    takeFrom(ledger) {
      const { cards, faults } = ledger.restore();
      for (const fault of faults) onFault(fault);
      const restored = cards.filter((card) => restore(ledger, card)).map(({ cardId }) => cardId);
      catchUp(ledger);
      return restored;
    },
    catchUp,
    actionsOf,
    pastOf,
  };
}
