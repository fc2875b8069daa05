/**
 * Time as the page measures it: two clocks at once, because each can be wrong alone.
 * The monotonic clock stands still while the computer sleeps; the wall clock can be set.
 */
export interface Moment {
  /** `performance.now()`, ms since the page was opened. */
  readonly mono: number;
  /** `Date.now()`, ms since 1970. */
  readonly wall: number;
}

/** The two clocks may drift apart by this much, in ms, before neither is believed (sleep, or somebody set the clock). */
export const CLOCK_DISAGREEMENT_MS = 2_000;

export type Elapsed = { readonly kind: 'ms'; readonly ms: number } | { readonly kind: 'jump' };

export function readMoment(): Moment {
  return { mono: performance.now(), wall: Date.now() };
}

/** The moment `ms` before `moment`, by both clocks. */
export function earlierBy(moment: Moment, ms: number): Moment {
  return { mono: moment.mono - ms, wall: moment.wall - ms };
}

/** Elapsed time, the larger of both clocks; `jump` when one ran backwards or they disagree: then no age can be trusted. */
export function elapsedBetween(from: Moment, to: Moment): Elapsed {
  const mono = to.mono - from.mono;
  const wall = to.wall - from.wall;
  const believable = mono >= 0 && wall >= 0 && Math.abs(mono - wall) <= CLOCK_DISAGREEMENT_MS;
  return believable ? { kind: 'ms', ms: Math.max(mono, wall) } : { kind: 'jump' };
}

/** Elapsed time for display only: never negative, and after a jump still the larger of both clocks. */
export function shownElapsedMs(from: Moment, to: Moment): number {
  return Math.max(0, to.mono - from.mono, to.wall - from.wall);
}
