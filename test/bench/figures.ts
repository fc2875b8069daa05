/** The arithmetic of the bench. Pure; times in ms unless a name says otherwise. */

/** The value that `share` (0-1) of all values do not exceed, by nearest rank. Throws when there are no values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new Error('there is nothing to take a percentile of');
  return found;
}

/** The times between each start and the next; `starts` in the order of time. */
export function intervalsOf(starts: readonly number[]): number[] {
  return starts.slice(1).map((start, index) => start - (starts[index] ?? start));
}

/** How far the mean of the intervals is from the one asked for, in percent of that; negative is too fast. Throws on none. */
export function meanDeviationPercent(intervals: readonly number[], asked: number): number {
  if (intervals.length === 0) throw new Error('there is no interval to take a mean of');
  const mean = intervals.reduce((sum, interval) => sum + interval, 0) / intervals.length;
  return (100 * (mean - asked)) / asked;
}

/** The share of values from `low` to `high`, both included, in percent. Throws when there are no values. */
export function shareWithinPercent(values: readonly number[], low: number, high: number): number {
  if (values.length === 0) throw new Error('there is nothing to take a share of');
  return (100 * values.filter((value) => value >= low && value <= high).length) / values.length;
}

/** Two decimals: enough to see what is meant, few enough to read. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
