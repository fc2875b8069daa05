/** Whether main's memory grows: pure, from what the system said after each round. */

/** What one run of main may grow by over its first round, in MiB: caches fill, and a garbage collector takes its time. */
export const MAY_GROW_MIB = 60;

export interface Life {
  readonly mib: readonly number[];
}

/** How much more the life had at its end than after its first round, each as the median of up to five rounds. */
export function growthOf({ mib }: Life): number {
  const few = Math.min(5, mib.length);
  return median(mib.slice(-few)) - median(mib.slice(0, few));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
