import { describe, expect, it } from 'vitest';

import { cardTimeOf } from '../../../../main/tracking/card-time.ts';
import { PHASES, type Phase } from '../../../../main/tracking/words.ts';
import { PACE } from './builders.ts';

const timeOf = (...seen: [Phase, number][]) => cardTimeOf(new Map(seen), PACE);

describe('what a card has taken', () => {
  it('is from when its order was first seen under way until personalised, in whatever order that was noted', () => {
    expect(timeOf(['requested', 1_000], ['at-printer', 7_000], ['personalised', 41_000])?.ms).toBe(40_000);
    expect(timeOf(['personalised', 41_000], ['at-printer', 7_000], ['requested', 1_000])?.ms).toBe(40_000);
    expect(timeOf(['in-progress', 10_000], ['personalised', 12_500])?.ms).toBe(2_500);
  });

  it('counts the reads that the configured pace makes, phase by phase', () => {
    const { requestedMs, atPrinterMs, inProgressMs } = PACE;
    expect(timeOf(['requested', 0], ['at-printer', 6_000], ['personalised', 40_000])?.steadyReads).toBeCloseTo(
      6_000 / requestedMs + 34_000 / atPrinterMs,
      9,
    );
    expect(timeOf(['in-progress', 0], ['personalised', 20_000])?.steadyReads).toBeCloseTo(20_000 / inProgressMs, 9);
    // Seen again under way after it was personalised: those reads were made for another reason.
    expect(timeOf(['requested', 0], ['personalised', 6_000], ['at-printer', 9_000])?.steadyReads).toBeCloseTo(
      6_000 / requestedMs,
      9,
    );
  });

  it('is nothing without both ends', () => {
    expect(timeOf()).toBeNull();
    expect(timeOf(['personalised', 40_000])).toBeNull();
    expect(timeOf(['requested', 0], ['at-printer', 6_000])).toBeNull();
  });

  it('is nothing where anything else was seen of the order', () => {
    const others = PHASES.filter(
      (phase) => !['requested', 'at-printer', 'in-progress', 'personalised'].includes(phase),
    );
    expect(others).toHaveLength(7);
    for (const phase of others) expect(timeOf(['requested', 0], [phase, 3_000], ['personalised', 40_000])).toBeNull();
  });

  it('is at least a second and at most an hour, and nothing that a clock which was set has made of it', () => {
    expect(timeOf(['requested', 0], ['personalised', 1])?.ms).toBe(1_000);
    expect(timeOf(['requested', 0], ['personalised', 3_600_000])?.ms).toBe(3_600_000);
    for (const at of [0, -5, 3_600_001, NaN, Infinity, -Infinity])
      expect(timeOf(['requested', 0], ['personalised', at])).toBeNull();
    expect(timeOf(['requested', NaN], ['personalised', 5_000])).toBeNull();
  });
});
