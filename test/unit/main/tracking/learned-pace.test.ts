import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { CardTime } from '../../../../main/tracking/card-time.ts';
import { LEAST_CARDS, learnedFrom, learnedPause, type Learned } from '../../../../main/tracking/learned-pace.ts';

const BOUNDS = { floorMs: 1_000, ceilingMs: 20_000 };
const STEADY_MS = 5_000;
const timeOf = (ms: number): CardTime => ({ ms, steadyReads: ms / STEADY_MS });
/** Around 45 s, from 33 to 61, in an order that is no order of size. */
const around = (count: number, middleMs = 45_000): CardTime[] =>
  Array.from({ length: count }, (_none, index) =>
    timeOf(middleMs * Math.exp(0.6 * (((index * 37) % count) / count - 0.5))),
  );

function taught(times: readonly CardTime[]): Learned {
  const learned = learnedFrom(times, BOUNDS);
  if (learned === null) throw new Error('nothing was learned');
  return learned;
}

describe('a pace that learns', () => {
  it('has learned nothing from too few cards', () => {
    expect(learnedFrom([], BOUNDS)).toBeNull();
    expect(learnedFrom(around(LEAST_CARDS - 1), BOUNDS)).toBeNull();
    expect(learnedFrom(around(LEAST_CARDS), BOUNDS)).not.toBeNull();
  });

  it('says the more itself the more cards there are', () => {
    expect(taught(around(20)).share).toBeCloseTo(20 / 30, 9);
    expect(taught(around(200)).share).toBeCloseTo(200 / 210, 9);
    expect(taught(around(200)).cards).toBe(200);
  });

  it('reads seldom before cards become done and often while they do', () => {
    const learned = taught(around(200));
    expect(learned.lagRatio).toBeLessThan(0.8);
    expect(learnedPause(learned, 0, STEADY_MS, BOUNDS)).toBeGreaterThan(10_000);
    expect(learnedPause(learned, 45_000, STEADY_MS, BOUNDS)).toBeLessThan(3_500);
  });

  it('gives way to the configured pace when the newest cards would be served worse', () => {
    const suddenly = taught([...around(100), ...around(8, 20_000)]);
    expect(suddenly.lagRatio).toBeGreaterThan(1.6);
    expect(suddenly.share).toBe(0);
    for (const waited of [0, 20_000, 45_000])
      expect(learnedPause(suddenly, waited, STEADY_MS, BOUNDS)).toBeCloseTo(STEADY_MS, 5);
    const half = taught([...around(100), ...around(8, 20_000).slice(0, 2), ...around(6)]);
    expect(half.share).toBeGreaterThan(0);
    expect(half.share).toBeLessThan(taught(around(108)).share);
  });

  it('spends what the phases of the configured pace would have spent', () => {
    const seldom = taught(around(60));
    const often = taught(around(60).map(({ ms }) => ({ ms, steadyReads: ms / 2_500 })));
    for (const waited of [10_000, 40_000, 60_000])
      expect(learnedPause(often, waited, 2_500, BOUNDS)).toBeLessThan(learnedPause(seldom, waited, STEADY_MS, BOUNDS));
  });

  it('stays within floor and ceiling, whatever was seen; only the configured pace may be slower or quicker', () => {
    const ms = fc.oneof(
      fc.double({ min: 1_000, max: 3_600_000, noNaN: true }),
      fc.constantFrom(1_000, 3_600_000, 45_000),
    );
    const card = fc.record({ ms, steadyReads: fc.double({ min: 0.001, max: 3_600, noNaN: true }) });
    const history = fc.oneof(
      fc.array(card, { maxLength: 60 }),
      card.map((one) => Array.from({ length: 40 }, () => one)),
    );
    const waited = fc.oneof(fc.double({ min: 0, max: 4_000_000, noNaN: true }), fc.constantFrom(0, 1e12));
    const steady = fc.integer({ min: 1_000, max: 60_000 });
    fc.assert(
      fc.property(history, waited, steady, (times, waitedMs, steadyMs) => {
        const learned = learnedFrom(times, BOUNDS);
        if (learned === null) return;
        const pause = learnedPause(learned, waitedMs, steadyMs, BOUNDS);
        expect(pause).toBeGreaterThanOrEqual(1_000);
        expect(pause).toBeLessThanOrEqual(Math.max(20_000, steadyMs));
        expect(learned.share).toBeGreaterThanOrEqual(0);
        expect(learned.share).toBeLessThan(1);
      }),
      { numRuns: 40 },
    );
    expect(learnedPause(taught(around(60)), 0, 60_000, { floorMs: 1_000, ceilingMs: 2_000 })).toBeGreaterThan(2_000);
    expect(learnedPause(taught(around(60)), 45_000, 1_000, { floorMs: 8_000, ceilingMs: 9_000 })).toBeLessThan(8_000);
  });
});
