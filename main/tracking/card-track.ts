/** One watched card and the reducer that moves it: `(track, event) → track`, pure, history included. */
import type { Stamp } from './instant.ts';
import { NOTHING_REMEMBERED, remember, type OperationMemory } from './memory.ts';
import { nextPhase, phaseWithoutOperation } from './movement.ts';
import type { Operation, Reading } from './read-answer.ts';
import type { Phase } from './words.ts';

export interface CardTrack {
  readonly cardId: string;
  readonly pinnedOperationId: string | null;
  readonly reference: string | null;
  readonly addedAt: Stamp;
  readonly phase: Phase;
  /** When this phase was first seen. */
  readonly phaseSince: Stamp;
  /** The operation that the phase is about; null before the first. */
  readonly operation: Operation | null;
  /** Newest `startTime` of any operation ever seen for the card, also in answers that were unclear. */
  readonly newestStartMs: number | null;
  /** A start that two operations shared: which of them is the newer order cannot be told, not even later. */
  readonly tiedStartMs: number | null;
  readonly memories: ReadonlyMap<string, OperationMemory>;
  readonly answer: Answer | null;
  /** The clocks jumped or the machine slept at this moment: an answer asked for before it is stale. */
  readonly voidedAt: Stamp | null;
  /** A newer order took the place of the one that was watched, and nobody has touched the card since. */
  readonly newOrder: boolean;
}

/** The newest answer: its time is when its request was sent. */
export interface Answer {
  readonly sentAt: Stamp;
  /** It was asked for before the clocks jumped or the machine slept: stale whatever its age. */
  readonly void: boolean;
}

export type TrackEvent =
  | { readonly kind: 'answered'; readonly reading: Exclude<Reading, { kind: 'malformed' }>; readonly sentAt: Stamp; readonly at: Stamp }
  | { readonly kind: 'answers-voided'; readonly at: Stamp }
  | { readonly kind: 'touched' };

/** Operations remembered per card; the oldest is forgotten, and can come back only as `unclear`, its start being older. */
const MAX_MEMORIES = 20;

/** What is known of a card's operations from before it was added (again). */
export type CardHistory = Pick<CardTrack, 'newestStartMs' | 'tiedStartMs' | 'memories'>;

const NO_HISTORY: CardHistory = { newestStartMs: null, tiedStartMs: null, memories: new Map() };

/** A card as it starts to be watched: never greener than its history allows. */
export function newTrack(
  card: Pick<CardTrack, 'cardId' | 'pinnedOperationId' | 'reference'>,
  at: Stamp,
  history: CardHistory = NO_HISTORY,
): CardTrack {
  return {
    ...card,
    newestStartMs: history.newestStartMs,
    tiedStartMs: history.tiedStartMs,
    memories: history.memories,
    addedAt: at,
    phase: 'not-asked',
    phaseSince: at,
    operation: null,
    answer: null,
    voidedAt: null,
    newOrder: false,
  };
}

/** The card after one event. Total: late, repeated and contradictory answers included. */
export function reduceTrack(track: CardTrack, event: TrackEvent): CardTrack {
  switch (event.kind) {
    case 'touched':
      return track.newOrder ? { ...track, newOrder: false } : track;
    case 'answers-voided':
      return { ...track, voidedAt: event.at, answer: track.answer === null ? null : { ...track.answer, void: true } };
    case 'answered':
      return answered(track, event);
  }
}

type Answered = Extract<TrackEvent, { kind: 'answered' }>;

function answered(track: CardTrack, event: Answered): CardTrack {
  const moved = move(track, event.reading);
  const late = track.answer !== null && event.sentAt.mono < track.answer.sentAt.mono;
  // An answer asked for earlier than the newest one may withdraw, but neither refreshes the age nor grants green.
  const granted = moved.phase === 'personalised' && track.phase !== 'personalised';
  const phase: Phase = late && granted ? 'unclear' : moved.phase;
  const same = phase === track.phase && moved.operation?.operationId === track.operation?.operationId;
  return {
    ...moved,
    phase,
    phaseSince: same ? track.phaseSince : event.at,
    answer: late ? track.answer : { sentAt: event.sentAt, void: isVoid(track, event.sentAt) },
  };
}

function isVoid(track: CardTrack, sentAt: Stamp): boolean {
  return track.voidedAt !== null && sentAt.mono < track.voidedAt.mono;
}

function move(track: CardTrack, reading: Answered['reading']): CardTrack {
  switch (reading.kind) {
    case 'no-operation':
      return { ...track, phase: phaseWithoutOperation(track.phase) };
    case 'unclear':
      return {
        ...track,
        phase: 'unclear',
        newestStartMs: newest(track.newestStartMs, reading.newestStartMs),
        tiedStartMs: reading.why === 'tie' ? reading.newestStartMs : track.tiedStartMs,
      };
    case 'operation':
      return moveTo(track, reading.operation);
  }
}

function moveTo(track: CardTrack, operation: Operation): CardTrack {
  const sameOperation = track.operation?.operationId === operation.operationId;
  const newestStartMs = newest(track.newestStartMs, operation.startMs);
  if (track.pinnedOperationId === null) {
    const tied = operation.startMs === track.tiedStartMs || (!sameOperation && operation.startMs === track.operation?.startMs);
    if (tied) return { ...track, phase: 'unclear', newestStartMs, tiedStartMs: operation.startMs };
    // A newer order was seen and is gone from this answer: an older DONE must not stand for it.
    if (operation.startMs < newestStartMs) return { ...track, phase: 'unclear', newestStartMs };
  }
  const memory = track.memories.get(operation.operationId) ?? NOTHING_REMEMBERED;
  const then: Phase = sameOperation ? track.phase : 'not-asked';
  return {
    ...track,
    phase: nextPhase(then, memory, operation),
    operation,
    newestStartMs,
    memories: remembered(track.memories, operation, memory),
    newOrder: track.newOrder || (!sameOperation && track.operation !== null),
  };
}

function remembered(
  memories: CardTrack['memories'],
  operation: Operation,
  before: OperationMemory,
): ReadonlyMap<string, OperationMemory> {
  const after = remember(before, operation);
  if (after === before) return memories;
  const next = new Map(memories);
  next.delete(operation.operationId);
  next.set(operation.operationId, after);
  for (const oldest of next.keys()) {
    if (next.size <= MAX_MEMORIES) break;
    next.delete(oldest);
  }
  return next;
}

function newest(one: number | null, other: number): number {
  return one === null ? other : Math.max(one, other);
}
