import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { answerAge, hasFreshAnswer, judge } from '../../../../main/tracking/verdict.ts';
import {
  answer,
  at,
  CANCELED,
  card,
  CONTRADICTION,
  DATA_EXCEPTION,
  DONE,
  FAILED_ODDLY,
  judged,
  LIMITS,
  ONGOING,
  PROD_EXCEPTION,
  produce,
  READY,
  REQUESTED,
  type Pair,
} from './builders.ts';

const green = answer(card(), [produce(DONE)], at(0));
const SENT_MS = 0;

describe('hand-over', () => {
  it.each([
    [0, 60_000],
    [1, 59_999],
    [30_000, 30_000],
    [59_999, 1],
  ])('at %i ms holds for %i ms more', (ageMs, greenForMs) => {
    expect(judged(green, at(SENT_MS + ageMs))).toEqual({ verdict: 'hand-over', greenForMs });
    expect(hasFreshAnswer(green, at(SENT_MS + ageMs), LIMITS)).toBe(true);
  });

  it.each([60_000, 60_001, 3_600_000])('has ended at %i ms', (ageMs) => {
    expect(judged(green, at(SENT_MS + ageMs))).toEqual({ verdict: 'cannot-tell', doubt: 'stale' });
    expect(hasFreshAnswer(green, at(SENT_MS + ageMs), LIMITS)).toBe(false);
  });

  it('is as old as its request, not as its arrival', () => {
    const slow = answer(card(), [produce(DONE)], at(0), at(20_000));
    expect(judged(slow, at(20_000))).toEqual({ verdict: 'hand-over', greenForMs: 40_000 });
    expect(answerAge(slow, at(20_000))).toBe(20_000);
  });

  it('is not stretched by a long interval, as a wait is', () => {
    expect(judged(green, at(59_999), 600_000)).toEqual({ verdict: 'hand-over', greenForMs: 1 });
    expect(judged(green, at(60_000), 600_000).verdict).toBe('cannot-tell');
  });

  it('follows the configured limit', () => {
    const limits = { ...LIMITS, freshnessMs: 20_000 };
    expect(judge(green, at(19_999), limits, 2_000)).toEqual({ verdict: 'hand-over', greenForMs: 1 });
    expect(judge(green, at(20_000), limits, 2_000).verdict).toBe('cannot-tell');
  });

  it('says to the ms how long it holds, on whichever clock', () => {
    const clocks = fc.tuple(fc.integer({ min: 0, max: 70_000 }), fc.integer({ min: -70_000, max: 70_000 }));
    fc.assert(
      fc.property(clocks, ([ageMs, aheadMs]) => {
        const now = at(ageMs, aheadMs);
        const judgement = judged(green, now);
        const age = Math.max(ageMs, ageMs + aheadMs);
        expect(judgement.verdict).toBe(age < 60_000 ? 'hand-over' : 'cannot-tell');
        if (judgement.verdict !== 'hand-over') return;
        expect(judgement.greenForMs).toBe(60_000 - age);
        expect(judged(green, at(ageMs + judgement.greenForMs, aheadMs)).verdict).toBe('cannot-tell');
      }),
    );
  });
});

describe('age, when the two clocks disagree', () => {
  it('is the larger: a wall clock that ran ahead', () => {
    expect(answerAge(green, at(1_000, 59_000))).toBe(60_000);
    expect(judged(green, at(1_000, 58_999))).toEqual({ verdict: 'hand-over', greenForMs: 1 });
    expect(judged(green, at(1_000, 59_000)).verdict).toBe('cannot-tell');
  });

  it('is the larger: a wall clock that was set back makes nothing younger', () => {
    expect(answerAge(green, at(30_000, -3_600_000))).toBe(30_000);
    expect(judged(green, at(60_000, -3_600_000)).verdict).toBe('cannot-tell');
  });

  it('is never below zero', () => {
    expect(answerAge(green, at(-5_000))).toBe(0);
    expect(answerAge(card(), at(5_000))).toBeNull();
  });
});

describe('wait', () => {
  const pairs: readonly Pair[] = [REQUESTED, READY, ONGOING];

  it.each([
    [2_000, 60_000],
    [20_000, 60_000],
    [20_001, 60_003],
    [30_000, 90_000],
  ])('with an interval of %i ms rests on an answer for %i ms', (intervalMs, limitMs) => {
    for (const pair of pairs) {
      const waiting = answer(card(), [produce(pair)], at(0));
      expect(judged(waiting, at(limitMs - 1), intervalMs)).toEqual({ verdict: 'wait' });
      expect(judged(waiting, at(limitMs), intervalMs)).toEqual({ verdict: 'cannot-tell', doubt: 'stale' });
    }
  });

  it('never turns into success or failure by time alone', () => {
    const waiting = answer(card(), [produce(READY)], at(0));
    for (const hours of [1, 12, 24 * 365]) expect(judged(waiting, at(hours * 3_600_000)).verdict).toBe('cannot-tell');
  });
});

describe('a card without an answer, or that D1 does not know', () => {
  it('is wait for 10 s from adding while nobody has asked', () => {
    expect(judged(card(), at(0))).toEqual({ verdict: 'wait' });
    expect(judged(card(), at(9_999))).toEqual({ verdict: 'wait' });
    expect(judged(card(), at(10_000))).toEqual({ verdict: 'cannot-tell', doubt: 'never-answered' });
    expect(judged(card(), at(1, 9_999)).verdict).toBe('cannot-tell');
  });

  it('is wait for 2 min from adding, not from the answer, when D1 does not know it', () => {
    const unknown = answer(card(), [], at(90_000));
    expect(judged(unknown, at(119_999))).toEqual({ verdict: 'wait' });
    expect(judged(unknown, at(120_000))).toEqual({ verdict: 'cannot-tell', doubt: 'not-found' });
    expect(judged(answer(unknown, [], at(200_000)), at(200_001))).toEqual({
      verdict: 'cannot-tell',
      doubt: 'not-found',
    });
  });

  it('within that time needs a fresh answer all the same', () => {
    const unknown = answer(card(), [], at(1_000));
    expect(judged(unknown, at(60_999))).toEqual({ verdict: 'wait' });
    expect(judged(unknown, at(61_000))).toEqual({ verdict: 'cannot-tell', doubt: 'stale' });
  });
});

describe('a failure', () => {
  it.each([DATA_EXCEPTION, PROD_EXCEPTION, CANCELED, FAILED_ODDLY])('does not lapse: %s %s', (...pair) => {
    const failed = answer(card(), [produce([pair[0], pair[1]])], at(0));
    for (const ms of [0, 60_000, 24 * 3_600_000])
      expect(judged(failed, at(ms))).toEqual({ verdict: 'do-not-hand-over', mark: null });
  });
});

it('a contradiction is cannot-tell, however fresh', () => {
  expect(judged(answer(card(), [produce(CONTRADICTION)], at(0)), at(0))).toEqual({
    verdict: 'cannot-tell',
    doubt: 'contradiction',
  });
});
