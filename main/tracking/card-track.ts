/** One watched card and the reducer that moves it: `(track, event) → track`, pure, history included. */
import type { Stamp } from './instant.ts';
import { NOTHING_REMEMBERED, ofSameStart, remember, type OperationMemory } from './memory.ts';
import { nextPhase, phaseWithoutOperation } from './movement.ts';
import type { Operation, Reading } from './read-answer.ts';
import type { StaffMark } from './staff-action.ts';
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
  /** The operations seen with that start, the first of them: of several, which is the newer order cannot be told, not even later. */
  readonly newestIds: readonly string[];
  readonly memories: ReadonlyMap<string, OperationMemory>;
  readonly answer: Answer | null;
  /** The clocks jumped or the machine slept at this moment: an answer asked for before it is stale. */
  readonly voidedAt: Stamp | null;
  /** A newer order took the place of the one that was watched, and nobody has touched the card since. */
  readonly newOrder: boolean;
  /** When `firstSeenOf` was first seen in each phase: slow and stuck count from there, also after a restart. */
  readonly firstSeen: ReadonlyMap<Phase, Stamp>;
  readonly firstSeenOf: string | null;
  /** What staff did with the card, of everything the part that still counts: it lies over D1's word. */
  readonly marks: readonly StaffMark[];
  /** When a person last had to do with the card: added, scanned, touched, acted on. */
  readonly touchedAt: Stamp;
  /** A person has seen that the card must not be handed over: it need not keep the stage. */
  readonly acknowledged: boolean;
}

/** The newest answer: its time is when its request was sent. */
export interface Answer {
  readonly sentAt: Stamp;
  /** It was asked for before the clocks jumped or the machine slept: stale whatever its age. */
  readonly void: boolean;
  /** The `x-correlation-id` of its call. */
  readonly correlationId: string | null;
}

export type TrackEvent =
  | {
      readonly kind: 'answered';
      readonly reading: Exclude<Reading, { kind: 'malformed' }>;
      readonly sentAt: Stamp;
      readonly at: Stamp;
      readonly correlationId?: string;
    }
  | { readonly kind: 'answers-voided'; readonly at: Stamp }
  | { readonly kind: 'touched'; readonly at: Stamp }
  | { readonly kind: 'acknowledged'; readonly at: Stamp }
  | { readonly kind: 'marked'; readonly marks: readonly StaffMark[]; readonly at: Stamp };

/**
 * Operations remembered per card. What an answer speaks of is spared, its newest orders first; of the rest the oldest is
 * forgotten, and can come back only as `unclear`, its start being older.
 */
const MAX_MEMORIES = 20;

/** The card after one event. Total: late, repeated and contradictory answers included. */
export function reduceTrack(track: CardTrack, event: TrackEvent): CardTrack {
  switch (event.kind) {
    case 'touched':
      return { ...track, newOrder: false, touchedAt: event.at };
    case 'acknowledged':
      return { ...track, newOrder: false, acknowledged: true, touchedAt: event.at };
    case 'marked':
      return { ...track, marks: event.marks, acknowledged: false, touchedAt: event.at };
    case 'answers-voided':
      return { ...track, voidedAt: event.at, answer: track.answer === null ? null : { ...track.answer, void: true } };
    case 'answered':
      return answered(track, event);
  }
}

type Answered = Extract<TrackEvent, { kind: 'answered' }>;

function answered(track: CardTrack, event: Answered): CardTrack {
  const moved = move(track, event.reading, event.sentAt.mono);
  const late = track.answer !== null && event.sentAt.mono < track.answer.sentAt.mono;
  // An answer asked for earlier than the newest one may withdraw, but neither refreshes the age nor grants green.
  const sameGreen =
    track.phase === 'personalised' &&
    moved.operation?.operationId === track.operation?.operationId &&
    moved.operation?.startMs === track.operation?.startMs;
  // Nor does it bring back a wait: the newer answer did not know the operation any more, or contradicted itself.
  const lost = track.phase === 'unclear' || track.phase === 'not-found';
  const granted = (moved.phase === 'personalised' && !sameGreen) || (lost && isWaiting(moved.phase));
  const phase: Phase = late && granted ? 'unclear' : moved.phase;
  const same = phase === track.phase && moved.operation?.operationId === track.operation?.operationId;
  const firstSeenOf = moved.operation?.operationId ?? null;
  const firstSeen = firstSeenOf === track.firstSeenOf ? track.firstSeen : new Map<Phase, Stamp>();
  return {
    ...moved,
    phase,
    phaseSince: same ? track.phaseSince : ((isWaiting(phase) ? firstSeen.get(phase) : undefined) ?? event.at),
    firstSeen: firstSeen.has(phase) ? firstSeen : new Map(firstSeen).set(phase, event.at),
    firstSeenOf,
    // What a person has seen was the phase before.
    acknowledged: track.acknowledged && same,
    answer: late ? track.answer : answerOf(track, event),
  };
}

