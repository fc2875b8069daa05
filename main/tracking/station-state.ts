/** The one state of the station and its transitions: pure functions, kept by a store in `station-store.ts`. */
import { newTrack, reduceTrack, type CardHistory, type CardTrack, type TrackEvent } from './card-track.ts';
import type { Fault } from './fault.ts';
import type { Stamp } from './instant.ts';
import type { Refusal } from './words.ts';

/** Where a fault came from: one card's read, the sign-in to D1, the stored credentials, or the clock. */
export type FaultSource = `card:${string}` | 'sign-in' | 'credentials' | 'clock';

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

export interface StationState {
  readonly cards: ReadonlyMap<string, CardTrack>;
  /** What was learnt of cards that were taken off the screen, oldest first: adding one again must not make it greener. */
  readonly past: ReadonlyMap<string, CardHistory>;
  readonly faults: ReadonlyMap<FaultSource, ActiveFault>;
  readonly contact: Contact;
  readonly pin: { readonly cardId: string; readonly until: Stamp } | null;
  readonly notice: Notice | null;
  readonly setup: 'starting' | 'not-provisioned' | 'ready';
}

export const EMPTY_STATION: StationState = {
  cards: new Map(),
  past: new Map(),
  faults: new Map(),
  contact: { lastAt: null, failingSince: null },
  pin: null,
  notice: null,
  setup: 'starting',
};

/** A touch keeps a card on stage for this long, in ms: long enough to read, short enough not to hide a failure. */
export const TOUCH_PIN_MS = 30_000;

/** What is asked to be watched, already validated. */
export type NewCard = Pick<CardTrack, 'cardId' | 'pinnedOperationId' | 'reference'>;

/** Histories kept of cards no longer on screen: many days of a branch, a few hundred bytes each. */
const MAX_PAST = 2_000;

/**
 * Adds a card. One that is watched already comes to the front instead; naming its operation now pins it, and what was
 * learnt of it stays.
 */
export function withCard(state: StationState, card: NewCard, at: Stamp): StationState {
  const known = state.cards.get(card.cardId);
  if (known === undefined)
    return { ...withTrack(state, newTrack(card, at, state.past.get(card.cardId))), notice: null };
  const repinned = card.pinnedOperationId !== null && card.pinnedOperationId !== known.pinnedOperationId;
  const reference = card.reference ?? known.reference;
  const next = repinned ? newTrack({ ...card, reference }, at, known) : { ...known, reference };
  return pinned(withTrack(state, next), card.cardId, at);
}

function withTrack(state: StationState, track: CardTrack): StationState {
  return { ...state, cards: new Map(state.cards).set(track.cardId, track) };
}

/** Puts a watched card on stage for a while; no effect for a card that is not watched. */
export function pinned(state: StationState, cardId: string, at: Stamp): StationState {
  if (!state.cards.has(cardId)) return state;
  const until = { mono: at.mono + TOUCH_PIN_MS, wall: at.wall + TOUCH_PIN_MS };
  return withTrackEvent({ ...state, pin: { cardId, until } }, cardId, { kind: 'touched' });
}

/** Takes a card off the screen together with its faults. */
export function withoutCard(state: StationState, cardId: string): StationState {
  const track = state.cards.get(cardId);
  if (track === undefined) return state;
  const cards = new Map(state.cards);
  cards.delete(cardId);
  const past = new Map(state.past);
  past.delete(cardId);
  const { newestStartMs, newestIds, memories, voidedAt } = track;
  past.set(cardId, { newestStartMs, newestIds, memories, voidedAt });
  for (const oldest of past.keys()) {
    if (past.size <= MAX_PAST) break;
    past.delete(oldest);
  }
  const faults = new Map(state.faults);
  faults.delete(`card:${cardId}`);
  return { ...state, cards, past, faults, pin: state.pin?.cardId === cardId ? null : state.pin };
}

export function withTrackEvent(state: StationState, cardId: string, event: TrackEvent): StationState {
  const track = state.cards.get(cardId);
  if (track === undefined) return state;
  const next = reduceTrack(track, event);
  return next === track ? state : withTrack(state, next);
}

/** Every answer on screen is stale from now on: the clocks jumped, or the machine slept. */
export function withAnswersVoided(state: StationState, at: Stamp): StationState {
  return [...state.cards.keys()].reduce(
    (next, cardId) => withTrackEvent(next, cardId, { kind: 'answers-voided', at }),
    state,
  );
}

/** An exchange with D1 succeeded: the fault of its source ends, and with it every fault of the way there. */
export function withContact(state: StationState, source: FaultSource, startedAt: Stamp): StationState {
  const faults = new Map(
    [...state.faults].filter(
      ([from, { fault }]) => from !== source && !(endsOnContact(fault) && !outlives(fault, source)),
    ),
  );
  const failing = [...faults.values()].some(({ fault }) => outlives(fault, source));
  const lastAt =
    state.contact.lastAt !== null && state.contact.lastAt.mono > startedAt.mono ? state.contact.lastAt : startedAt;
  return { ...state, faults, contact: { lastAt, failingSince: failing ? state.contact.failingSince : null } };
}

/** A sign-in buys a token; that D1 refuses the token on reads is disproved by a read alone. */
function outlives(fault: Fault, source: FaultSource): boolean {
  return source === 'sign-in' && fault.family === 'sign-in' && fault.cause !== 'token-refused';
}

/** A fault that cannot stand beside a working exchange with D1. What one card or one file is about can. */
function endsOnContact(fault: Fault): boolean {
  switch (fault.family) {
    case 'network':
    case 'sign-in':
      return true;
    case 'certificate':
      return fault.cause !== 'client-expiring';
    default:
      return false;
  }
}

/** Records a fault of one source; the same cause keeps the time it began. */
export function withFault(state: StationState, source: FaultSource, fault: Fault, at: Stamp): StationState {
  const before = state.faults.get(source);
  const same = before?.fault.family === fault.family && before.fault.cause === fault.cause;
  const faults = new Map(state.faults).set(source, { fault, since: same ? before.since : at });
  const failingSince = breaksContact(fault) ? (state.contact.failingSince ?? at) : state.contact.failingSince;
  return { ...state, faults, contact: { ...state.contact, failingSince } };
}

/** A fault that says the way to D1 does not work, not only that one answer was unusable. */
function breaksContact(fault: Fault): boolean {
  switch (fault.family) {
    case 'network':
    case 'sign-in':
    case 'keychain':
      return true;
    case 'certificate':
      return fault.cause !== 'client-expiring';
    case 'malformed':
      return true;
    default:
      return false;
  }
}

export function withoutFault(state: StationState, source: FaultSource): StationState {
  if (!state.faults.has(source)) return state;
  const faults = new Map(state.faults);
  faults.delete(source);
  return { ...state, faults };
}

export function withNotice(state: StationState, content: NoticeContent, at: Stamp): StationState {
  return { ...state, notice: { ...content, id: Math.round(at.mono), at } };
}

export function withSetup(state: StationState, setup: StationState['setup']): StationState {
  return { ...state, setup };
}
