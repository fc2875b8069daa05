import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { intervalsOf, meanDeviationPercent, percentile, shareWithinPercent } from '../../bench/figures.ts';

const values = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 200 });

describe('percentile', () => {
  it('is the nearest rank of the sorted values', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile(hundred, 0.95)).toBe(95);
    expect(percentile(hundred, 1)).toBe(100);
    expect(percentile([7], 0.95)).toBe(7);
    expect(percentile([10, 9], 0.5)).toBe(9);
  });

  it('is a value that at least its share does not exceed, and no smaller value is', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 100 }), (all, percent) => {
        const found = percentile(all, percent / 100);
        const share = (test: (value: number) => boolean) => all.filter(test).length / all.length;
        expect(all).toContain(found);
        expect(share((value) => value <= found)).toBeGreaterThanOrEqual(percent / 100 - 1e-9);
        expect(share((value) => value < found)).toBeLessThan(percent / 100 + 1e-9);
      }),
    );
  });

  it('does not make a figure of nothing', () => {
    expect(() => percentile([], 0.95)).toThrow();
    expect(() => meanDeviationPercent([], 1_000)).toThrow();
    expect(() => shareWithinPercent([], 0, 1)).toThrow();
  });
});

describe('pace', () => {
  it('takes the times between neighbours', () => {
    expect(intervalsOf([1_000, 3_000, 6_500])).toEqual([2_000, 3_500]);
    expect(intervalsOf([1_000])).toEqual([]);
    expect(intervalsOf([])).toEqual([]);
  });

  it('says by how many percent the mean is off, too fast being negative', () => {
    expect(meanDeviationPercent([2_000, 2_400], 2_000)).toBe(10);
    expect(meanDeviationPercent([1_800, 1_800], 2_000)).toBe(-10);
  });

  it('counts the bounds as within', () => {
    expect(shareWithinPercent([1_599, 1_600, 2_000, 2_400], 1_600, 2_400)).toBe(75);
  });
});
