import { describe, expect, it } from 'vitest';

import { GREEN_MAY_OUTLAST_MS, wrongGreen } from '../../bench/soak/greens.ts';
import type { Sample } from '../../bench/soak/samples.ts';
import { courseOf, TROUBLES } from '../../bench/soak/traffic.ts';
import { growthOf, trendOf, type Point } from '../../bench/soak/trend.ts';
import { BOUNDS, CARDS_A_YEAR, judgeSamples } from '../../bench/soak/verdict.ts';
import { atMost } from '../../bench/rows.ts';
import { seeded } from '../../seeded.ts';

/** `slope` a step with noise of ±`noise`. */
function series(slope: number, noise: number, seed = 1, count = 60): Point[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, x) => ({ x, y: 50 + slope * x + noise * (2 * random() - 1) }));
}

describe('a trend', () => {
  it('is the slope of a line, and of a line with a few points far off', () => {
    const line = series(0.5, 0);
    expect(trendOf(line)).toEqual({ slope: 0.5, low: 0.5, high: 0.5, points: 60 });
    const off = line.map((point) => (point.x % 10 === 3 ? { ...point, y: 900 } : point));
    expect(trendOf(off).slope).toBeCloseTo(0.5, 5);
  });

  it('holds the true slope in about 95 of 100 noisy series, and is not wide for nothing', () => {
    const trends = Array.from({ length: 200 }, (_, seed) => trendOf(series(0.1, 5, seed + 1)));
    const held = trends.filter(({ low, high }) => low <= 0.1 && 0.1 <= high).length;
    expect(held).toBeGreaterThanOrEqual(184);
    expect(held).toBeLessThan(200);
    for (const { low, high } of trends) expect(high - low).toBeLessThan(0.3);
  });

  it('is not made of a handful of points, nor of points at one place', () => {
    expect(() => trendOf(series(1, 0, 1, 7))).toThrow(/too few/);
    expect(() => trendOf(Array.from({ length: 10 }, (_, y) => ({ x: 1, y })))).toThrow(/same x/);
  });

  it('is growth only where the interval is above zero, and too much only beyond the bound', () => {
    expect(growthOf({ low: -0.1, high: 5 }, 1_000, 1)).toBe('none');
    expect(growthOf({ low: 0.0001, high: 0.001 }, 1_000, 1)).toBe('bounded');
    expect(growthOf({ low: 0.0001, high: 0.0011 }, 1_000, 1)).toBe('grows');
  });
});

describe('a green that was seen', () => {
  const history = [
    { at: 1_000, state: 'ready' },
    { at: 5_000, state: 'done' },
    { at: 9_000, state: 'production-exception' },
  ] as const;

  it.each([
    [4_999, /had not said/],
    [5_000, null],
    [8_999, null],
    [9_000 + GREEN_MAY_OUTLAST_MS, null],
    [9_001 + GREEN_MAY_OUTLAST_MS, /withdrawn/],
  ])('at %i ms', (at, wrong) => {
    const why = wrongGreen(history, at);
    if (wrong === null) expect(why).toBeNull();
    else expect(why).toMatch(wrong);
  });

  it('is wrong for a card that was never done, or that nobody knows', () => {
    expect(wrongGreen(history.slice(0, 1), 60_000)).toMatch(/had not said/);
    expect(wrongGreen(undefined, 0)).toMatch(/never heard/);
  });
});

describe('the samples of a soak', () => {
  const sample = (index: number, overrides: Partial<Sample> = {}): Sample => ({
    cards: index * 10,
    rendererHeapMiB: 12,
    mainHeapMiB: 30,
    mainRssMiB: 200,
    handles: 80,
    sockets: 9,
    ledgerMiB: 1 + index * 0.01,
    recordMs: index === 5 ? NaN : 4,
    queryMs: 0.3,
    ...overrides,
  });

  it('are judged by the cards that went by, the first fifth left out', () => {
    const warm = (index: number): number => (index < 10 ? index : 10);
    const judged = judgeSamples(Array.from({ length: 60 }, (_, index) => sample(index, { handles: 70 + warm(index) })));
    expect(judged.map(({ series, growth }) => [series, growth])).toEqual(
      Object.keys(BOUNDS).map((series) => [series, series === 'ledgerMiB' ? 'bounded' : 'none']),
    );
    expect(judged.find(({ series }) => series === 'ledgerMiB')?.yearHigh).toBeCloseTo(0.001 * CARDS_A_YEAR, 5);
  });

  it('tell of a leak', () => {
    const leaking = Array.from({ length: 60 }, (_, index) => sample(index, { handles: 80 + index }));
    expect(judgeSamples(leaking).find(({ series }) => series === 'handles')?.growth).toBe('grows');
  });
});

it('courses come in their shares, and every trouble stands once in the list', () => {
  const random = seeded(2);
  const courses = Array.from({ length: 10_000 }, () => courseOf(random).join('>'));
  expect(courses.filter((course) => course === 'done').length / 10_000).toBeCloseTo(0.7, 1);
  expect(new Set(courses).size).toBe(6);
  expect(new Set(TROUBLES.map((trouble) => JSON.stringify(trouble))).size).toBe(TROUBLES.length);
});

it('a row says what its runs came to', () => {
  expect(atMost('time', 3, 5, 'ms', { runs: [2, 3, 9.999] })).toMatchObject({
    value: 3,
    spread: { least: 2, most: 10, runs: 3 },
  });
  expect(() => atMost('time', 3, 5, 'ms', { runs: [] })).toThrow();
});
