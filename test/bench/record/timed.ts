/** How long calls take that are made again and again. */
import { percentile } from '../figures.ts';

/** All in ms: what half of the calls, 95 % and all of them stay within. */
export interface Timed {
  readonly half: number;
  readonly most: number;
  readonly max: number;
}

/** Calls `work` with 0, 1, … and times each call. */
export async function timed(times: number, work: (index: number) => unknown): Promise<Timed> {
  const took: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const began = performance.now();
    await work(index);
    took.push(performance.now() - began);
  }
  return timesOf(took);
}

/** Throws when there are none. */
export function timesOf(took: readonly number[]): Timed {
  return { half: percentile(took, 0.5), most: percentile(took, 0.95), max: Math.max(...took) };
}