function isWaiting(phase: Phase): boolean {
  return phase === 'requested' || phase === 'at-printer' || phase === 'in-progress';
}

function answerOf(track: CardTrack, { sentAt, correlationId }: Answered): Answer {
  const askedBefore = track.voidedAt !== null && sentAt.mono < track.voidedAt.mono;
  return { sentAt, void: askedBefore, correlationId: correlationId ?? null };
}

function move(track: CardTrack, reading: Answered['reading'], askedAtMono: number): CardTrack {
  switch (reading.kind) {
    case 'no-operation':
      return { ...track, phase: withoutOperation(track) };
    case 'unclear': {
      // Failures first, so that the order in which D1 lists them decides nothing.
      const failuresFirst = newestOf(reading.seen, MAX_MEMORIES).sort(
        (one, other) => Number(one.phase === 'personalised') - Number(other.phase === 'personalised'),
      );
      return {
        ...seen(track, reading.seen),
        phase: 'unclear',
        memories: allRemembered(track.memories, failuresFirst, askedAtMono),
      };
    }
    case 'operation': {
      const { operation, older } = reading;
      // An older order may be pinned one day: that it failed must not be news then.
      const told = [...newestOf(older, MAX_MEMORIES - 1), operation];
      const memories = allRemembered(track.memories, told, askedAtMono);
      return moveTo(seen(track, [operation]), operation, memories);
    }
  }
}

/** An operation that was once seen does not become one that never was, also not for a card that is added again. */
function withoutOperation(track: CardTrack): Phase {
  const phase = phaseWithoutOperation(track.phase);
  return phase === 'not-found' && track.newestStartMs !== null ? 'unclear' : phase;
}

function seen(track: CardTrack, operations: readonly Operation[]): CardTrack {
  const newestStartMs = operations.reduce(
    (newest, one) => Math.max(newest, one.startMs),
    track.newestStartMs ?? -Infinity,
  );
  const ids = operations.filter((one) => one.startMs === newestStartMs).map((one) => one.operationId);
  const before = track.newestStartMs === newestStartMs ? track.newestIds : [];
  return { ...track, newestStartMs, newestIds: ofSameStart([...before, ...ids]) };
}

/** `memories` are those after this answer; what is remembered of before it is in the track. */
function moveTo(track: CardTrack, operation: Operation, memories: CardTrack['memories']): CardTrack {
  const sameOperation = track.operation?.operationId === operation.operationId;
  // Read for the card before the operation was pinned: it says nothing of the one that counts.
  if (track.pinnedOperationId !== null && operation.operationId !== track.pinnedOperationId)
    return { ...track, phase: 'unclear', memories };
  const memory = track.memories.get(operation.operationId) ?? NOTHING_REMEMBERED;
  if (track.pinnedOperationId === null && (operation.startMs !== track.newestStartMs || track.newestIds.length > 1)) {
    // A newer order was seen and is gone from this answer, or another shares its start.
    return { ...track, phase: 'unclear', memories };
  }
  const failedAfterDone = memories.get(operation.operationId)?.failedAfterDone === true;
  const then: Phase = sameOperation ? track.phase : 'not-asked';
  return {
    ...track,
    phase: nextPhase(then, failedAfterDone ? { ...memory, failedAfterDone } : memory, operation),
    operation,
    memories,
    newOrder: track.newOrder || (!sameOperation && track.operation !== null),
  };
}

/** The orders with the newest starts, the oldest of them first. */
function newestOf(operations: readonly Operation[], most: number): Operation[] {
  return [...operations].sort((one, other) => one.startMs - other.startMs).slice(-most);
}

/** The memories after an answer that speaks of these operations, which are no more than fit. */
function allRemembered(
  memories: CardTrack['memories'],
  operations: readonly Operation[],
  askedAtMono: number,
): CardTrack['memories'] {
  const next = operations.reduce((known, one) => remembered(known, one, askedAtMono), memories);
  if (next.size <= MAX_MEMORIES) return next;
  const spared = new Set(operations.map(({ operationId }) => operationId));
  const others = [...next.keys()].filter((operationId) => !spared.has(operationId));
  const forgotten = new Set(others.slice(0, next.size - MAX_MEMORIES));
  return new Map([...next].filter(([operationId]) => !forgotten.has(operationId)));
}

function remembered(memories: CardTrack['memories'], operation: Operation, askedAtMono: number): CardTrack['memories'] {
  const before = memories.get(operation.operationId) ?? NOTHING_REMEMBERED;
  const after = remember(before, operation, askedAtMono);
  if (after === before) return memories;
  const next = new Map(memories);
  next.delete(operation.operationId);
  return next.set(operation.operationId, after);
}
