/** The hour that a fleet is taken through, and what is assumed of branches. All times in ms from its beginning. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A stretch of the hour. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

export interface Scenario {
  readonly stations: number;
  readonly lengthMs: number;
  /** The PCs are switched on by their time-table; they reach the program spread evenly over this. */
  readonly startSpreadMs: number;
  /** From here on customers come. */
  readonly doorsOpenAt: number;
  /** Cards a station and hour, by the busiest hour of the day. */
  readonly cardsPerHour: number;
  /** From the scan of the slip until D1 says DONE: lognormal. */
  readonly makingMedianMs: number;
  readonly makingSpread: number;
  /** Of that, the share before the order reaches the printer. */
  readonly orderShare: number;
  /** Of the cards, the share that comes to a failure. */
  readonly failureShare: number;
  /** From green until "Hand over" is pressed: lognormal. */
  readonly collectMedianMs: number;
  readonly collectSpread: number;
  /** D1 does not answer: half of the calls are refused by the network, half get 503. It has forgotten its tokens after it. */
  readonly outage: Span;
  /** Of the customers who could not be served in the outage, the share that waited and is served in the ten minutes after it. */
  readonly waitedShare: number;
  /** D1 takes only so many calls a second, with a burst of one second's worth, and answers 429 to the rest. */
  readonly limited: Span;
  readonly limitPerSecond: number;
  readonly retryAfterSeconds: number;
  /** From a request to its answer: lognormal. */
  readonly latencyMedianMs: number;
  readonly latencySpread: number;
}

/** What is simulated at once; a fleet is made of several such parts, because they meet nowhere but at D1. */
const PART_STATIONS = 1_000;

/** A part of a fleet in the hour in which its branches open, and both kinds of trouble in it. */
export const HOUR: Scenario = {
  stations: PART_STATIONS,
  lengthMs: 60 * MINUTE,
  startSpreadMs: 2 * MINUTE,
  doorsOpenAt: 4 * MINUTE,
  cardsPerHour: 4,
  makingMedianMs: 60 * SECOND,
  makingSpread: 0.5,
  orderShare: 0.2,
  failureShare: 0.02,
  collectMedianMs: 30 * SECOND,
  collectSpread: 0.5,
  outage: { from: 20 * MINUTE, until: 30 * MINUTE },
  waitedShare: 1 / 3,
  limited: { from: 46 * MINUTE, until: 51 * MINUTE },
  // About 60 % of what a thousand branches ask in such an hour.
  limitPerSecond: 24,
  retryAfterSeconds: 10,
  latencyMedianMs: 80,
  latencySpread: 0.4,
};

/** When all is as on any day: customers come, and nothing is wrong yet. */
export function ordinary({ outage }: Scenario): Span {
  return { from: outage.from - 10 * MINUTE, until: outage.from };
}

/** The ten minutes in which a herd would come back. */
export function recovery({ outage }: Scenario): Span {
  return { from: outage.until, until: outage.until + 10 * MINUTE };
}

export function isWithin(at: number, { from, until }: Span): boolean {
  return at >= from && at < until;
}
