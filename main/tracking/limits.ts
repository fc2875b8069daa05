/** The times that tracking decides by, all in ms; their defaults and bounds are the configuration's. */
export interface Limits {
  /** `hand-over` needs an answer younger than this. */
  readonly freshnessMs: number;
  /** A card without any answer is `wait` for this long, from adding. */
  readonly notAskedMs: number;
  /** A card that D1 does not know is `wait` for this long, from adding. */
  readonly notFoundGraceMs: number;
  /** A wait this long in one phase is `slow`, then `stuck`. */
  readonly slowAfterMs: number;
  readonly stuckAfterMs: number;
}

/** Between which pauses the learned pace may choose, in ms; none is ever longer than the configured pace or these. */
export interface Learning {
  readonly floorMs: number;
  readonly requestedCeilingMs: number;
  readonly atPrinterCeilingMs: number;
  readonly inProgressCeilingMs: number;
}

/** How often a card is read, by phase and age, all in ms; `jitter` is a share (0.2 = ±20 %). */
export interface Pace {
  readonly requestedMs: number;
  readonly atPrinterMs: number;
  readonly inProgressMs: number;
  readonly slowMs: number;
  readonly stuckMs: number;
  readonly notFoundFirstMs: number;
  readonly notFoundLastMs: number;
  readonly greenMs: number;
  readonly failureMs: number;
  readonly unclearMs: number;
  readonly jitter: number;
}
