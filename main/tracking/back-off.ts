import type { Fault } from './fault.ts';

/** Bounds of asking again after a failure, in ms. */
export interface RetryLimits {
  /** First delay; doubles with each failure in a row. */
  readonly firstMs: number;
  readonly ceilingMs: number;
  /** A request that D1 refuses for this card alone is repeated this rarely. */
  readonly refusedMs: number;
}

/** Below this a retry would be a busy loop, in ms. */
const FLOOR_MS = 250;

/** After a moment that was named to all of them, thousands of stations come within so long, and not at once, in ms. */
const SPREAD_MS = 30_000;

/**
 * How long this station stays away because the server asked for it, in ms; undefined where it did not. `random` gives
 * numbers in [0, 1).
 */
export function stayAway({ retryAfterMs, sameForAll }: Fault, random: () => number): number | undefined {
  if (retryAfterMs === undefined || sameForAll !== true) return retryAfterMs;
  return retryAfterMs + random() * Math.min(SPREAD_MS, retryAfterMs);
}

/**
 * How long to wait before asking again, in ms: exponential with full jitter (`random` in [0, 1)), never giving up.
 * `failures` counts the failures in a row, the present one included.
 */
export function retryDelay(fault: Fault, failures: number, limits: RetryLimits, random: number): number {
  if (fault.cause === 'unexpected-status') return limits.refusedMs;
  const ceiling = Math.min(limits.ceilingMs, limits.firstMs * 2 ** Math.min(failures - 1, 16));
  const delay = Math.max(FLOOR_MS, random * ceiling);
  return Math.max(delay, fault.retryAfterMs ?? 0);
}
