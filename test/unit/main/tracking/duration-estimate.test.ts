import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { EDGES_MS, LONGEST_MS, SHORTEST_MS, survivalOf } from '../../../../main/tracking/duration-estimate.ts';

const SECOND = 1_000;
const repeated = (times: number, ...durations: number[]): number[] =>
  Array.from({ length: times }, () => durations).flat();

/** The share that takes longer than `ms`, at the nearest edge. */
function longer(durations: readonly number[], ms: number): number {
  const edge = EDGES_MS.findIndex((at) => at >= ms);
  return survivalOf(durations)[edge] ?? NaN;
}

describe('how long a card takes', () => {
  it('is cut into cells from nothing to an hour', () => {
    expect(EDGES_MS[0]).toBe(0);
    expect(EDGES_MS[1]).toBe(SHORTEST_MS);
    expect(EDGES_MS.at(-1)).toBeCloseTo(LONGEST_MS, 3);
    expect(EDGES_MS.every((edge, index) => index === 0 || edge > (EDGES_MS[index - 1] ?? 0))).toBe(true);
  });

  it('lies around the cards that were seen', () => {
    const durations = repeated(100, 45 * SECOND);
    expect(longer(durations, 38 * SECOND)).toBeGreaterThan(0.97);
    expect(longer(durations, 45 * SECOND)).toBeGreaterThan(0.4);
    expect(longer(durations, 45 * SECOND)).toBeLessThan(0.6);
    expect(longer(durations, 53 * SECOND)).toBeLessThan(0.03);
  });

  it('keeps two peaks apart', () => {
    const durations = [...repeated(80, 33 * SECOND, 37 * SECOND), ...repeated(20, 140 * SECOND, 160 * SECOND)];
    expect(longer(durations, 60 * SECOND)).toBeCloseTo(0.2, 1);
    expect(longer(durations, 110 * SECOND)).toBeCloseTo(0.2, 1);
    expect(longer(durations, 60 * SECOND) - longer(durations, 110 * SECOND)).toBeLessThan(0.02);
    expect(longer(durations, 220 * SECOND)).toBeLessThan(0.02);
  });

  it('is the wider the more the cards differ, and the narrower the more of them there are', () => {
    const tails = (durations: readonly number[]): number => longer(durations, 75 * SECOND);
    expect(tails(repeated(10, 30 * SECOND, 60 * SECOND))).toBeGreaterThan(
      tails(repeated(10, 43 * SECOND, 47 * SECOND)),
    );
    expect(tails(repeated(100, 30 * SECOND, 60 * SECOND))).toBeLessThan(tails(repeated(5, 30 * SECOND, 60 * SECOND)));
  });

  it('falls from one and never comes to nothing: what no card did yet is rare and not impossible', () => {
    const duration = fc.double({ min: SHORTEST_MS, max: LONGEST_MS, noNaN: true });
    fc.assert(
      fc.property(fc.array(duration, { minLength: 1, maxLength: 60 }), (durations) => {
        const survival = survivalOf(durations);
        expect(survival).toHaveLength(EDGES_MS.length);
        expect(survival[0]).toBe(1);
        expect(survival.every((share, index) => share > 0 && share < (survival[index - 1] ?? 2))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});
