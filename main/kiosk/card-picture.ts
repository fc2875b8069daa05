/** A card of the state as the ledger keeps it, and back. Pure. */
import { inOneForm } from '../intake/watch-request.ts';
import type { StoredCard } from '../ledger/card-row.ts';
import type { CardTrack } from '../tracking/card-track.ts';
import { NO_PAST, type CardPast, type RememberedCard } from '../tracking/new-track.ts';
import type { Operation } from '../tracking/read-answer.ts';
import type { RecordedAction } from '../tracking/staff-action.ts';
import { marksOf } from '../tracking/staff-marks.ts';
import type { ShelvedCard } from '../tracking/station-state.ts';

/** A card to write, and a text that is equal when nothing worth writing has changed. */
export interface Picture {
  readonly card: StoredCard;
  readonly text: string;
}

export function watchedCard(track: CardTrack): Picture {
  const { cardId, reference, pinnedOperationId, phase, firstSeenOf, newOrder } = track;
  return picture({
    cardId,
    reference,
    pinnedOperationId,
    addedAt: track.addedAt.wall,
    touchedAt: track.touchedAt.wall,
    place: 'watched',
    placedAt: track.addedAt.wall,
    phase,
    firstSeenOf,
    firstSeen: new Map([...track.firstSeen].map(([seen, at]) => [seen, at.wall])),
    newOrder,
    history: historyOf(track),
  });
}

/** A stored or parked card; nothing when its past is not known, so that nothing is overwritten by less. */
export function shelfCard({ card, place, since }: ShelvedCard, past: CardPast | undefined): Picture[] {
  return past === undefined ? [] : [picture({ ...bare(card.cardId, since.wall, past), ...card, place })];
}

/** A card that left the screen for good; its past is what must not be forgotten, and today's list names it. */
export function finishedCard(
  { cardId, reference }: Pick<CardTrack, 'cardId' | 'reference'>,
  now: number,
  past: CardPast | undefined,
): Picture[] {
  return past === undefined ? [] : [picture({ ...bare(cardId, now, past), reference, place: 'finished' })];
}

/** The card as tracking takes it back after a restart, with every recorded action of it, oldest first. */
export function remembered(stored: StoredCard, actions: readonly RecordedAction[]): RememberedCard {
  const { cardId, pinnedOperationId, addedAt, touchedAt, firstSeenOf, firstSeen, newOrder } = stored;
  // As it would come by any other way: who names it again, or brings it back, names the same.
  const reference = stored.reference === null ? null : inOneForm(stored.reference);
  return {
    card: { cardId, pinnedOperationId, reference },
    addedAt,
    touchedAt,
    past: pastOfStored(stored, actions),
    firstSeenOf,
    firstSeen,
    newOrder,
  };
}

export function pastOfStored(stored: StoredCard, actions: readonly RecordedAction[]): CardPast {
  return { ...stored.history, marks: marksOf(actions) };
}

/** The past of a card of which only the actions could be read. */
export function pastOfActions(actions: readonly RecordedAction[]): CardPast {
  return { ...NO_PAST, marks: marksOf(actions) };
}

export function sameOperation(one: Operation | null, other: Operation): boolean {
  return one !== null && (Object.keys(other) as (keyof Operation)[]).every((key) => one[key] === other[key]);
}

function bare(cardId: string, at: number, past: CardPast): Omit<StoredCard, 'place'> {
  return {
    cardId,
    reference: null,
    pinnedOperationId: null,
    addedAt: at,
    touchedAt: at,
    placedAt: at,
    phase: 'not-asked',
    firstSeenOf: null,
    firstSeen: new Map(),
    newOrder: false,
    history: historyOf(past),
  };
}

function historyOf({
  newestStartMs,
  newestIds,
  memories,
}: Omit<CardPast, 'marks' | 'voidedAt'>): StoredCard['history'] {
  return { newestStartMs, newestIds, memories, voidedAt: null };
}

function picture(card: StoredCard): Picture {
  const { history, firstSeen, ...rest } = card;
  const memories = [...history.memories].map(([id, { done, failure, failedAfterDone }]) => [
    id,
    done,
    failure === null ? null : [failure.phase, failure.endMs],
    failedAfterDone,
  ]);
  const text = JSON.stringify([rest, history.newestStartMs, history.newestIds, memories, [...firstSeen]]);
  return { card, text };
}
