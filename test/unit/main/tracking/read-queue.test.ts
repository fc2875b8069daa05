import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

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
  scheduled,
  started,
  type QueueLimits,
  type ReadQueue,
} from '../../../../main/tracking/read-queue.ts';

const LIMITS: QueueLimits = { maxConcurrent: 4, startsPerSecond: 2 };

function queueOf(due: Readonly<Record<string, number>>): ReadQueue {
  return Object.entries(due).reduce((queue, [cardId, dueAt]) => scheduled(queue, cardId, dueAt), EMPTY_QUEUE);
}

describe('a request that is not the turn of a card', () => {
  const idle = queueOf({ a: 0, b: 0, c: 0, d: 0, e: 0 });
  const running = (count: number): ReadQueue =>
    ['a', 'b', 'c', 'd'].slice(0, count).reduce((queue, cardId) => started(queue, cardId, 0), idle);

  it('may begin while nothing runs, though every card is due', () => {
    expect(hasFreeStart(idle, 1_000, LIMITS)).toBe(true);
  });

  it('counts to the four that may run at once', () => {
    expect(hasFreeStart(running(3), 60_000, LIMITS)).toBe(true);
    expect(hasFreeStart(running(4), 60_000, LIMITS)).toBe(false);
  });

  it('counts to the two that may begin in one second, from either side', () => {
    const one = counted(idle, 1_000);
    expect(hasFreeStart(one, 1_400, LIMITS)).toBe(true);
    const two = counted(one, 1_400);
    expect(hasFreeStart(two, 1_999, LIMITS)).toBe(false);
    expect(hasFreeStart(two, 2_000, LIMITS)).toBe(true);
    expect(nextStart(two, 1_500, LIMITS)).toEqual({ kind: 'at', dueAt: 2_000 });
  });

  it('that was refused finds one soon: the turns of the cards leave it a start, and a card that staff wait for does not stand back', () => {
    const refused = kept(counted(counted(idle, 0), 0), 500);
    expect(nextStart(refused, 1_000, LIMITS)).toEqual({ kind: 'now', cardId: 'a' });
    const next = started(refused, 'a', 1_000);
    expect(nextStart(next, 1_000, LIMITS)).toEqual({ kind: 'at', dueAt: 1_500 });
    expect(nextStart(putFirst(next, 'scanned', 1_000), 1_000, LIMITS)).toEqual({ kind: 'now', cardId: 'scanned' });
    expect(hasFreeStart(next, 1_200, LIMITS)).toBe(true);
    expect(nextStart(counted(next, 1_200), 1_200, LIMITS)).toEqual({ kind: 'at', dueAt: 2_000 });
  });

  it('that was refused finds a place among the four that may run', () => {
    expect(nextStart(kept(running(3), 60_000), 60_000, LIMITS)).toEqual({ kind: 'at', dueAt: 61_000 });
    expect(nextStart(kept(running(2), 60_000), 60_000, LIMITS)).toEqual({ kind: 'now', cardId: 'c' });
  });

  it('does not begin before the end of a hold', () => {
    expect(hasFreeStart(held(idle, 5_000), 4_999, LIMITS)).toBe(false);
    expect(hasFreeStart(held(idle, 5_000), 5_000, LIMITS)).toBe(true);
  });
});

