import { retryDelay, stayAway, type RetryLimits } from './back-off.ts';
import type { CardTrack } from './card-track.ts';
import { defect } from './defect.ts';
import type { Fault } from './fault.ts';
import type { Clock, Stamp } from './instant.ts';
import type { PressRead } from './hand-over.ts';
import type { Limits, Pace } from './limits.ts';
import { intervalOf, withJitter } from './pace.ts';
import { readAnswer } from './read-answer.ts';
import {
  allDue,
  counted,
  dueNow,
  EMPTY_QUEUE,
  forgotten,
  hasFreeStart,
  held,
  kept,
  nextStart,
  putFirst,
  released,
  scheduled,
  started,
  type QueueLimits,
} from './read-queue.ts';
import { withContact, withFault, withoutFault } from './station-faults.ts';
import { withTrackEvent } from './station-state.ts';
import type { StationStore } from './station-store.ts';

/** What came of one read: the body D1 sent, its word that it knows no such card, or why there is no answer. */
export type ReadOutcome =
  | { readonly kind: 'body'; readonly body: unknown; readonly sentAt: Stamp; readonly correlationId: string }
  | { readonly kind: 'not-found'; readonly sentAt: Stamp; readonly correlationId: string }
  | { readonly kind: 'fault'; readonly fault: Fault };

/**
 * Reads one card at D1; never rejects, except by a defect. Ends early when the signal is aborted. `urgent`: staff wait
 * for it, so that a back-off of the sign-in is passed once.
 */
export type ReadCard = (cardId: string, signal: AbortSignal, how: { readonly urgent: boolean }) => Promise<ReadOutcome>;

export interface PollerOptions {
  readonly store: StationStore;
  readonly read: ReadCard;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly limits: Limits;
  readonly pace: Pace;
  /** The station's own pace, in ms before jitter; null where the configured one holds. */
  readonly ownPause?: (track: CardTrack, now: Stamp) => number | null;
  readonly retry: RetryLimits;
  readonly queue: QueueLimits;
  /** Told of every finished read, for the log and the figures; `fault` also where D1 sent a body that is no answer. */
  readonly onRead?: (event: {
    readonly cardId: string;
    readonly outcome: ReadOutcome;
    readonly fault: Fault | null;
  }) => void;
}

/** Keeps every watched card read: one request per card, never giving up. */
export interface Poller {
  /** The card is due now, and comes when it is its turn. */
  wake(cardId: string): void;
  /** Staff wait for the answer, as after a scan: the card is due now, and does not wait for the turns of others. */
  wakeFirst(cardId: string): void;
  wakeAll(): void;
  /**
   * Reads the card now, because staff pressed: a read of it that runs already began too early and is given up; queue,
   * rate cap and back-off are passed this once. After D1 asked us to stay away, one press in ten seconds.
   * Resolves at the latest after `deadlineMs`; what comes later is an ordinary answer.
   */
  readNow(cardId: string, deadlineMs: number): Promise<PressRead>;
  /**
   * Takes one of the starts that the caps allow now, for a request of another kind; false when there is none: who asks again within
   * the second finds one that the cards' turns have left.
   */
  takeStart(): boolean;
  /** Stops reading a card that was taken off the screen. */
  forget(cardId: string): void;
  stop(): void;
}

type Woken = 'turn' | 'first';

/** While D1 has asked us to stay away, a press may pass this often, in ms. */
const PRESS_IN_HOLD_MS = 10_000;

