/** Chance that can be repeated: the same seed gives the same numbers on every engine. */

/** Uniform in [0, 1). */
export type Random = () => number;

/** Mulberry32: 32 bits of state, quick, and even enough for arrivals, jitter and means. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A draw from the normal distribution with mean 0 and deviation 1, by Box and Muller. */
export function normalFrom(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
