/** The one state of the station, and how cards come into it and leave it: pure functions, kept by `station-store.ts`. */
import type { CardDetails } from './card-details.ts';
import { reduceTrack, type CardTrack, type TrackEvent } from './card-track.ts';
import type { Desk } from './desk.ts';
import type { Fault } from './fault.ts';
import type { Stamp } from './instant.ts';
import { begunAnew, newTrack, pastOf, type CardPast, type NewCard } from './new-track.ts';
import type { RecordedAction } from './staff-action.ts';
import type { Refusal } from './words.ts';

/** Where a fault came from: one card's read, the sign-in to D1, the stored credentials, the clock, the ledger, the ways cards arrive, a new version's self-test. */
export type FaultSource =
  | `card:${string}`
  | 'sign-in'
  | 'credentials'
  | 'clock'
  | 'ledger'
  | 'ledger-cards'
  | 'ledger-head'
  | 'ledger-begun'
  | 'intake-folder'
  | 'intake-list'
  | 'self-test';

export interface ActiveFault {
  readonly fault: Fault;
  /** When this cause was first met without a success since. */
  readonly since: Stamp;
}

/** What came of the last request to watch a card, where that is not plain to see. */
export type NoticeContent =
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly max: number | null }
  | { readonly kind: 'already-watched'; readonly cardId: string };

/** Numbered, so that the same refusal twice is seen to be two. */
export type Notice = NoticeContent & { readonly id: number; readonly at: Stamp };

/** What the last exchange with D1 came to. */
export interface Contact {
  /** Start of the newest exchange that succeeded (a read or a sign-in); null when there was none since start. */
  readonly lastAt: Stamp | null;
  /** When the present run of failures began; null while the last exchange succeeded. */
  readonly failingSince: Stamp | null;
}

/** A card that is not asked for: staff stored it for a customer who left, or nobody touched it for long. */
export interface ShelvedCard {
  readonly card: NewCard;
  readonly place: 'stored' | 'parked';
  readonly since: Stamp;
}

/**
 * Whether staff actions can be recorded. `opening`: the keychain has not answered yet. `unaccepted`: a new record was
 * begun because the old one was lost; handing over needs a second person until the administrator accepts it.
 */
export type LedgerStanding = 'opening' | 'accepted' | 'unaccepted' | 'failing';

/** The newest action that can still be taken back, and the card it was done to. */
export interface Undoable {
  readonly action: RecordedAction;
  readonly card: NewCard;
  readonly until: Stamp;
}

export interface StationState {
  readonly cards: ReadonlyMap<string, CardTrack>;
  /** What was learnt of cards that were taken off the screen, oldest first: adding one again must not make it greener. */
  readonly past: ReadonlyMap<string, CardPast>;
  readonly shelf: ReadonlyMap<string, ShelvedCard>;
  readonly details: ReadonlyMap<string, CardDetails>;
  readonly faults: ReadonlyMap<FaultSource, ActiveFault>;
  readonly contact: Contact;
  readonly pin: { readonly cardId: string; readonly until: Stamp } | null;
  readonly desk: Desk;
  readonly undoable: Undoable | null;
  readonly ledger: LedgerStanding;
  readonly notice: Notice | null;
  readonly setup: 'starting' | 'not-provisioned' | 'ready';
}

export const EMPTY_STATION: StationState = {
  cards: new Map(),
  past: new Map(),
  shelf: new Map(),
  details: new Map(),
  faults: new Map(),
  contact: { lastAt: null, failingSince: null },
  pin: null,
  desk: { kind: 'free' },
  undoable: null,
  ledger: 'opening',
  notice: null,
  setup: 'starting',
};

/** A touch keeps a card on stage for this long, in ms: long enough to read, short enough not to hide a failure. */
export const TOUCH_PIN_MS = 30_000;

/** Pasts kept of cards no longer on screen: many days of a branch, a few hundred bytes each; the ledger keeps the rest. */
const MAX_PAST = 2_000;

/**
 * Adds a card. One that is watched already comes to the front instead; naming its operation now pins it, and what was
 * learnt of it stays. `recorded` is what the ledger knows of the card; what this run has seen of it goes before.
 */
export function withCard(
  state: StationState,
  card: NewCard,
  at: Stamp,
  recorded: CardPast | null = null,
): StationState {
  const known = state.cards.get(card.cardId);
  if (known === undefined) {
    const past = state.past.get(card.cardId) ?? recorded ?? undefined;
    const shelf = without(state.shelf, card.cardId);
    const shelved = state.shelf.get(card.cardId)?.card;
    const asShelved = { ...card, reference: card.reference ?? shelved?.reference ?? null };
    return { ...withTrack({ ...state, shelf }, newTrack(asShelved, at, past)), notice: null };
  }
  const repinned = card.pinnedOperationId !== null && card.pinnedOperationId !== known.pinnedOperationId;
  const reference = card.reference ?? known.reference;
  const next = repinned ? newTrack({ ...card, reference }, at, known) : { ...known, reference };
  return pinned(withTrack(state, next), card.cardId, at);
}

