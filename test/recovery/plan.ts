/** What is broken in which order: pure, by a seed, so that a run can be made again. */
import { seeded } from '../seeded.ts';

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
  const random = seeded(seed);
  const all = BLOWS.reduce((sum, blow) => sum + SHARES[blow], 0);
  return Array.from({ length: rounds }, () => {
    let left = random() * all;
    const blow = BLOWS.find((each) => (left -= SHARES[each]) < 0) ?? 'page-kill';
    return { blow, withdrawn: random() < 0.5 };
  });
}
