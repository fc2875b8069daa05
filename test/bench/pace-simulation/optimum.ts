/** The best that can be done by one who knows the distribution: checking times by dynamic programming. Times in seconds. */
import type { Distribution } from './distributions.ts';

export interface Outcome {
  readonly meanLag: number;
  /** Reads of the average card, the one that sees the change included. */
  readonly calls: number;
}

export interface Bounds {
  readonly floor: number;
  readonly ceiling: number;
}

/** Steps of time: far finer than any pause. */
const STEP = 0.25;
/** Nothing is looked at beyond: where fewer than so many cards are still waiting, or after an hour. */
const NOBODY = 1e-4;
const END = 3_600;
/** Halvings of the price of a call on a scale of ratios. */
const HALVINGS = 24;

export interface Known {
  /** The share still waiting at each step, and the time that the average card has waited until then. */
  readonly waiting: Float64Array;
  readonly waited: Float64Array;
}

export function knownOf({ survival }: Distribution): Known {
  let steps = 0;
  while (steps * STEP < END && survival(steps * STEP) > NOBODY) steps += 1;
  const waiting = Float64Array.from({ length: steps + 1 }, (_none, step) => survival(step * STEP));
  const waited = new Float64Array(steps + 1);
  for (let step = 1; step <= steps; step += 1)
    waited[step] = at(waited, step - 1) + ((at(waiting, step - 1) + at(waiting, step)) / 2) * STEP;
  return { waiting, waited };
}

/** The least mean lag with so many calls. */
export function optimum(known: Known, calls: number, bounds: Bounds): Outcome {
  let [cheap, dear] = [1e-3, 1e3];
  for (let count = 0; count < HALVINGS; count += 1) {
    const price = Math.sqrt(cheap * dear);
    if (priced(known, price, bounds).calls > calls) cheap = price;
    else dear = price;
  }
  const [more, fewer] = [priced(known, cheap, bounds), priced(known, dear, bounds)];
  // Between two neighbours whose calls differ, a mixture of both is as good.
  const share = more.calls === fewer.calls ? 0 : (calls - fewer.calls) / (more.calls - fewer.calls);
  return { meanLag: fewer.meanLag + share * (more.meanLag - fewer.meanLag), calls };
}

export function steady(known: Known, pause: number): Outcome {
  const every = Math.round(pause / STEP);
  const times = Array.from({ length: Math.ceil(stepsOf(known) / every) }, (_none, index) => index * every);
  return outcomeOf(known, times);
}

/** The limit of many calls: the mean lag against a steady pause with as many, `(∫ √(density · waiting))² / ∫ waiting`. */
export function continuousRatio({ waiting, waited }: Known): number {
  let sum = 0;
  const steps = waiting.length - 1;
  for (let step = 0; step < steps; step += 1) {
    const density = (at(waiting, step) - at(waiting, step + 1)) / STEP;
    sum += Math.sqrt(Math.max(0, density) * ((at(waiting, step) + at(waiting, step + 1)) / 2)) * STEP;
  }
  return sum ** 2 / at(waited, steps);
}

/** The schedule that is best when a call costs so many seconds of lag. */
function priced(known: Known, price: number, { floor, ceiling }: Bounds): Outcome {
  const { waiting, waited } = known;
  const [shortest, longest] = [Math.round(floor / STEP), Math.round(ceiling / STEP)];
  const steps = stepsOf(known);
  const cost = new Float64Array(steps + 1);
  const next = new Int32Array(steps + 1);
  for (let step = steps - 1; step >= 0; step -= 1) {
    let least = Infinity;
    let best = steps;
    for (let to = Math.min(steps, step + shortest); to <= Math.min(steps, step + longest); to += 1) {
      const lag = (to - step) * STEP * at(waiting, step) - (at(waited, to) - at(waited, step));
      if (lag + at(cost, to) >= least) continue;
      least = lag + at(cost, to);
      best = to;
    }
    cost[step] = price * at(waiting, step) + least;
    next[step] = best;
  }
  const times = [0];
  for (let step = next[0] ?? steps; step < steps; step = next[step] ?? steps) times.push(step);
  return outcomeOf(known, times);
}

/** What reads at these steps come to; the first is the one at nothing, which sees no card done. */
function outcomeOf(known: Known, times: readonly number[]): Outcome {
  const { waiting, waited } = known;
  let [meanLag, calls] = [0, 0];
  for (const [index, step] of times.entries()) {
    const to = times[index + 1] ?? stepsOf(known);
    meanLag += (to - step) * STEP * at(waiting, step) - (at(waited, to) - at(waited, step));
    calls += at(waiting, step);
  }
  return { meanLag, calls };
}

function stepsOf({ waiting }: Known): number {
  return waiting.length - 1;
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}