describe('a card that staff wait for', () => {
  const nextOf = (queue: ReadQueue, now: number): unknown => nextStart(queue, now, LIMITS);

  it('goes before all whose turn it is, and the newest of two before the other', () => {
    const queue = putFirst(putFirst(queueOf({ turn: 0 }), 'scanned', 900), 'newest', 950);
    expect(nextOf(queue, 1_000)).toEqual({ kind: 'now', cardId: 'newest' });
    expect(nextOf(started(queue, 'newest', 1_000), 1_000)).toEqual({ kind: 'now', cardId: 'scanned' });
  });

  it('is one of the others once it was read', () => {
    const read = scheduled(started(putFirst(queueOf({ turn: 0 }), 'scanned', 0), 'scanned', 0), 'scanned', 500);
    expect(nextOf(read, 2_000)).toEqual({ kind: 'now', cardId: 'turn' });
  });

  it('keeps its place when all are made due, and when it is itself', () => {
    const queue = putFirst(queueOf({ turn: 0 }), 'scanned', 900);
    expect(nextOf(dueNow(allDue(queue, 1_000), 'scanned', 1_000), 1_000)).toEqual({ kind: 'now', cardId: 'scanned' });
  });

  it('stands back every other time for one that has waited for more than a minute', () => {
    const two = putFirst(putFirst(queueOf({ long: 0 }), 'one', 59_000), 'other', 59_000);
    const queue = started(two, 'one', 59_000);
    expect(nextOf(queue, 59_999)).toEqual({ kind: 'now', cardId: 'other' });
    expect(nextOf(queue, 60_000)).toEqual({ kind: 'now', cardId: 'long' });
    expect(nextOf(started(queue, 'long', 60_000), 61_000)).toEqual({ kind: 'now', cardId: 'other' });
  });
});

