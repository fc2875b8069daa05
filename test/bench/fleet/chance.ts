/** The distributions that the simulation draws from. */
import { normalFrom, type Random } from '../../seeded.ts';

/** A waiting time with this mean, as of customers who do not know of each other. */
export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random());
}

/** A time whose logarithm is normal: half of them below `median`; two thirds within `median` times or by e^`spread`. */
export function lognormal(random: Random, median: number, spread: number): number {
  return median * Math.exp(spread * normalFrom(random));
}
