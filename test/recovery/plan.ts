/** What is broken in which order: pure, by a seed, so that a run can be made again. */

/** One round's blow. `spend` kills the page until its restarts are spent. */
export const BLOWS = [
  'page-kill',
  'page-crash',
  'page-stop',
  'page-loop',
  'page-empty',
  'gpu-kill',
  'keychain-kill',
  'main-throw',
  'main-kill',
  'main-stop',
  'spend',
] as const;
export type Blow = (typeof BLOWS)[number];

export interface Round {
  readonly blow: Blow;
  /** Whether D1 withdraws the green at the moment of the blow. */
  readonly withdrawn: boolean;
}

/** How often each comes, of a hundred. Ends of main are few, so that its memory is seen over many rounds of one life. */
const SHARES: Readonly<Record<Blow, number>> = {
  'page-kill': 21,
  'page-crash': 17,
  'page-stop': 9,
  'page-loop': 9,
  'page-empty': 5,
  'gpu-kill': 13,
  'keychain-kill': 13,
  'main-throw': 3,
  'main-kill': 3,
  'main-stop': 5,
  spend: 2,
};

/** So many rounds in their shares, in an order of the seed's. */
export function planOf(seed: number, rounds: number): readonly Round[] {
  const random = randomOf(seed);
  const all = BLOWS.reduce((sum, blow) => sum + SHARES[blow], 0);
  return Array.from({ length: rounds }, () => {
    let left = random() * all;
    const blow = BLOWS.find((each) => (left -= SHARES[each]) < 0) ?? 'page-kill';
    return { blow, withdrawn: random() < 0.5 };
  });
}

/** Numbers from 0 to 1 that the seed alone decides (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
