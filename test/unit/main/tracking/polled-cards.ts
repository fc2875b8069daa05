/** A poller on a fake clock beside a D1 that answers as the test says; it keeps account of every read. */
import type { Fault } from '../../../../main/tracking/fault.ts';
import {
  createPoller,
  type Poller,
  type PollerOptions,
  type ReadCard,
  type ReadOutcome,
} from '../../../../main/tracking/poller.ts';
import { withCard } from '../../../../main/tracking/station-state.ts';
import { createStationStore, type StationStore } from '../../../../main/tracking/station-store.ts';
import { body, LIMITS, PACE, produce, type Pair } from './builders.ts';
import { FakeClock } from './fake-clock.ts';

/** What one read comes to, and after how long. */
export interface Reply {
  readonly afterMs: number;
  readonly says: Pair | 'not-found' | 'unreadable' | 'rejects' | Fault;
}

/** One read as D1 saw it, in monotonic ms. */
export interface Read {
  readonly cardId: string;
  readonly startedAt: number;
  /** Staff wait for it. */
  readonly urgent: boolean;
  /** Null while it runs. */
  endedAt: number | null;
  aborted: boolean;
  /** The cards that were being read when it started, its own left out unless it was read already. */
  readonly beside: readonly string[];
}

export interface PolledCards {
  readonly clock: FakeClock;
  readonly store: StationStore;
  readonly poller: Poller;
  readonly reads: Read[];
  /** Puts a card on screen and wakes it, as a scan does. */
  scan(cardId: string): void;
  /** Takes a card off the screen. */
  takeAway(cardId: string): void;
  readsOf(cardId: string): readonly Read[];
  /** Reads that run and were not given up. */
  running(): readonly Read[];
}

export const FACTS = { detail: 'made', correlationId: 'id' };
export const DOWN: Fault = { family: 'network', cause: 'server-error', ...FACTS };
export const REFUSED_CARD: Fault = { family: 'malformed', cause: 'unexpected-status', ...FACTS };

export function polledCards(
  reply: (cardId: string, nth: number, clock: FakeClock) => Reply,
  options: Partial<Pick<PollerOptions, 'random' | 'queue' | 'onRead' | 'pace' | 'ownPause'>> = {},
): PolledCards {
  const clock = new FakeClock();
  const store = createStationStore();
  const reads: Read[] = [];
  const read: ReadCard = (cardId, signal, { urgent }) => {
    const sentAt = clock.now();
    const nth = reads.filter((one) => one.cardId === cardId).length;
    const beside = reads.filter((one) => one.endedAt === null).map((one) => one.cardId);
    const entry: Read = { cardId, startedAt: sentAt.mono, urgent, endedAt: null, aborted: false, beside };
    reads.push(entry);
    const { afterMs, says } = reply(cardId, nth, clock);
    return new Promise((resolve, reject) => {
      const cancel = clock.after(afterMs, () => {
        entry.endedAt = clock.now().mono;
        if (says === 'rejects') reject(new TypeError('a defect'));
        else resolve(outcomeOf(says, cardId, sentAt));
      });
      signal.addEventListener('abort', () => {
        cancel();
        entry.aborted = true;
        entry.endedAt = clock.now().mono;
        resolve({ kind: 'fault', fault: { family: 'network', cause: 'reset', ...FACTS } });
      });
    });
  };
  const poller = createPoller({
    store,
    read,
    clock,
    random: () => 0.5,
    limits: LIMITS,
    pace: PACE,
    retry: { firstMs: 1_000, ceilingMs: 30_000, refusedMs: 60_000 },
    queue: { maxConcurrent: 4, startsPerSecond: 2 },
    ...options,
  });
  return {
    clock,
    store,
    poller,
    reads,
    scan(cardId) {
      store.change((state) => withCard(state, { cardId, pinnedOperationId: null, reference: null }, clock.now()));
      poller.wakeFirst(cardId);
    },
    takeAway(cardId) {
      poller.forget(cardId);
      store.change((state) => {
        const cards = new Map(state.cards);
        cards.delete(cardId);
        return { ...state, cards };
      });
    },
    readsOf: (cardId) => reads.filter((one) => one.cardId === cardId),
    running: () => reads.filter((one) => one.endedAt === null),
  };
}

function outcomeOf(
  says: Exclude<Reply['says'], 'rejects'>,
  cardId: string,
  sentAt: { mono: number; wall: number },
): ReadOutcome {
  if (says === 'not-found') return { kind: 'not-found', sentAt, correlationId: 'id' };
  if (says === 'unreadable') return { kind: 'body', body: { operations: 'none' }, sentAt, correlationId: 'id' };
  if ('family' in says) return { kind: 'fault', fault: says };
  return { kind: 'body', body: body(produce(says, { cardId })), sentAt, correlationId: 'id' };
}

/** Pauses between the end of one read of a card and the start of the next, in ms. */
export function pausesOf(reads: readonly Read[]): readonly number[] {
  return reads.slice(1).map((one, index) => one.startedAt - (reads[index]?.endedAt ?? Infinity));
}
