/** A card as it starts to be watched: for the first time, again, or after a restart. Never greener than its past allows. */
import type { CardTrack } from './card-track.ts';
import type { Stamp } from './instant.ts';
import { ofSameStart, type OperationMemory } from './memory.ts';
import type { Phase } from './words.ts';

type Failure = NonNullable<OperationMemory['failure']>;

/** What is known of a card's operations from before it was added (again). */
export type CardHistory = Pick<CardTrack, 'newestStartMs' | 'newestIds' | 'memories' | 'voidedAt'>;

/** All that outlives a card's time on the screen: what D1 said of it, and what staff did with it. */
export type CardPast = CardHistory & Pick<CardTrack, 'marks'>;

/** Of a card that was never seen. */
export const NO_PAST: CardPast = { newestStartMs: null, newestIds: [], voidedAt: null, memories: new Map(), marks: [] };

/** What is asked to be watched, already validated. */
export type NewCard = Pick<CardTrack, 'cardId' | 'pinnedOperationId' | 'reference'>;

/** A card at the moment it is added. */
export function newTrack(card: NewCard, at: Stamp, past: CardPast = NO_PAST): CardTrack {
  return {
    cardId: card.cardId,
    pinnedOperationId: card.pinnedOperationId,
    reference: card.reference,
    newestStartMs: past.newestStartMs,
    newestIds: past.newestIds,
    memories: past.memories,
    marks: past.marks,
    addedAt: at,
    phase: 'not-asked',
    phaseSince: at,
    operation: null,
    answer: null,
    voidedAt: past.voidedAt,
    newOrder: false,
    firstSeen: new Map(),
    firstSeenOf: null,
    touchedAt: at,
    acknowledged: false,
  };
}

/** A watched card from its first question on, by `card` and `past`; how long it has been here, and in which phase, stays. */
export function begunAnew(track: CardTrack, card: NewCard, at: Stamp, past: CardPast): CardTrack {
  const { addedAt, touchedAt, firstSeen, firstSeenOf, newOrder } = track;
  return { ...newTrack(card, at, past), addedAt, touchedAt, firstSeen, firstSeenOf, newOrder };
}

/** What stays of a card that is taken off the screen. */
export function pastOf({ newestStartMs, newestIds, memories, voidedAt, marks }: CardTrack): CardPast {
  return { newestStartMs, newestIds, memories, voidedAt, marks };
}

/** A card as the ledger gives it back; its instants are wall clock, ms since 1970. */
export interface RememberedCard {
  readonly card: NewCard;
  readonly addedAt: number;
  readonly touchedAt: number;
  readonly past: CardPast;
  /** The operation that the phases were seen of. */
  readonly firstSeenOf: string | null;
  readonly firstSeen: ReadonlyMap<Phase, number>;
  readonly newOrder: boolean;
}

/** The card after a restart: nothing of what D1 said is an answer any more, and everything it said still counts against it. */
export function restoredTrack(remembered: RememberedCard, now: Stamp): CardTrack {
  const { card, addedAt, touchedAt, past, firstSeen, firstSeenOf, newOrder } = remembered;
  return {
    ...newTrack(card, now, past),
    addedAt: stampOf(addedAt, now),
    touchedAt: stampOf(touchedAt, now),
    firstSeen: new Map([...firstSeen].map(([phase, wall]) => [phase, stampOf(wall, now)])),
    firstSeenOf,
    newOrder,
  };
}

/** A wall-clock instant of an earlier run on both clocks of this one; one that lies in the future counts as now. */
export function stampOf(wall: number, now: Stamp): Stamp {
  const past = Math.min(wall, now.wall);
  return { wall: past, mono: now.mono - (now.wall - past) };
}

/**
 * Two pasts of one card as one: what this run has seen, and what the record knew and could only be asked late. Wherever
 * the two leave their order open, the worse one is taken.
 */
export function mergedPast(one: CardPast, other: CardPast): CardPast {
  const newestStartMs = Math.max(one.newestStartMs ?? -Infinity, other.newestStartMs ?? -Infinity);
  const ids = [one, other].flatMap((past) => (past.newestStartMs === newestStartMs ? past.newestIds : []));
  const memories = new Map(one.memories);
  for (const [id, memory] of other.memories) {
    const known = memories.get(id);
    memories.set(id, known === undefined ? memory : mergedMemory(known, memory));
  }
  return {
    newestStartMs: newestStartMs === -Infinity ? null : newestStartMs,
    newestIds: ofSameStart(ids),
    memories,
    voidedAt: one.voidedAt ?? other.voidedAt,
    marks: mergedMarks(one.marks, other.marks),
  };
}

function mergedMarks(one: CardPast['marks'], other: CardPast['marks']): CardPast['marks'] {
  const byNumber = new Map([...one, ...other].map((mark) => [mark.action.number, mark]));
  return [...byNumber.values()].sort((first, second) => first.action.number - second.action.number);
}

function mergedMemory(one: OperationMemory, other: OperationMemory): OperationMemory {
  const { failure } = one;
  const bothWays = (one.done !== null && other.failure !== null) || (other.done !== null && failure !== null);
  return {
    done: one.done ?? other.done,
    failure:
      failure === null || other.failure === null ? (failure ?? other.failure) : laterFailure(failure, other.failure),
    failedAfterDone: one.failedAfterDone || other.failedAfterDone || bothWays,
  };
}

function laterFailure(one: Failure, other: Failure): Failure {
  const endMs = one.endMs === null || other.endMs === null ? null : Math.max(one.endMs, other.endMs);
  return { ...one, endMs, askedAtMono: Math.max(one.askedAtMono, other.askedAtMono) };
}
