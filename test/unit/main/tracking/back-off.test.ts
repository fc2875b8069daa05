import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { retryDelay, type RetryLimits } from '../../../../main/tracking/back-off.ts';
import type { Fault } from '../../../../main/tracking/fault.ts';

const RETRY: RetryLimits = { firstMs: 1_000, ceilingMs: 30_000, refusedMs: 60_000 };
const FACTS = { detail: '', correlationId: null };
const DOWN: Fault = { family: 'network', cause: 'server-error', ...FACTS };
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const failures = fc.integer({ min: 1, max: 5_000 });

describe('asking again after a failure', () => {
  it('doubles the longest pause with each failure in a row, from the first pause to the ceiling', () => {
    const longest = [1, 2, 3, 4, 5, 6, 7].map((count) => retryDelay(DOWN, count, RETRY, 0.999_999));
    expect(longest.map(Math.round)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it('spreads the pause over the whole range, so that stations do not come back in step', () => {
    expect(retryDelay(DOWN, 9, RETRY, 0.5)).toBe(15_000);
    expect(retryDelay(DOWN, 9, RETRY, 0.1)).toBe(3_000);
  });

  it('never hammers, never stays away longer than the ceiling, and never gives up', () => {
    fc.assert(
      fc.property(failures, random, (count, share) => {
        const delay = retryDelay(DOWN, count, RETRY, share);
        expect(delay).toBeGreaterThanOrEqual(250);
        expect(delay).toBeLessThanOrEqual(RETRY.ceilingMs);
      }),
    );
  });

  it('obeys Retry-After even past the ceiling', () => {
    fc.assert(
      fc.property(failures, random, fc.integer({ min: 0, max: 300_000 }), (count, share, retryAfterMs) => {
        expect(retryDelay({ ...DOWN, retryAfterMs }, count, RETRY, share)).toBeGreaterThanOrEqual(retryAfterMs);
      }),
    );
  });

  it('asks rarely for a card that D1 refuses for itself, however often', () => {
    const refused: Fault = { family: 'malformed', cause: 'unexpected-status', ...FACTS };
    expect([1, 2, 50].map((count) => retryDelay(refused, count, RETRY, 0))).toEqual([60_000, 60_000, 60_000]);
  });
});
