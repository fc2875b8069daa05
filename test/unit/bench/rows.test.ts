import { describe, expect, it } from 'vitest';

import { atLeast, atMost, atMostTimes, tableOf } from '../../bench/rows.ts';

describe('rows', () => {
  it('judges the figure, not what is left of it after rounding', () => {
    expect(atMost('time', 150.001, 150, 'ms')).toEqual({
      name: 'time',
      value: 150,
      unit: 'ms',
      target: '≤ 150',
      pass: false,
      spread: null,
      beside: null,
    });
    expect(atMost('time', 150, 150, 'ms').pass).toBe(true);
    expect(atLeast('share', 99.999, 100, '%').pass).toBe(false);
    expect(atLeast('share', 100, 100, '%').pass).toBe(true);
  });

  it('fails a figure that is no number', () => {
    expect(atMost('time', NaN, 150, 'ms').pass).toBe(false);
    expect(atLeast('share', NaN, 100, '%').pass).toBe(false);
    expect(atMostTimes('time', 10, 2, 'ms', { beside: { name: 'floor', value: NaN } }).pass).toBe(false);
  });

  it('says how far the runs lie apart, and what the figure is beside its floor', () => {
    const beside = { name: 'floor', value: 400 };
    const row = atMostTimes('time', 500, 1.25, 'ms', { runs: [480, 500, 530], beside });
    expect(row).toMatchObject({ pass: true, spread: { least: 480, most: 530, runs: 3 }, target: '≤ 1.25 × (500)' });
    expect(row.beside).toEqual({ ...beside, ratio: 1.25 });
    expect(atMostTimes('time', 501, 1.25, 'ms', { beside }).pass).toBe(false);
  });

  it('prints a missed target so that it is seen, and sums up', () => {
    const beside = { name: 'floor', value: 100 };
    const lines = tableOf([
      atMost('time', 200, 150, 'ms', { runs: [190, 210], beside }),
      atLeast('share', 100, 100, '%'),
    ]).split('\n');
    expect(lines[1]).toMatch(/^time +200 +ms +190–210 \(2\) +floor 100 +2 +≤ 150 +SHORT$/);
    expect(lines[2]).toMatch(/^share +100 +% +≥ 100 +pass$/);
    expect(lines[3]).toBe('1 of 2 targets met');
  });
});
