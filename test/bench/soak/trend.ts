/** Whether a series grows: Theil–Sen's slope with Sen's 95 % interval, which a few outliers do not move. Pure. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Trend {
  /** y by x: the median of the slopes of all pairs. */
  readonly slope: number;
  /** Where the true slope lies with 95 % confidence, were the points independent of each other. */
  readonly low: number;
  readonly high: number;
  readonly points: number;
}

/** 97.5 % of the normal distribution lie below this many standard deviations. */
const Z_95 = 1.96;
/** With fewer points the interval says nothing. */
export const LEAST_POINTS = 8;

/** Throws when there are too few points, or none that differ in x. */
export function trendOf(points: readonly Point[]): Trend {
  const count = points.length;
  if (count < LEAST_POINTS) throw new Error(`${count} points are too few for a trend`);
  const slopes: number[] = [];
  for (const [index, one] of points.entries()) {
    for (const other of points.slice(index + 1)) {
      if (other.x !== one.x) slopes.push((other.y - one.y) / (other.x - one.x));
    }
  }
  slopes.sort((a, b) => a - b);
  const pairs = slopes.length;
  const width = Z_95 * Math.sqrt((count * (count - 1) * (2 * count + 5)) / 18);
  const at = (rank: number): number => slopes[Math.min(pairs - 1, Math.max(0, rank))] ?? NaN;
  if (pairs === 0) throw new Error('all points have the same x');
  const half = (pairs - 1) / 2;
  return {
    slope: (at(Math.floor(half)) + at(Math.ceil(half))) / 2,
    low: at(Math.floor((pairs - width) / 2) - 1),
    high: at(Math.ceil((pairs + width) / 2)),
    points: count,
  };
}
