import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { pauseFrom, rateAt, readRates, type ReadRates } from '../../../../main/tracking/checking-times.ts';
import { EDGES_MS, survivalOf } from '../../../../main/tracking/duration-estimate.ts';

const SECOND = 1_000;
const BOUNDS = { floorMs: SECOND, ceilingMs: 20 * SECOND };
/** Around 45 s, from 30 to 66. */
const AROUND_45 = Array.from({ length: 60 }, (_none, index) => 45 * SECOND * Math.exp(0.013 * (index - 29.5)));
const SURVIVAL = survivalOf(AROUND_45);

/** The reads of the average card. */
function readsOf(rates: ReadRates, survival = SURVIVAL): number {
  return rates.reduce((sum, rate, cell) => {
    const width = (EDGES_MS[cell + 1] ?? NaN) - (EDGES_MS[cell] ?? NaN);
    return sum + (rate * width * ((survival[cell] ?? NaN) + (survival[cell + 1] ?? NaN))) / 2;
  }, 0);
}
const steady = (pauseMs: number): ReadRates => EDGES_MS.slice(1).map(() => 1 / pauseMs);

describe('how often to look', () => {
  it('costs as many reads as the steady pause', () => {
    for (const pause of [2, 3, 5].map((seconds) => seconds * SECOND))
      expect(readsOf(readRates(SURVIVAL, pause, BOUNDS))).toBeCloseTo(readsOf(steady(pause)), 3);
  });

  it('is often when cards become done and seldom before', () => {
    const rates = readRates(SURVIVAL, 5 * SECOND, BOUNDS);
    expect(1 / rateAt(rates, 5 * SECOND)).toBeCloseTo(20 * SECOND, 3);
    expect(1 / rateAt(rates, 45 * SECOND)).toBeLessThan(3 * SECOND);
    // What outlives all that were seen is looked at less and less often.
    expect(rateAt(rates, 300 * SECOND)).toBeLessThan(rateAt(rates, 60 * SECOND));
  });

  it('goes with the square root of the hazard where no bound is in the way', () => {
    const wide = { floorMs: 1, ceilingMs: 1e9 };
    const rates = readRates(SURVIVAL, 5 * SECOND, wide);
    const hazard = (ms: number): number => {
      const cell = EDGES_MS.findIndex((edge) => edge > ms) - 1;
      const [before, after] = [SURVIVAL[cell] ?? NaN, SURVIVAL[cell + 1] ?? NaN];
      return (before - after) / ((EDGES_MS[cell + 1] ?? NaN) - (EDGES_MS[cell] ?? NaN)) / ((before + after) / 2);
    };
    for (const ms of [20, 33, 60, 90].map((seconds) => seconds * SECOND))
      expect((rateAt(rates, ms) / rateAt(rates, 45 * SECOND)) ** 2).toBeCloseTo(hazard(ms) / hazard(45 * SECOND), 6);
  });

  it('is more often everywhere with more reads to spend', () => {
    const pause = fc.integer({ min: 1_000, max: 20_000 });
    fc.assert(
      fc.property(pause, pause, (one, other) => {
        const [more, fewer] = [Math.min(one, other), Math.max(one, other)].map((ms) => readRates(SURVIVAL, ms, BOUNDS));
        expect(fewer?.every((rate, cell) => rate <= (more?.[cell] ?? 0))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps to bounds that leave no choice', () => {
    const none = { floorMs: 4 * SECOND, ceilingMs: 4 * SECOND };
    for (const rate of readRates(SURVIVAL, 5 * SECOND, none)) expect(1 / rate).toBeCloseTo(4 * SECOND, 6);
  });
});

describe('the pause until the next look', () => {
  const rates = readRates(SURVIVAL, 5 * SECOND, BOUNDS);

  it('is the steady one while nothing is made of what was learned', () => {
    for (const waited of [0, 500, 44_000, 3_599_000, 9e9])
      expect(pauseFrom(rates, waited, 0, 3_000)).toBeCloseTo(3_000, 5);
  });

  it('is when the rates come to one', () => {
    for (const waited of [0, 12_345, 44_000, 100_000]) {
      const pause = pauseFrom(rates, waited, 1, 5_000);
      let reads = 0;
      for (let at = waited; at < waited + pause; at += 1) reads += rateAt(rates, at);
      expect(reads).toBeCloseTo(1, 2);
    }
  });

  it('lies between the steady one and the learned one', () => {
    const [learned, half] = [pauseFrom(rates, 45_000, 1, 5_000), pauseFrom(rates, 45_000, 0.5, 5_000)];
    expect(learned).toBeLessThan(half);
    expect(half).toBeLessThan(5_000);
  });

  it('is that of the last cell after it, and before the first that of the first', () => {
    const last = 1 / (rates.at(-1) ?? NaN);
    expect(pauseFrom(rates, 3_600_001, 1, 5_000)).toBeCloseTo(last, 5);
    expect(pauseFrom(rates, 1e12, 1, 5_000)).toBeCloseTo(last, 3);
    expect(rateAt(rates, 1e12)).toBe(rates.at(-1));
    expect(rateAt(rates, -1)).toBe(rates[0]);
    expect(rateAt(rates, 0)).toBe(rates[0]);
    expect(rateAt(rates, 999)).toBe(rates[0]);
    expect(rateAt(rates, 1_000)).toBe(rates[1]);
  });

  it('comes to an end also without a time', () => {
    expect(pauseFrom(rates, NaN, 1, 5_000)).toBeNaN();
  });
});
