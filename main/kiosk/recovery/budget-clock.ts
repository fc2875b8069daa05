/** The clock that restarts of the page are counted by, in ms. */

/** What is needed of Node's `process`. */
interface Driver {
  on(event: string, listener: (ms: unknown) => void): unknown;
}

/** Told to the program by whoever drives it, with so many ms: the counting clock moves ahead by them. */
export const BUDGET_AHEAD = 'card-station:budget-ahead';

/** The machine's own clock; one that is `driven` can be moved ahead, so that a test need not wait out a healthy minute. */
export function budgetClock(source: Driver, driven: boolean): () => number {
  let aheadMs = 0;
  if (driven) {
    source.on(BUDGET_AHEAD, (ms: unknown) => {
      if (typeof ms === 'number' && ms > 0) aheadMs += ms;
    });
  }
  return () => performance.now() + aheadMs;
}
