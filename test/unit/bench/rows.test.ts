import { describe, expect, it } from 'vitest';

import { atLeast, atMost, tableOf } from '../../bench/rows.ts';

describe('rows', () => {
  it('judges the figure, not what is left of it after rounding', () => {
    expect(atMost('time', 150.001, 150, 'ms')).toEqual({
      name: 'time',
      value: 150,
      unit: 'ms',
      target: '≤ 150',
      pass: false,
    });
    expect(atMost('time', 150, 150, 'ms').pass).toBe(true);
    expect(atLeast('share', 99.999, 100, '%').pass).toBe(false);
    expect(atLeast('share', 100, 100, '%').pass).toBe(true);
  });

  it('fails a figure that is no number', () => {
    expect(atMost('time', NaN, 150, 'ms').pass).toBe(false);
    expect(atLeast('share', NaN, 100, '%').pass).toBe(false);
  });

  it('prints a missed target so that it is seen', () => {
    const lines = tableOf([atMost('time', 200, 150, 'ms'), atLeast('share', 100, 100, '%')]).split('\n');
    expect(lines[1]).toMatch(/^time +200 +ms +≤ 150 +NO$/);
    expect(lines[2]).toMatch(/^share +100 +% +≥ 100 +yes$/);
  });
});
