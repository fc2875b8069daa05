/**
 * Whose turn it is, with more cards than D1 may be asked for: the program's own poller and tracking in virtual time, on a D1
 * that answers soon. Every number of the station is its default.
 */
import { queueLimitsOf, retryLimitsOf } from '../../../main/kiosk/settings.ts';
import { intervalOf } from '../../../main/tracking/pace.ts';
import { createPoller } from '../../../main/tracking/poller.ts';
import { withCard, withoutCard } from '../../../main/tracking/station-state.ts';
import { createStationStore } from '../../../main/tracking/station-store.ts';
import { seeded } from '../../seeded.ts';
import { VirtualClock } from '../fleet/virtual-clock.ts';
import { answerAbout, CONFIG, LIMITS, MORNING, PACE } from './station-of-many.ts';

export interface Turns {
  /** The longest time between the starts of two reads of one card, or from the start of the station to the first, in ms. */
  readonly longestMs: number;
  /** The longest time that a card waited beyond the pause that its phase asks for, in ms. */
  readonly overdueMs: number;
  /** The largest age of D1's word of a card that is green, when the next word came, in ms. */
  readonly oldestGreenMs: number;
  /** From each scan of a card that is not there yet until D1 is asked for it, in ms. */
  readonly scannedMs: readonly number[];
  /** What D1 may be asked a second. */
  readonly startsPerSecond: number;
}

/** Each card has so many turns at least, where a turn takes as long as it must. */
const ROUNDS = 3;
/** And the station is watched so long at least, in ms. */
const LEAST_MS = 300_000;
/** A slip is scanned this often, in ms: off the beat of the reads. */
const SCAN_EVERY_MS = 17_300;
/** D1 answers within this, in ms. */
const ANSWER_MS = { least: 40, most: 240 };
/** One card of so many has been made and waits for its customer. */
const ONE_GREEN_OF = 10;

/** A station that starts with `count` cards from its record; the same seed gives the same course. */
export async function takeTurns(count: number, seed: number): Promise<Turns> {
  const clock = new VirtualClock(MORNING);
  const random = seeded(seed);
  const store = createStationStore();
  const [limits, pace, queue] = [LIMITS, PACE, queueLimitsOf(CONFIG)];
  /** When each card was due, and the start of its newest read. */
  const due = new Map<string, { at: number; last: number }>();
  const scannedAt = new Map<string, number>();
  const scannedMs: number[] = [];
  let longestMs = 0;
  let overdueMs = 0;
  let oldestGreenMs = 0;

  function began(cardId: string): void {
    const now = clock.now().mono;
    const before = due.get(cardId);
    if (before === undefined) return;
    longestMs = Math.max(longestMs, now - before.last);
    overdueMs = Math.max(overdueMs, now - before.at);
    before.last = now;
    const scanned = scannedAt.get(cardId);
    if (scanned !== undefined) scannedMs.push(now - scanned);
    scannedAt.delete(cardId);
  }

  function ended(cardId: string): void {
    const track = store.getState().cards.get(cardId);
    const known = due.get(cardId);
    // Without its jitter: what the phase asks for.
    if (track !== undefined && known !== undefined)
      known.at = clock.now().mono + intervalOf(track, clock.now(), limits, pace);
    if (cardId.startsWith('scanned')) takeAway(cardId);
  }

  const poller = createPoller({
    store,
    clock,
    random,
    limits,
    pace,
    queue,
    retry: retryLimitsOf(CONFIG),
    read: (cardId) => {
      began(cardId);
      const sentAt = clock.now();
      const track = store.getState().cards.get(cardId);
      return new Promise((resolve) => {
        clock.after(ANSWER_MS.least + random() * (ANSWER_MS.most - ANSWER_MS.least), () => {
          const answer = track?.phase === 'personalised' ? track.answer : null;
          if (answer !== null) oldestGreenMs = Math.max(oldestGreenMs, clock.now().mono - answer.sentAt.mono);
          resolve({ kind: 'body', body: answerAbout(cardId, cardId.startsWith('green')), sentAt, correlationId: 'id' });
        });
      });
    },
    onRead: ({ cardId }) => ended(cardId),
  });

  function add(cardId: string): void {
    const now = clock.now();
    due.set(cardId, { at: now.mono, last: now.mono });
    store.change((state) => withCard(state, { cardId, pinnedOperationId: null, reference: null }, now));
  }

  function takeAway(cardId: string): void {
    poller.forget(cardId);
    due.delete(cardId);
    store.change((state) => withoutCard(state, cardId));
  }

  for (let index = 0; index < count; index += 1) add(cardIdOf(index));
  for (const cardId of store.getState().cards.keys()) poller.wake(cardId);
  const lengthMs = Math.max(LEAST_MS, (ROUNDS * count * 1_000) / queue.startsPerSecond);
  for (let at = SCAN_EVERY_MS; at < lengthMs; at += SCAN_EVERY_MS) {
    await clock.run(at);
    const cardId = `scanned-${String(at)}`;
    add(cardId);
    scannedAt.set(cardId, clock.now().mono);
    poller.wakeFirst(cardId);
  }
  await clock.run(lengthMs);
  const { mono } = clock.now();
  // Who has waited since and is not asked yet counts as well.
  for (const { at, last } of due.values()) {
    longestMs = Math.max(longestMs, mono - last);
    overdueMs = Math.max(overdueMs, mono - at);
  }
  for (const at of scannedAt.values()) scannedMs.push(mono - at);
  poller.stop();
  return { longestMs, overdueMs, oldestGreenMs, scannedMs, startsPerSecond: queue.startsPerSecond };
}

function cardIdOf(index: number): string {
  return `${index % ONE_GREEN_OF === ONE_GREEN_OF - 1 ? 'green' : 'waiting'}-${String(index)}`;
}
