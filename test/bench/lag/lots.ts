/** Samples: even ones of a distribution, and how sure a figure of some is. Pure. */
import { seeded } from '../../seeded.ts';
import { percentile } from '../figures.ts';
import type { Distribution } from '../pace-simulation/distributions.ts';

const DRAWS = 2_000;
const SEED = 7;

export function meanOf(values: readonly number[]): number {
  if (values.length === 0) throw new Error('there is nothing to take a mean of');
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The figure of cards that are drawn again from those that were seen, with the same seed each time, of which 95 % lie between the two that are given (percentile bootstrap). */
export function bootstrap<T>(
  samples: readonly (readonly T[])[],
  figure: (drawn: readonly (readonly T[])[]) => number,
): { readonly low: number; readonly high: number } {
  const random = seeded(SEED);
  const again = (from: readonly T[]): T[] => from.map(() => from[Math.floor(random() * from.length)] as T);
  const figures = Array.from({ length: DRAWS }, () => figure(samples.map(again)));
  return { low: percentile(figures, 0.025), high: percentile(figures, 0.975) };
}

/** So many lots of nearly the same size: every so many-th card each, so that no lot is of one time alone. */
export function lotsOf<T>(samples: readonly T[], lots: number): readonly (readonly T[])[] {
  return Array.from({ length: lots }, (_none, lot) => samples.filter((_sample, index) => index % lots === lot));
}

/** No card takes longer, in seconds. */
const LONGEST = 3_600;
const HALVINGS = 40;

/** The time in seconds that this share (0-1) of the cards does not exceed. */
export function quantileOf({ survival }: Distribution, share: number): number {
  let [low, high] = [0, LONGEST];
  for (let count = 0; count < HALVINGS; count += 1) {
    const middle = (low + high) / 2;
    if (1 - survival(middle) < share) low = middle;
    else high = middle;
  }
  return low;
}
