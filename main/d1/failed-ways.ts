/**
 * Which of the ways that the system names could not be gone lately: where it names several, as it does for a proxy that may be
 * down, another one leads to D1. Pure but for its memory.
 */
import { codeOf } from '../config/error-code.ts';

/** Browsers pass a proxy by for as long after it could not be reached, in ms. */
const REMEMBERED_MS = 5 * 60_000;
/** Nobody answered at the other end of the way, be it a proxy or D1; what a proxy itself says of D1 is another matter. */
const OUT_OF_REACH = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** A proxy by its URL, or null for the direct way. */
export type Way = string | null;

export interface FailedWays {
  /** When the way failed last, in monotonic ms; minus infinity where that was long ago, or never. */
  failedAt(way: Way): number;
  /** A call by this way ended without a response. */
  failed(way: Way, error: unknown): void;
}

/** `now` gives monotonic ms. */
export function createFailedWays(now: () => number): FailedWays {
  const failures = new Map<Way, number>();
  const forget = (): void => {
    for (const [way, at] of failures) if (now() - at >= REMEMBERED_MS) failures.delete(way);
  };
  return {
    failedAt(way) {
      forget();
      return failures.get(way) ?? -Infinity;
    },
    failed(way, error) {
      forget();
      if (OUT_OF_REACH.has(codeOf(error))) failures.set(way, now());
    },
  };
}
