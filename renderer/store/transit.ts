/**
 * How long a snapshot lay in the queue before the page read it. A page that was frozen reads old snapshots as if they
 * had just come; their leases must not start anew. Main and page share one machine, so the smallest difference between
 * the moment written on a snapshot and the moment it was read is the normal one, and anything above it is delay.
 */
export interface Transit {
  readonly offsetsMs: readonly number[];
}

export const NO_TRANSIT: Transit = { offsetsMs: [] };

/** Enough snapshots to remember the time before a freeze (30 s at one a second), few enough to forget a set clock. */
const TRANSIT_MEMORY = 30;

/** `madeAt` is the snapshot's own `at`, `readAt` the page's wall clock, both in ms since 1970. */
export function arrive(transit: Transit, madeAt: number, readAt: number): { transit: Transit; lateMs: number } {
  const offset = readAt - madeAt;
  const offsetsMs = [...transit.offsetsMs, offset].slice(-TRANSIT_MEMORY);
  return { transit: { offsetsMs }, lateMs: offset - Math.min(...offsetsMs) };
}
