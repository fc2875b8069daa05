import { describe, expect, it } from 'vitest';

import { GREEN_MAY_OUTLAST_MS, wrongGreen, wrongHandover } from '../../bench/soak/greens.ts';
import { linesOf } from '../../bench/soak/judged-lines.ts';
import { courseOf, TROUBLES } from '../../bench/soak/traffic.ts';
import { trendOf, type Point } from '../../bench/soak/trend.ts';
import {
  CARDS_OF_BOUND,
  exitCodeOf,
  judgeSamples,
  verdictOf,
  type Bound,
  type Looked,
} from '../../bench/soak/verdict.ts';
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

  it('is no slope only where its whole interval is harmless, and grows only where none of it is', () => {
    expect(verdictOf({ low: -3, high: 1 }, 1)).toBe('no slope');
    expect(verdictOf({ low: 0.5, high: 1 }, 1)).toBe('no slope');
    expect(verdictOf({ low: 0.5, high: 1.01 }, 1)).toBe('undecided');
    expect(verdictOf({ low: -5, high: 1.01 }, 1)).toBe('undecided');
    expect(verdictOf({ low: 1.01, high: 2 }, 1)).toBe('grows');
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

describe('a handover', () => {
  const history = [
    { at: 1_000, state: 'done' },
    { at: 9_000, state: 'production-exception' },
  ] as const;

  it.each([
    [500, 999, false],
    [500, 1_000, true],
    [8_999, 12_000, true],
    [9_001, 12_000, false],
  ])('pressed at %i and recorded at %i', (pressedAt, recordedAt, right) => {
    expect(wrongHandover(history, pressedAt, recordedAt) === null).toBe(right);
  });

  it('of a card that nobody knows is wrong', () => {
    expect(wrongHandover(undefined, 0, 1)).toMatch(/did not say/);
  });
});

describe('the samples of a soak', () => {
  const BOUNDS = {
    heap: { unit: 'MiB', harmless: 1 },
    handles: { unit: 'files', harmless: 1, fromCards: 20_000 },
    speed: { unit: 'ms', harmless: 1 },
  } as const satisfies Record<string, Bound>;
  type Sample = Looked<keyof typeof BOUNDS>;
  const samples = (of: (index: number) => Partial<Sample>, count = 60): Sample[] =>
    Array.from({ length: count }, (_, index) => ({
      cards: index * 1_000,
      heap: 30,
      handles: 40,
      speed: 2,
      ...of(index),
    }));

  it('are judged by the cards that went by, the first fifth and what still fills left out', () => {
    const judged = judgeSamples(
      samples((index) => ({
        heap: 30 + 10 * Math.min(index, 11) + (0.5 * index * 1_000) / CARDS_OF_BOUND,
        handles: Math.min(index, 19),
        speed: index === 30 ? NaN : 2,
      })),
      BOUNDS,
      0.2,
    );
    expect(judged.map(({ series, verdict }) => [series, verdict])).toEqual([
      ['heap', 'no slope'],
      ['handles', 'no slope'],
      ['speed', 'no slope'],
    ]);
    expect(judged[0]?.slope).toBeCloseTo(0.5, 5);
    expect(judged.map(({ points }) => points)).toEqual([48, 40, 47]);
    expect(exitCodeOf(judged, 0)).toBe(0);
    expect(exitCodeOf(judged, 1)).toBe(1);
  });

  it('tell of a leak', () => {
    const judged = judgeSamples(
      samples((index) => ({ heap: 30 + index / 5 })),
      BOUNDS,
      0.2,
    );
    expect(judged.find(({ series }) => series === 'heap')?.verdict).toBe('grows');
    expect(exitCodeOf(judged, 0)).toBe(1);
    expect(linesOf(judged)[1]).toMatch(/^heap +41.8 MiB +2 +2 to 2 +48 +≤ 1 MiB +GROWS$/);
  });

  it('do not tell of a leak over a few hundred cards', () => {
    const short = samples((index) => ({ heap: 30 + index / 5, cards: index * 10 }));
    expect(judgeSamples(short, BOUNDS, 0.2)[0]).toMatchObject({ series: 'heap', verdict: 'undecided' });
  });

  it('say so where there are too few or too wide to decide', () => {
    const few = judgeSamples(
      samples(() => ({}), 24),
      BOUNDS,
      0.2,
    );
    expect(few.map(({ verdict }) => verdict)).toEqual(['no slope', 'undecided', 'no slope']);
    expect(exitCodeOf(few, 0)).toBe(2);
    const random = seeded(3);
    const wide = judgeSamples(
      samples(() => ({ heap: 30 + 40 * random() })),
      BOUNDS,
      0.2,
    );
    expect(wide[0]?.verdict).toBe('undecided');
  });
});

it('courses come in their shares, and every trouble stands once in the list', () => {
  const random = seeded(2);
  const courses = Array.from({ length: 10_000 }, () => courseOf(random).join('>'));
  expect(courses.filter((course) => course === 'done').length / 10_000).toBeCloseTo(0.5, 1);
  expect(new Set(courses).size).toBe(7);
  expect(new Set(TROUBLES.map((trouble) => JSON.stringify(trouble))).size).toBe(TROUBLES.length);
});

it('a row says what its runs came to', () => {
  expect(atMost('time', 3, 5, 'ms', { runs: [2, 3, 9.999] })).toMatchObject({
    value: 3,
    spread: { least: 2, most: 10, runs: 3 },
  });
  expect(() => atMost('time', 3, 5, 'ms', { runs: [] })).toThrow();
});
