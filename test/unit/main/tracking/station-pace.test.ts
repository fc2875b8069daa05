import { describe, expect, it } from 'vitest';

import type { CardTrack } from '../../../../main/tracking/card-track.ts';
import type { Learning, Limits } from '../../../../main/tracking/limits.ts';
import { createStationPace, type StationPace } from '../../../../main/tracking/station-pace.ts';
import type { Phase } from '../../../../main/tracking/words.ts';
import {
  answer,
  at,
  card,
  CONTRADICTION,
  DATA_EXCEPTION,
  DONE,
  LIMITS,
  ONGOING,
  PACE,
  produce,
  READY,
  REQUESTED,
} from './builders.ts';

const LEARNING: Learning = {
  floorMs: 1_000,
  requestedCeilingMs: 4_000,
  atPrinterCeilingMs: 6_000,
  inProgressCeilingMs: 5_000,
};
/** At the printer from the first, and done after about 45 s: from 33 to 61. */
const orders = (count: number): ReadonlyMap<Phase, number>[] =>
  Array.from({ length: count }, (_none, index) => {
    const ms = 45_000 * Math.exp(0.6 * (((index * 37) % count) / count - 0.5));
    return new Map<Phase, number>([
      ['at-printer', 1_000],
      ['personalised', 1_000 + ms],
    ]);
  });

function paceOf(count: number, learning = LEARNING, limits: Limits = LIMITS): StationPace {
  const pace = createStationPace(limits, PACE, learning);
  pace.remember(orders(count));
  return pace;
}

const under = (pair: Parameters<typeof produce>[0]): CardTrack => answer(card(), [produce(pair)], at(0));

describe("the station's own pace", () => {
  it('is none until enough cards are known', () => {
    expect(paceOf(0).pauseOf(under(READY), at(0))).toBeNull();
    expect(paceOf(19).pauseOf(under(READY), at(0))).toBeNull();
    expect(paceOf(19).learned()).toBeNull();
    expect(paceOf(20).pauseOf(under(READY), at(0))).not.toBeNull();
    expect(paceOf(20).learned()?.cards).toBe(20);
  });

  it('is for cards under way, and for no other', () => {
    const pace = paceOf(100);
    for (const pair of [REQUESTED, READY, ONGOING]) expect(pace.pauseOf(under(pair), at(1_000))).toBeGreaterThan(0);
    for (const track of [card(), answer(card(), [], at(0)), under(DONE), under(DATA_EXCEPTION), under(CONTRADICTION)])
      expect(pace.pauseOf(track, at(1_000))).toBeNull();
  });

  it('leaves a card that is slow or stuck to the configured pace', () => {
    const pace = paceOf(100);
    expect(pace.pauseOf(under(READY), at(LIMITS.slowAfterMs - 1))).not.toBeNull();
    expect(pace.pauseOf(under(READY), at(LIMITS.slowAfterMs))).toBeNull();
  });

  it('is slow before cards become done, up to the ceiling of the phase, and quick while they do', () => {
    const pace = paceOf(200);
    expect(pace.pauseOf(under(REQUESTED), at(0))).toBe(LEARNING.requestedCeilingMs);
    expect(pace.pauseOf(under(ONGOING), at(0))).toBe(LEARNING.inProgressCeilingMs);
    expect(pace.pauseOf(under(READY), at(0))).toBeGreaterThan(5_000);
    expect(pace.pauseOf(under(READY), at(0))).toBeLessThan(6_000);
    expect(pace.pauseOf(under(READY), at(45_000))).toBeLessThan(1_500);
  });

  it('counts from when the order was first seen under way, whatever the phase is now', () => {
    const pace = paceOf(200);
    const moved = answer(under(REQUESTED), [produce(READY)], at(30_000));
    expect(pace.pauseOf(moved, at(45_000))).toBe(pace.pauseOf(under(READY), at(45_000)));
    const newer = { operationId: 'op-newer', startTime: '2025-01-22T08:00:00.000Z' };
    const again = answer(moved, [produce(READY, newer)], at(45_000));
    expect(pace.pauseOf(again, at(45_000))).toBe(pace.pauseOf(under(READY), at(0)));
  });

  it('is never longer than a third of what an answer may be old', () => {
    const pace = paceOf(200, LEARNING, { ...LIMITS, freshnessMs: 9_000 });
    expect(pace.pauseOf(under(READY), at(0))).toBeLessThanOrEqual(3_000);
    expect(pace.pauseOf(under(READY), at(0))).toBeGreaterThan(2_500);
    const strict = paceOf(200, LEARNING, { ...LIMITS, freshnessMs: 2_400 });
    for (const ms of [0, 45_000]) expect(strict.pauseOf(under(READY), at(ms))).toBeCloseTo(PACE.atPrinterMs, 3);
  });

  it('is never quicker than its floor', () => {
    const pace = paceOf(200, { ...LEARNING, floorMs: 1_900 });
    expect(pace.pauseOf(under(READY), at(45_000))).toBeGreaterThanOrEqual(1_900);
    expect(pace.pauseOf(under(READY), at(45_000))).toBeLessThan(1_950);
  });

  it('learns from each card, and what an earlier run has seen lies before it', () => {
    const pace = createStationPace(LIMITS, PACE, LEARNING);
    for (const order of orders(40)) pace.learn(order);
    expect(pace.learned()?.cards).toBe(40);
    expect(pace.standing()).toMatchObject({ inUse: 'followed', cards: 40, drifted: false });
    // Of another world: only what this run has seen counts.
    pace.remember(orders(100).map((order) => new Map([...order].map(([phase, ms]) => [phase, ms * 10]))));
    expect(pace.learned()?.cards).toBeLessThan(45);
    expect(pace.learned()?.medianMs).toBeLessThan(50_000);
    expect(pace.standing()).toMatchObject({ drifted: true });
  });

  it('says within which time half of its cards and nine of ten were done', () => {
    const { medianMs, ninetyMs } = paceOf(100).standing();
    expect(medianMs).toBeCloseTo(45_000, -3);
    expect(ninetyMs).toBeCloseTo(45_000 * Math.exp(0.6 * 0.4), -3);
    expect(paceOf(19).standing()).toEqual({
      inUse: 'too-few',
      share: 0,
      cards: 19,
      drifted: false,
      medianMs: null,
      ninetyMs: null,
    });
  });

  it('learns nothing from an order that says nothing', () => {
    const pace = paceOf(20);
    pace.learn(new Map([['personalised', 1_000]]));
    pace.remember([...orders(20), new Map()]);
    expect(pace.learned()?.cards).toBe(20);
  });
});
