/** Whether the world has changed: the newest cards against those before them, by Kolmogorov's and Smirnov's distance. Pure. */

/** Cards that are remembered: weeks of a branch; older ones say little of the printer that stands there now. */
export const MAX_CARDS = 400;
/** How many of the newest are held against the rest: few see a great change soon, many see a small one at all. */
const NEWEST = [8, 16, 32, 64] as const;
/** Fewer before them say nothing of what was usual. */
const LEAST_BEFORE = 16;
/** The distance in its own unit from which chance is ruled out: it comes to so much once in some ten thousand looks. */
const TOO_FAR = 2.2;

/** The times with one more, the newest last; those from before a change of the world are left out. */
export function withTime<T extends { readonly ms: number }>(times: readonly T[], next: T): readonly T[] {
  const all = [...times, next].slice(-MAX_CARDS);
  const ranked = all.map(({ ms }, index) => ({ ms, index })).sort((one, other) => one.ms - other.ms);
  for (const newest of NEWEST) {
    const before = all.length - newest;
    if (before < LEAST_BEFORE) break;
    if (distance(ranked, before) > TOO_FAR * Math.sqrt(1 / newest + 1 / before)) return all.slice(before);
  }
  return all;
}

/**
 * The largest difference, over all times, between the shares that are not longer: of the first `before` cards, and of
 * those after them. `ranked` by time.
 */
function distance(ranked: readonly { readonly ms: number; readonly index: number }[], before: number): number {
  let difference = 0;
  let largest = 0;
  for (let place = 0; place < ranked.length; place += 1) {
    const one = ranked[place];
    if (one === undefined) break;
    difference += one.index < before ? 1 / before : -1 / (ranked.length - before);
    // Of equal times all count before a look is taken.
    if (ranked[place + 1]?.ms !== one.ms) largest = Math.max(largest, Math.abs(difference));
  }
  return largest;
}
