import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { CardTrack } from '../../../../main/tracking/card-track.ts';
import { intervalOf, patienceOf, withJitter } from '../../../../main/tracking/pace.ts';
import {
  answer,
  answers,
  at,
  CANCELED,
  card,
  CONTRADICTION,
  DATA_EXCEPTION,
  DONE,
  FAILED_ODDLY,
  LIMITS,
  ONGOING,
  PACE,
  produce,
  PROD_EXCEPTION,
  READY,
  REQUESTED,
} from './builders.ts';

const interval = (track: CardTrack, ms: number): number => intervalOf(track, at(ms), LIMITS, PACE);
const patience = (track: CardTrack, ms: number): string => patienceOf(track, at(ms), LIMITS);

describe('how often a card is read', () => {
  it('by its phase', () => {
    expect(interval(card(), 0)).toBe(PACE.requestedMs);
    expect(interval(answer(card(), [produce(REQUESTED)], at(0)), 1_000)).toBe(3_000);
    expect(interval(answer(card(), [produce(READY)], at(0)), 1_000)).toBe(2_000);
    expect(interval(answer(card(), [produce(ONGOING)], at(0)), 1_000)).toBe(PACE.inProgressMs);
    for (const failure of [DATA_EXCEPTION, PROD_EXCEPTION, CANCELED, FAILED_ODDLY])
      expect(interval(answer(card(), [produce(failure)], at(0)), 1_000)).toBe(60_000);
    expect(interval(answer(card(), [produce(CONTRADICTION)], at(0)), 1_000)).toBe(PACE.unclearMs);
  });

  it('every 15 s while green, however long', () => {
    const green = answer(card(), [produce(DONE)], at(0));
    for (const ms of [0, 600_000, 12 * 3_600_000]) expect(interval(green, ms)).toBe(15_000);
  });

  it('slower for a card that waits long', () => {
    const waiting = answer(card(), [produce(READY)], at(0));
    expect(interval(waiting, 359_999)).toBe(2_000);
    expect(interval(waiting, 360_000)).toBe(5_000);
    expect(interval(waiting, 899_999)).toBe(5_000);
    expect(interval(waiting, 900_000)).toBe(15_000);
  });

  it('from 3 s to 15 s over the grace time of a card that D1 does not know', () => {
    const unknown = answer(card(), [], at(0));
    expect(interval(unknown, 0)).toBe(3_000);
    expect(interval(unknown, 60_000)).toBe(9_000);
    expect(interval(unknown, 120_000)).toBe(15_000);
    expect(interval(unknown, 3_600_000)).toBe(15_000);
  });

  it('a grace time of nothing is no division by zero', () => {
    const unknown = answer(card(), [], at(0));
    expect(intervalOf(unknown, at(0), { ...LIMITS, notFoundGraceMs: 0 }, PACE)).toBeGreaterThanOrEqual(3_000);
    expect(intervalOf(unknown, at(5), { ...LIMITS, notFoundGraceMs: 0 }, PACE)).toBe(15_000);
  });
});

describe('patience', () => {
  it.each([
    ['not-asked', card()],
    ['not-found', answer(card(), [], at(0))],
    ['requested', answer(card(), [produce(REQUESTED)], at(0))],
    ['at-printer', answer(card(), [produce(READY)], at(0))],
    ['in-progress', answer(card(), [produce(ONGOING)], at(0))],
  ])('slow after 6 min and stuck after 15 min of %s', (_, track) => {
    expect([0, 359_999, 360_000, 899_999, 900_000].map((ms) => patience(track, ms))).toEqual([
      'normal',
      'normal',
      'slow',
      'slow',
      'stuck',
    ]);
  });

  it.each([
    ['personalised', produce(DONE)],
    ['a failure', produce(CANCELED)],
    ['unclear', produce(CONTRADICTION)],
  ])('is no matter in %s', (_, entry) => {
    expect(patience(answer(card(), [entry], at(0)), 10_000_000)).toBe('normal');
  });

  it('counts from when the phase was first seen: repeats do not start it again, a step forward does', () => {
    const repeated = answers(card(), [[produce(READY)], [produce(READY)], [produce(READY)]], 0);
    expect(patience(repeated, 360_000)).toBe('slow');
    const moved = answer(answer(card(), [produce(REQUESTED)], at(0)), [produce(READY)], at(300_000));
    expect(patience(moved, 360_000)).toBe('normal');
    expect(patience(moved, 660_000)).toBe('slow');
  });

  it('counts on through an answer that contradicted for a moment', () => {
    const track = answers(card(), [[produce(READY)], [produce(CONTRADICTION)], [produce(READY)]], 0);
    expect(patience(track, 360_000)).toBe('slow');
  });

  it('by the clock that says more', () => {
    const waiting = answer(card(), [produce(READY)], at(0));
    expect(patienceOf(waiting, at(1_000, 400_000), LIMITS)).toBe('slow');
    expect(patienceOf(waiting, at(400_000, -400_000), LIMITS)).toBe('slow');
  });
});

describe('jitter', () => {
  it('is the interval itself in the middle, and 20 % either side', () => {
    expect(withJitter(15_000, 0.2, 0.5)).toBeCloseTo(15_000);
    expect(withJitter(15_000, 0.2, 0)).toBeCloseTo(12_000);
    expect(withJitter(15_000, 0.2, 1)).toBeCloseTo(18_000);
  });

  it('never leaves those bounds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (ms, random) => {
        const jittered = withJitter(ms, 0.2, random);
        expect(jittered).toBeGreaterThanOrEqual(ms * 0.8 - 1e-6);
        expect(jittered).toBeLessThanOrEqual(ms * 1.2 + 1e-6);
      }),
    );
  });
});
