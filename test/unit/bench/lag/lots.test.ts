import { describe, expect, it } from 'vitest';

import { bootstrap, lotsOf, meanOf, quantileOf } from '../../../bench/lag/lots.ts';
import { lognormal } from '../../../bench/pace-simulation/distributions.ts';

describe('the spread of a figure', () => {
  it('is over lots of every so many-th sample, and none is left out', () => {
    expect(lotsOf([1, 2, 3, 4, 5, 6, 7], 3)).toEqual([
      [1, 4, 7],
      [2, 5],
      [3, 6],
    ]);
  });

  it('lies around the figure, and narrows with the samples', () => {
    const width = (count: number): number => {
      const values = Array.from({ length: count }, (_none, index) => index % 10);
      const { low, high } = bootstrap([values], ([drawn = []]) => meanOf(drawn));
      expect(low).toBeLessThan(4.5);
      expect(high).toBeGreaterThan(4.5);
      return high - low;
    };
    expect(width(400) / width(100)).toBeGreaterThan(0.4);
    expect(width(400) / width(100)).toBeLessThan(0.6);
  });

  it('is not made of nothing', () => {
    expect(() => meanOf([])).toThrow('nothing');
  });
});

describe('a quantile', () => {
  it('is the time that so many do not exceed', () => {
    const time = lognormal(45, 0.35);
    expect(quantileOf(time, 0.5)).toBeCloseTo(45, 3);
    expect(quantileOf(time, 0.975)).toBeCloseTo(45 * Math.exp(0.35 * 1.959964), 2);
  });
});
