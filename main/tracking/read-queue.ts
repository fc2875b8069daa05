/**
 * Which card is read next: a pure queue of deadlines under a cap on concurrency and on starts per second. A card that staff
 * have just scanned goes before the turns of all others; from one that waits for very long it takes every other start at most.
 */

export interface QueueLimits {
  readonly maxConcurrent: number;
  readonly startsPerSecond: number;
}

export interface QueueEntry {
  /** Monotonic ms at which the card wants to be read. */
  readonly dueAt: number;
  readonly reading: boolean;
  /** Somebody waits before the screen for this one: it need not wait for its turn. */
  readonly first: boolean;
}

export interface ReadQueue {
  readonly entries: ReadonlyMap<string, QueueEntry>;
  /** Monotonic ms of the newest starts, oldest first, at most one second's worth. */
  readonly starts: readonly number[];
  /** No request starts before this monotonic ms: D1 asked us to stay away. */
  readonly holdUntil: number;
  /** The newest start was out of turn. */
  readonly turnOwed: boolean;
  /** Until this monotonic ms the cards' turns leave one start free, and one of those that may run at once. */
  readonly keptUntil: number;
}

export const EMPTY_QUEUE: ReadQueue = {
  entries: new Map(),
  starts: [],
  holdUntil: -Infinity,
  turnOwed: false,
  keptUntil: -Infinity,
};

const SECOND_MS = 1_000;

/** A start is kept for this long, in ms: whoever was refused one asks again sooner. */
const KEPT_MS = 1_000;

/** A card that waits for its turn for this long, in ms, stands back for no second one: twice a round of sixty cards. */
const LONG_TURN_MS = 60_000;

export type NextStart =
  | { readonly kind: 'now'; readonly cardId: string }
  | { readonly kind: 'at'; readonly dueAt: number }
  | { readonly kind: 'idle' };

/**
 * The next card to read: of those that staff wait for the newest, and else the earliest deadline. Or when to look again;
 * `idle` when only a finished read can tell.
 */
export function nextStart(queue: ReadQueue, now: number, limits: QueueLimits): NextStart {
  let turn: Candidate | null = null;
  let wanted: Candidate | null = null;
  let reading = 0;
  for (const [cardId, { dueAt, reading: isRead, first: isFirst }] of queue.entries) {
    if (isRead) reading += 1;
    else if (!isFirst && (turn === null || dueAt < turn.dueAt)) turn = { cardId, dueAt };
    else if (isFirst && (wanted === null || dueAt > wanted.dueAt)) wanted = { cardId, dueAt };
  }
  const owed = queue.turnOwed && turn !== null && turn.dueAt <= now - LONG_TURN_MS;
  const first = owed ? turn : (wanted ?? turn);
  if (first === null || reading >= limits.maxConcurrent) return { kind: 'idle' };
  const starts = recentStarts(queue, now);
  let freeAt = freeFrom(starts, limits);
  if (first !== wanted && now < queue.keptUntil) {
    const leavingOne = reading + 1 >= limits.maxConcurrent ? Infinity : freeFrom([...starts, now], limits);
    freeAt = Math.max(freeAt, Math.min(leavingOne, queue.keptUntil));
  }
  const dueAt = Math.max(first.dueAt, queue.holdUntil, freeAt);
  return dueAt <= now ? { kind: 'now', cardId: first.cardId } : { kind: 'at', dueAt };
}

interface Candidate {
  readonly cardId: string;
  readonly dueAt: number;
}

/** Whether a request that is not a card's turn may begin now: also those count to the caps. */
export function hasFreeStart(queue: ReadQueue, now: number, limits: QueueLimits): boolean {
  const reading = [...queue.entries.values()].filter((entry) => entry.reading).length;
  const starts = recentStarts(queue, now).length;
  return reading < limits.maxConcurrent && starts < limits.startsPerSecond && queue.holdUntil <= now;
}

/** One more request has begun, of no card's turn. */
export function counted(queue: ReadQueue, now: number): ReadQueue {
  return { ...withStart(queue, now), keptUntil: -Infinity };
}

/** A request of no card's turn found no free start: the next is kept for it, or beside busy cards it would never have one. */
export function kept(queue: ReadQueue, now: number): ReadQueue {
  return { ...queue, keptUntil: now + KEPT_MS };
}

export function started(queue: ReadQueue, cardId: string, now: number): ReadQueue {
  const entry = queue.entries.get(cardId);
  if (entry === undefined) return queue;
  const entries = new Map(queue.entries).set(cardId, { ...entry, reading: true });
  return { ...withStart(queue, now), entries, turnOwed: entry.first };
}

/** Sets when a card is due; a card that was being read no longer is. */
export function scheduled(queue: ReadQueue, cardId: string, dueAt: number): ReadQueue {
  return { ...queue, entries: new Map(queue.entries).set(cardId, { dueAt, reading: false, first: false }) };
}

/** Makes the card due now; one that waits for longer keeps its place. */
export function dueNow(queue: ReadQueue, cardId: string, now: number): ReadQueue {
  const entry = queue.entries.get(cardId);
  return entry !== undefined && !entry.reading && entry.dueAt <= now ? queue : scheduled(queue, cardId, now);
}

/** Staff wait for this card: it is due now, and before every other; a card that was being read no longer is. */
export function putFirst(queue: ReadQueue, cardId: string, now: number): ReadQueue {
  return { ...queue, entries: new Map(queue.entries).set(cardId, { dueAt: now, reading: false, first: true }) };
}

/** Makes every card that is not being read due now: after resume, a network change, or the end of an outage. */
export function allDue(queue: ReadQueue, now: number): ReadQueue {
  const entries = new Map(
    [...queue.entries].map(([cardId, entry]) => [
      cardId,
      entry.reading ? entry : { ...entry, dueAt: Math.min(entry.dueAt, now) },
    ]),
  );
  return { ...queue, entries };
}

export function forgotten(queue: ReadQueue, cardId: string): ReadQueue {
  const entries = new Map(queue.entries);
  return entries.delete(cardId) ? { ...queue, entries } : queue;
}

export function held(queue: ReadQueue, until: number): ReadQueue {
  return until > queue.holdUntil ? { ...queue, holdUntil: until } : queue;
}

/** What D1 asked for is over. */
export function released(queue: ReadQueue): ReadQueue {
  return { ...queue, holdUntil: -Infinity };
}

function withStart(queue: ReadQueue, now: number): ReadQueue {
  return { ...queue, starts: [...recentStarts(queue, now), now] };
}

/** The monotonic ms from which one more start is within the cap. */
function freeFrom(starts: readonly number[], { startsPerSecond }: QueueLimits): number {
  const oldest = starts.length >= startsPerSecond ? starts.at(-startsPerSecond) : undefined;
  return oldest === undefined ? -Infinity : oldest + SECOND_MS;
}

function recentStarts(queue: ReadQueue, now: number): readonly number[] {
  return queue.starts.filter((at) => at > now - SECOND_MS);
}
