import { describe, expect, it } from 'vitest';

import { MAX_CARDS, withTime } from '../../../../main/tracking/drift.ts';

interface Time {
  readonly ms: number;
}
const times = (...all: number[]): Time[] => all.map((ms) => ({ ms }));
const fold = (all: readonly Time[], before: readonly Time[] = []): readonly Time[] =>
  all.reduce<readonly Time[]>(withTime, before);
/** So many cards spread evenly from `low` to `high`, in an order that is no order of size. */
const spread = (count: number, low: number, high: number): Time[] =>
  times(...Array.from({ length: count }, (_none, index) => low + ((high - low) * ((index * 37) % count)) / count));

describe('the cards that are remembered', () => {
  it('are all while they are alike, the newest last', () => {
    const alike = spread(100, 30_000, 60_000);
    expect(fold(alike)).toEqual(alike);
    expect(fold(times(...Array.from({ length: 50 }, () => 7_000)))).toHaveLength(50);
  });

  it('are at most so many', () => {
    const many = fold(spread(MAX_CARDS + 30, 30_000, 60_000));
    expect(many).toHaveLength(MAX_CARDS);
    expect(many).toEqual(spread(MAX_CARDS + 30, 30_000, 60_000).slice(30));
  });

  it('are only the new ones soon after the world has changed', () => {
    for (const [low, high] of [
      [90_000, 120_000],
      [10_000, 20_000],
    ] as const) {
      const changed = spread(16, low, high);
      const kept = fold(changed, fold(spread(200, 30_000, 60_000)));
      // One or two of before may be the neighbours that were not enough to tell.
      expect(kept.filter((time) => !changed.includes(time)).length).toBeLessThanOrEqual(2);
      expect(kept.length).toBeGreaterThanOrEqual(8);
    }
  });

  it('are not dropped for a few odd ones', () => {
    const usual = fold(spread(200, 30_000, 60_000));
    expect(fold(times(...Array.from({ length: 5 }, () => 300_000)), usual)).toHaveLength(205);
  });

  it('show a small change once many cards have it', () => {
    const usual = fold(spread(200, 30_000, 60_000));
    const longer = spread(64, 45_000, 75_000);
    expect(fold(longer.slice(0, 8), usual)).toHaveLength(208);
    expect(fold(longer, usual).length).toBeLessThan(100);
  });

  it('need some before them to be compared with', () => {
    expect(fold(spread(8, 90_000, 99_000), fold(spread(15, 10_000, 20_000)))).toHaveLength(23);
    expect(fold(spread(8, 90_000, 99_000), fold(spread(30, 10_000, 20_000))).length).toBeLessThan(38);
  });
});