/** Puts a card among the watched ones, as it is. */
export function withTrack(state: StationState, track: CardTrack): StationState {
  return { ...state, cards: new Map(state.cards).set(track.cardId, track) };
}

/** Puts a watched card on stage for a while; no effect for a card that is not watched. */
export function pinned(state: StationState, cardId: string, at: Stamp): StationState {
  if (!state.cards.has(cardId)) return state;
  const until = { mono: at.mono + TOUCH_PIN_MS, wall: at.wall + TOUCH_PIN_MS };
  return withTrackEvent({ ...state, pin: { cardId, until } }, cardId, { kind: 'touched', at });
}

/** Takes a card off the screen together with its faults; what was learnt of it stays. */
export function withoutCard(state: StationState, cardId: string): StationState {
  const track = state.cards.get(cardId);
  if (track === undefined) return state;
  const past = new Map(state.past);
  past.delete(cardId);
  past.set(cardId, pastOf(track));
  for (const oldest of past.keys()) {
    if (past.size <= MAX_PAST) break;
    past.delete(oldest);
  }
  return {
    ...state,
    cards: without(state.cards, cardId),
    details: without(state.details, cardId),
    past,
    faults: without<FaultSource, ActiveFault>(state.faults, `card:${cardId}`),
    pin: state.pin?.cardId === cardId ? null : state.pin,
  };
}

/** Takes a card off the screen and keeps it in sight: it can be brought back by a scan or a touch. */
export function shelved(state: StationState, cardId: string, place: ShelvedCard['place'], at: Stamp): StationState {
  const track = state.cards.get(cardId);
  if (track === undefined) return state;
  const { pinnedOperationId, reference } = track;
  const entry: ShelvedCard = { card: { cardId, pinnedOperationId, reference }, place, since: at };
  return { ...withoutCard(state, cardId), shelf: new Map(state.shelf).set(cardId, entry) };
}

/** A card that the ledger gives back to the shelf. */
export function withShelved(state: StationState, entry: ShelvedCard, past: CardPast): StationState {
  const { cardId } = entry.card;
  return withPast({ ...state, shelf: new Map(state.shelf).set(cardId, entry) }, cardId, past);
}

/**
 * The card, watched or put aside, without the reference and without the pinned order that `label` names, as if it had come by its
 * id; what it goes by otherwise stays. A watched one is read anew. The same state where it goes by neither.
 */
export function withoutLabel(state: StationState, label: NewCard, at: Stamp): StationState {
  const { cardId } = label;
  const track = state.cards.get(cardId);
  const entry = state.shelf.get(cardId);
  const before = track ?? entry?.card;
  if (before === undefined) return state;
  const reference = before.reference === label.reference ? null : before.reference;
  const pinnedOperationId = before.pinnedOperationId === label.pinnedOperationId ? null : before.pinnedOperationId;
  if (reference === before.reference && pinnedOperationId === before.pinnedOperationId) return state;
  const card: NewCard = { cardId, reference, pinnedOperationId };
  if (track === undefined)
    return entry === undefined ? state : { ...state, shelf: new Map(state.shelf).set(cardId, { ...entry, card }) };
  return withTrack(state, begunAnew(track, card, at, pastOf(track)));
}

/** What is known of a card that is not on the screen, in the place of what was known before. */
export function withPast(state: StationState, cardId: string, past: CardPast): StationState {
  return { ...state, past: new Map(state.past).set(cardId, past) };
}

export function withTrackEvent(state: StationState, cardId: string, event: TrackEvent): StationState {
  const track = state.cards.get(cardId);
  return track === undefined ? state : withTrack(state, reduceTrack(track, event));
}

/** Every answer on screen is stale from now on: the clocks jumped, or the machine slept. */
export function withAnswersVoided(state: StationState, at: Stamp): StationState {
  return [...state.cards.keys()].reduce(
    (next, cardId) => withTrackEvent(next, cardId, { kind: 'answers-voided', at }),
    state,
  );
}

export function withDetails(state: StationState, cardId: string, details: CardDetails): StationState {
  return state.cards.has(cardId) ? { ...state, details: new Map(state.details).set(cardId, details) } : state;
}

/** What D1 said of the plastic holds for its order; with another one nothing is known again. */
export function withoutDetails(state: StationState, cardId: string): StationState {
  return state.details.has(cardId) ? { ...state, details: without(state.details, cardId) } : state;
}

export function withNotice(state: StationState, content: NoticeContent, at: Stamp): StationState {
  return { ...state, notice: { ...content, id: Math.round(at.mono), at } };
}

export function withSetup(state: StationState, setup: StationState['setup']): StationState {
  return { ...state, setup };
}

export function withLedger(state: StationState, ledger: LedgerStanding): StationState {
  return state.ledger === ledger ? state : { ...state, ledger };
}

function without<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  if (!map.has(key)) return map;
  const next = new Map(map);
  next.delete(key);
  return next;
}
