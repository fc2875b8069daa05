/** How long calls take that are made again and again. */
import { percentile } from '../figures.ts';

/** All in ms: what half of the calls, 95 % and all of them stay within. */
export interface Timed {
  readonly half: number;
  readonly most: number;
  readonly max: number;
}

/** Rounds of calls: what else the machine does for a second spoils one of them and not all. */
const ROUNDS = 5;

/** One of each for every round. */
export type Rounds = readonly Timed[];

/** Rounds of so many calls each. */
export async function timedRounds(times: number, work: (index: number) => unknown): Promise<Rounds> {
  const rounds: Timed[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push(await timed(times, (index) => work(round * times + index)));
  }
  return rounds;
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
