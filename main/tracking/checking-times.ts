/**
 * When to look, so that a change is seen soonest with a given number of looks: as often as the square root of the
 * hazard (Barlow and Proschan 1965; Keller 1974). Hazard: of the cards that are still not done, the share that
 * becomes done in the next moment. Pure.
 */
import { EDGES_MS, type Survival } from './duration-estimate.ts';

export interface PauseBounds {
  readonly floorMs: number;
  readonly ceilingMs: number;
}

/** For each cell of time, reads per ms. */
export type ReadRates = readonly number[];

const LAST_CELL = EDGES_MS.length - 2;
/** Halvings of the range in which the scale is looked for: as exact as numbers are. */
const HALVINGS = 50;

/**
 * The rates that spend, on the average card, as many reads as a steady pause of `meanPauseMs` would. Bounds that leave
 * no choice win over the number.
 */
export function readRates(survival: Survival, meanPauseMs: number, bounds: PauseBounds): ReadRates {
  const cells = cellsOf(survival);
  const slowest = 1 / bounds.ceilingMs;
  const fastest = 1 / bounds.floorMs;
  const rateOf = (root: number, scale: number): number => Math.min(fastest, Math.max(slowest, scale * root));
  const readsAt = (scale: number): number =>
    cells.reduce((sum, { root, waitedMs }) => sum + rateOf(root, scale) * waitedMs, 0);
  const budget = cells.reduce((sum, { waitedMs }) => sum + waitedMs, 0) / meanPauseMs;
  let low = 0;
  let high = fastest / Math.min(...cells.map(({ root }) => root));
  for (let count = 0; count < HALVINGS; count += 1) {
    const middle = (low + high) / 2;
    if (readsAt(middle) > budget) high = middle;
    else low = middle;
  }
  return cells.map(({ root }) => rateOf(root, low));
}

interface Cell {
  /** Square root of the hazard, per ms. */
  readonly root: number;
  /** What the average card waits in this cell, in ms. */
  readonly waitedMs: number;
}

function cellsOf(survival: Survival): readonly Cell[] {
  return survival.slice(1).map((after, index) => {
    const before = survival[index] ?? 0;
    const width = widthOf(index);
    const waitedMs = (width * (before + after)) / 2;
    return { root: Math.sqrt((before - after) / waitedMs), waitedMs };
  });
}

function widthOf(cell: number): number {
  return (EDGES_MS[cell + 1] ?? Infinity) - (EDGES_MS[cell] ?? 0);
}

/** The rate after `waitedMs`; after the last cell that of the last one. */
export function rateAt(rates: ReadRates, waitedMs: number): number {
  return rates[cellAt(waitedMs)] ?? 0;
}

/** The pause in ms until the rates, of which `share` counts beside a steady pause, come to one read. */
export function pauseFrom(rates: ReadRates, waitedMs: number, share: number, steadyMs: number): number {
  const rateOf = (cell: number): number => share * (rates[cell] ?? 0) + (1 - share) / steadyMs;
  let at = waitedMs;
  let left = 1;
  let cell = cellAt(waitedMs);
  for (; cell < LAST_CELL; cell += 1) {
    const end = EDGES_MS[cell + 1] ?? Infinity;
    const reads = (end - at) * rateOf(cell);
    if (reads >= left) break;
    left -= reads;
    at = end;
  }
  return at - waitedMs + left / rateOf(cell);
}

/** The cell that holds this time; the last one for whatever comes after. */
function cellAt(waitedMs: number): number {
  let low = 0;
  let high = LAST_CELL;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((EDGES_MS[middle] ?? Infinity) <= waitedMs) low = middle;
    else high = middle - 1;
  }
  return low;
}