export function createPoller(options: PollerOptions): Poller {
  const { store, clock, limits, pace } = options;
  const running = new Map<string, AbortController>();
  const failures = new Map<string, number>();
  /** Cards that were woken while they were being read, and how: that read began too early to count as the one that was wanted. */
  const wanted = new Map<string, Woken>();
  /** Cards that failed again after another card's success had woken them: their trouble is their own. */
  const alone = new Set<string>();
  let queue = EMPTY_QUEUE;
  /** Until when D1 wants to be left alone, by the clock that goes on while the machine sleeps. */
  let heldUntilWall = -Infinity;
  let pressedInHoldAt = -Infinity;
  let cancelTimer = (): void => undefined;
  let stopped = false;

  function pump(): void {
    cancelTimer();
    while (!stopped) {
      const now = clock.now().mono;
      const next = nextStart(queue, now, options.queue);
      if (next.kind === 'idle') return;
      if (next.kind === 'at') {
        cancelTimer = clock.after(Math.ceil(next.dueAt - now), pump);
        return;
      }
      queue = started(queue, next.cardId, now);
      void readOnce(next.cardId, { urgent: false });
    }
  }

  function putDue(cardId: string, how: Woken): void {
    queue = (how === 'first' ? putFirst : dueNow)(queue, cardId, clock.now().mono);
  }

  function woke(cardId: string, how: Woken): void {
    if (running.has(cardId)) {
      // Who waits before the screen is not put back by a wish for all.
      if (wanted.get(cardId) !== 'first') wanted.set(cardId, how);
      return;
    }
    putDue(cardId, how);
    pump();
  }

  /** True when D1 has answered, and the answer is in the state. */
  async function readOnce(cardId: string, how: { readonly urgent: boolean }): Promise<boolean> {
    const abort = new AbortController();
    running.set(cardId, abort);
    const outcome = await reading(cardId, abort.signal, how);
    // Taken off the screen, given up for a press, or added again, while the request ran: this outcome is nobody's.
    if (stopped || running.get(cardId) !== abort) return false;
    running.delete(cardId);
    const fault = told(cardId, outcome);
    const track = store.getState().cards.get(cardId);
    // Whoever woke or pressed for a card that has left the screen had it read once; nobody waits for more.
    if (track === undefined) drop(cardId);
    else goOn(track, fault);
    pump();
    return fault === null;
  }

  function goOn(track: CardTrack, fault: Fault | null): void {
    const { cardId } = track;
    const delayMs = delayAfter(track, fault);
    // Woken meanwhile: also a failed read began too early to count, on a connection that a sleep may have cut.
    const woken = wanted.get(cardId);
    wanted.delete(cardId);
    if (woken === undefined) queue = scheduled(queue, cardId, clock.now().mono + delayMs);
    else putDue(cardId, woken);
  }

  function drop(cardId: string): void {
    wanted.delete(cardId);
    alone.delete(cardId);
    failures.delete(cardId);
    queue = forgotten(queue, cardId);
  }

  async function reading(cardId: string, signal: AbortSignal, how: { readonly urgent: boolean }): Promise<ReadOutcome> {
    try {
      return await options.read(cardId, signal, how);
    } catch (error) {
      return { kind: 'fault', fault: defect(error) };
    }
  }

  /** Tells state and log; whoever listens there and throws must not end the polling of this card. */
  function told(cardId: string, outcome: ReadOutcome): Fault | null {
    try {
      const fault = apply(cardId, outcome);
      options.onRead?.({ cardId, outcome, fault });
      return fault;
    } catch (error) {
      return defect(error);
    }
  }

  /** Puts the outcome into the state; returns the fault that it came to, or null for an answer. */
  function apply(cardId: string, outcome: ReadOutcome): Fault | null {
    const track = store.getState().cards.get(cardId);
    const at = clock.now();
    if (track === undefined) return null;
    if (outcome.kind === 'fault') return failed(cardId, outcome.fault, at);
    const reading =
      outcome.kind === 'not-found' ? ({ kind: 'no-operation' } as const) : readAnswer(outcome.body, track);
    if (reading.kind === 'malformed') {
      const { detail } = reading;
      return failed(cardId, { family: 'malformed', cause: 'shape', detail, correlationId: outcome.correlationId }, at);
    }
    const { sentAt, correlationId } = outcome;
    const recovered = store.getState().contact.failingSince !== null;
    store.change((state) =>
      withContact(
        withTrackEvent(state, cardId, { kind: 'answered', reading, sentAt, at, correlationId }),
        `card:${cardId}`,
        sentAt,
      ),
    );
    // The way is open again: cards that wait out a long back-off need not.
    if (recovered) wakeFailing(at.mono);
    return null;
  }

  /**
   * Makes the cards due that wait out a failure, each once: one that fails again beside others that succeed has a
   * trouble of its own, and keeps its own pauses. A card that D1 refuses for itself never waits for the way.
   */
  function wakeFailing(now: number): void {
    for (const cardId of failures.keys()) {
      if (alone.has(cardId) || running.has(cardId)) continue;
      if (store.getState().faults.get(`card:${cardId}`)?.fault.cause === 'unexpected-status') continue;
      alone.add(cardId);
      queue = dueNow(queue, cardId, now);
    }
  }

  function failed(cardId: string, fault: Fault, at: Stamp): Fault {
    store.change((state) => withFault(state, `card:${cardId}`, fault, at));
    const awayMs = stayAway(fault, options.random);
    if (awayMs !== undefined) {
      queue = held(queue, at.mono + awayMs);
      heldUntilWall = Math.max(heldUntilWall, at.wall + awayMs);
    }
    return fault;
  }

  function delayAfter(track: CardTrack, fault: Fault | null): number {
    const { cardId } = track;
    if (fault === null) {
      failures.delete(cardId);
      alone.delete(cardId);
      const now = clock.now();
      const pause = options.ownPause?.(track, now) ?? intervalOf(track, now, limits, pace);
      return withJitter(pause, pace.jitter, options.random());
    }
    // A card that worked fails: the way may be closed again, for all.
    if (!alone.has(cardId)) alone.clear();
    const count = (failures.get(cardId) ?? 0) + 1;
    failures.set(cardId, count);
    return retryDelay(fault, count, options.retry, options.random());
  }

  return {
    wake: (cardId) => woke(cardId, 'turn'),
    wakeFirst: (cardId) => woke(cardId, 'first'),
    wakeAll() {
      const now = clock.now();
      for (const cardId of running.keys()) woke(cardId, 'turn');
      if (now.wall >= heldUntilWall) queue = released(queue);
      queue = allDue(queue, now.mono);
      pump();
    },
    readNow(cardId, deadlineMs) {
      if (stopped) return Promise.resolve({ kind: 'fault' });
      const now = clock.now().mono;
      const inHold = queue.holdUntil > now;
      if (inHold && now - pressedInHoldAt < PRESS_IN_HOLD_MS) return Promise.resolve({ kind: 'too-soon' });
      if (inHold) pressedInHoldAt = now;
      running.get(cardId)?.abort();
      // What was wanted is what begins now.
      wanted.delete(cardId);
      queue = started(scheduled(queue, cardId, now), cardId, now);
      return new Promise((resolve) => {
        const cancel = clock.after(deadlineMs, () => resolve({ kind: 'too-late' }));
        void readOnce(cardId, { urgent: true }).then((answered) => {
          cancel();
          resolve({ kind: answered ? 'answered' : 'fault' });
        });
      });
    },
    takeStart() {
      const now = clock.now().mono;
      const isFree = hasFreeStart(queue, now, options.queue);
      queue = isFree ? counted(queue, now) : kept(queue, now);
      return isFree;
    },
    forget(cardId) {
      running.get(cardId)?.abort();
      running.delete(cardId);
      drop(cardId);
      store.change((state) => withoutFault(state, `card:${cardId}`));
      pump();
    },
    stop() {
      stopped = true;
      cancelTimer();
      for (const abort of running.values()) abort.abort();
      running.clear();
    },
  };
}
