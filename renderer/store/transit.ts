/**
 * How long a snapshot lay in the queue before the page read it. A page that was frozen reads old snapshots as if they
 * had just come; their leases must not start anew. Main and page share one machine, so the smallest difference between
 * the moment written on a snapshot and the moment it was read is the normal one, and anything above it is delay.
 */
export interface Transit {
  readonly offsetsMs: readonly number[];
  /** The page's wall clock when the newest was read, in ms since 1970. */
  readonly lastReadAt: number;
}

export const NO_TRANSIT: Transit = { offsetsMs: [], lastReadAt: -Infinity };

/**
 * Main sends no oftener than every 50 ms: what is read sooner after another one lay in the queue with it. So did what is this much
 * less late than the one before it: the page works a queue off, however long each takes it.
 */
const SAME_QUEUE_MS = 45;

/** Enough snapshots to remember the time before a freeze (30 s at one a second), few enough to forget a set clock. */
const TRANSIT_MEMORY = 30;

/** `madeAt` is the snapshot's own `at`, `readAt` the page's wall clock, both in ms since 1970. */
export function arrive(transit: Transit, madeAt: number, readAt: number): { transit: Transit; lateMs: number } {
  const offset = readAt - madeAt;
  const sinceLastMs = readAt - transit.lastReadAt;
  const last = transit.offsetsMs.at(-1) ?? offset;
  // A long queue counts once, or it would push the normal difference out of memory and pass for it.
  const sameQueue = (sinceLastMs >= 0 && sinceLastMs < SAME_QUEUE_MS) || last - offset >= SAME_QUEUE_MS;
  const before = sameQueue ? transit.offsetsMs.slice(0, -1) : transit.offsetsMs;
  const newest = sameQueue ? Math.min(offset, last) : offset;
  const offsetsMs = [...before, newest].slice(-TRANSIT_MEMORY);
  return { transit: { offsetsMs, lastReadAt: readAt }, lateMs: offset - Math.min(...offsetsMs) };
}