describe('the queue of reads', () => {
  it('does not put a card back that is made due while it waits for its turn already', () => {
    const queue = dueNow(queueOf({ waiting: 100, other: 200 }), 'waiting', 500);
    expect(nextStart(queue, 500, LIMITS)).toEqual({ kind: 'now', cardId: 'waiting' });
    expect(nextStart(dueNow(queueOf({ later: 9_000 }), 'later', 500), 500, LIMITS)).toEqual({
      kind: 'now',
      cardId: 'later',
    });
  });

  it('is idle without cards', () => {
    expect(nextStart(EMPTY_QUEUE, 0, LIMITS)).toEqual({ kind: 'idle' });
  });

  it('takes the earliest deadline first, whatever the order of adding', () => {
    const queue = queueOf({ late: 300, early: 100, middle: 200 });
    expect(nextStart(queue, 500, LIMITS)).toEqual({ kind: 'now', cardId: 'early' });
    expect(nextStart(started(queue, 'early', 500), 500, LIMITS)).toEqual({ kind: 'now', cardId: 'middle' });
  });

  it('takes the one that was added first of two with the same deadline', () => {
    expect(nextStart(queueOf({ first: 100, second: 100 }), 500, LIMITS)).toEqual({ kind: 'now', cardId: 'first' });
  });

  it('keeps no start for longer than it counts', () => {
    const day = Array.from({ length: 500 }, (_none, index) => index * 1_000);
    expect(day.reduce((queue, ms) => counted(queue, ms), EMPTY_QUEUE).starts).toEqual([499_000]);
  });

  it('begins nothing for a card that was forgotten', () => {
    const queue = queueOf({ a: 0 });
    expect(started(queue, 'gone', 0)).toBe(queue);
  });

  it('says when to look again', () => {
    expect(nextStart(queueOf({ one: 900 }), 500, LIMITS)).toEqual({ kind: 'at', dueAt: 900 });
  });

  it('waits a whole second after two starts', () => {
    const queue = started(started(queueOf({ a: 0, b: 0, c: 0 }), 'a', 1_000), 'b', 1_400);
    expect(nextStart(queue, 1_999, LIMITS)).toEqual({ kind: 'at', dueAt: 2_000 });
    expect(nextStart(queue, 2_000, LIMITS)).toEqual({ kind: 'now', cardId: 'c' });
  });

  it('counts a start also when its card is forgotten meanwhile', () => {
    const two = started(started(queueOf({ a: 0, b: 0, c: 0 }), 'a', 1_000), 'b', 1_000);
    expect(nextStart(forgotten(forgotten(two, 'a'), 'b'), 1_500, LIMITS)).toEqual({ kind: 'at', dueAt: 2_000 });
  });

  it('begins nothing while four reads run', () => {
    const cards = queueOf({ a: 0, b: 0, c: 0, d: 0, e: 0 });
    const four = ['a', 'b', 'c', 'd'].reduce((queue, cardId, index) => started(queue, cardId, index * 1_000), cards);
    expect(nextStart(four, 90_000, LIMITS)).toEqual({ kind: 'idle' });
    expect(nextStart(scheduled(four, 'c', 95_000), 90_000, LIMITS)).toEqual({ kind: 'now', cardId: 'e' });
  });

  it('begins nothing before the end of a hold, and a shorter hold does not shorten it', () => {
    const queue = held(held(queueOf({ a: 0 }), 60_000), 30_000);
    expect(nextStart(queue, 59_999, LIMITS)).toEqual({ kind: 'at', dueAt: 60_000 });
    expect(nextStart(allDue(queue, 40_000), 40_000, LIMITS)).toEqual({ kind: 'at', dueAt: 60_000 });
    expect(nextStart(queue, 60_000, LIMITS)).toEqual({ kind: 'now', cardId: 'a' });
  });

  it('lets nobody who waits longer fall behind when all are made due', () => {
    const queue = allDue(queueOf({ later: 60_000, waiting: 1_000 }), 5_000);
    expect(nextStart(queue, 5_000, LIMITS)).toEqual({ kind: 'now', cardId: 'waiting' });
    expect(nextStart(started(queue, 'waiting', 5_000), 5_000, LIMITS)).toEqual({ kind: 'now', cardId: 'later' });
  });

  it('does not start a card that is being read when all are made due', () => {
    const queue = allDue(started(queueOf({ only: 0 }), 'only', 0), 5_000);
    expect(nextStart(queue, 5_000, LIMITS)).toEqual({ kind: 'idle' });
  });

  it('keeps its caps, its order and its promise of a next moment under any course of events', () => {
    const event = fc.record({
      kind: fc.constantFrom('start', 'finish', 'wake', 'first', 'forget', 'all-due', 'hold'),
      card: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
      pauseMs: fc.constantFrom(0, 1, 200, 499, 500, 1_000, 4_000),
      delayMs: fc.constantFrom(0, 1, 700, 3_000),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 80 }), (events) => {
        let queue = EMPTY_QUEUE;
        let now = 10_000;
        let holdUntil = 0;
        const starts: number[] = [];
        for (const { kind, card, pauseMs, delayMs } of events) {
          now += pauseMs;
          if (kind === 'wake' || kind === 'finish') queue = scheduled(queue, card, now + delayMs);
          if (kind === 'first') queue = putFirst(queue, card, now);
          if (kind === 'forget') queue = forgotten(queue, card);
          if (kind === 'all-due') queue = allDue(queue, now);
          if (kind === 'hold') {
            queue = held(queue, now + delayMs);
            holdUntil = Math.max(holdUntil, now + delayMs);
          }
          const next = nextStart(queue, now, LIMITS);
          if (next.kind === 'at') expect(next.dueAt).toBeGreaterThan(now);
          if (next.kind === 'idle') {
            const entries = [...queue.entries.values()];
            const reading = entries.filter((entry) => entry.reading).length;
            expect(reading === entries.length || reading >= LIMITS.maxConcurrent).toBe(true);
          }
          if (next.kind !== 'now') continue;
          const chosen = queue.entries.get(next.cardId);
          const others = [...queue.entries.values()].filter((entry) => !entry.reading);
          expect(chosen?.reading).toBe(false);
          const among = others.filter(({ first }) => first === chosen?.first).map((entry) => entry.dueAt);
          expect(chosen?.dueAt).toBe(chosen?.first === true ? Math.max(...among) : Math.min(...among));
          if (chosen?.first === false && !queue.turnOwed) expect(others.some(({ first }) => first)).toBe(false);
          expect(now).toBeGreaterThanOrEqual(holdUntil);
          queue = started(queue, next.cardId, now);
          starts.push(now);
          expect(starts.filter((startedAt) => startedAt > now - 1_000).length).toBeLessThanOrEqual(2);
          expect([...queue.entries.values()].filter((entry) => entry.reading).length).toBeLessThanOrEqual(4);
        }
      }),
      { numRuns: 300 },
    );
  });
});
