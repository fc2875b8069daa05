/**
 * How long a card takes at this station, as a distribution: the newest cards, smoothed on a scale of ratios (a second
 * matters at ten and not at two hundred). Made of the cards themselves and of no curve, since a station with two
 * printers has two peaks. Pure.
 */

/** Time is cut into cells that grow with it: the first is the first second, the last ends after an hour. */
const CELLS = 256;
export const SHORTEST_MS = 1_000;
export const LONGEST_MS = 3_600_000;
const GROWTH = Math.log(LONGEST_MS / SHORTEST_MS) / (CELLS - 1);
/** Where each cell begins, in ms, and where the last one ends. */
export const EDGES_MS: readonly number[] = [
  0,
  ...Array.from({ length: CELLS }, (_none, index) => SHORTEST_MS * Math.exp(index * GROWTH)),
];

/** What was seen is a read and not the change itself: nothing is known more exactly than to this share of it. */
const LEAST_SPREAD = 0.05;
/** Silverman's rule for the width of a kernel: this much of the spread, less with the fifth root of the number. */
const KERNEL_SHARE = 0.9;
const KERNEL_ROOT = -1 / 5;
/** The half of a normal distribution that lies in the middle is this many standard deviations wide. */
const QUARTILES_OF_NORMAL = 1.34;
/** The standard deviation of the logistic curve whose unit is one: the kernel, since its sum is one exponential. */
const LOGISTIC_DEVIATION = Math.PI / Math.sqrt(3);
/** One card that was never seen, as likely far away as near: what no card did yet is rare and not impossible. */
const UNSEEN_CARDS = 1;
const UNSEEN_SPREAD = 1;

/** For each edge, the share of cards that takes longer; falls from 1 and never comes to 0. */
export type Survival = readonly number[];

/** Estimates from times in ms, each from `SHORTEST_MS` to `LONGEST_MS`; at least one. */
export function survivalOf(durations: readonly number[]): Survival {
  const logs = durations.map((ms) => Math.log(ms / SHORTEST_MS)).sort((one, other) => one - other);
  const counts = new Map<number, number>();
  for (const log of logs) {
    const cell = Math.round(log / GROWTH);
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  const seen = [...counts].map(([cell, count]) => ({ cell, count }));
  const known = kernel(spreadOf(logs) / LOGISTIC_DEVIATION);
  const middle = Math.round(quantile(logs, 0.5) / GROWTH);
  const all = logs.length + UNSEEN_CARDS;
  return EDGES_MS.map((_edge, index) => {
    if (index === 0) return 1;
    let longer = UNSEEN_CARDS * longerBy(UNSEEN, index - 1 - middle);
    for (const { cell, count } of seen) longer += count * longerBy(known, index - 1 - cell);
    return longer / all;
  });
}

/** The width of the kernel; the quartiles keep a second peak from widening it. */
function spreadOf(logs: readonly number[]): number {
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const deviation = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length);
  const quartiles = (quantile(logs, 0.75) - quantile(logs, 0.25)) / QUARTILES_OF_NORMAL;
  return Math.max(LEAST_SPREAD, KERNEL_SHARE * Math.min(deviation, quartiles) * logs.length ** KERNEL_ROOT);
}

/** Of a sorted list that is not empty, by nearest rank. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** The share of one card's kernel that lies beyond an edge, by how many cells the edge is beyond the card. */
function kernel(unit: number): readonly number[] {
  return Array.from({ length: 2 * CELLS + 1 }, (_none, index) => 1 / (1 + Math.exp(((index - CELLS) * GROWTH) / unit)));
}

const UNSEEN = kernel(UNSEEN_SPREAD / LOGISTIC_DEVIATION);

function longerBy(shares: readonly number[], cells: number): number {
  return shares[cells + CELLS] ?? 0;
}
