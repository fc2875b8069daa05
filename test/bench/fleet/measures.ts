/** What a simulated hour is judged by: calls counted second by second, and who knew when how things are. Pure. */
import type { CallKind, D1Says } from './d1-model.ts';
import { isWithin, ordinary, recovery, type Scenario, type Span } from './scenario.ts';

/** What was counted of a fleet, or of a part of one. Plain data, so that parts can be simulated in processes of their own. */
export interface Counted {
  readonly stations: number;
  /** Calls of every kind that began in each second of the hour. */
  readonly perSecond: readonly number[];
  /** Calls by kind and outcome. */
  readonly calls: Readonly<Record<string, number>>;
  /** Stations that did not know how things are, at each look from D1's return on. */
  readonly notFresh: readonly number[];
  /** Of these, those with a card on the screen: somebody waits before them. */
  readonly notFreshWithCards: readonly number[];
  /** Tries of the sign-in in the outage, whatever became of them. */
  readonly signInsInOutage: number;
  /** Requests that reached the token endpoint outside of the outage. */
  readonly signInsOutside: number;
  /** Handovers that D1's own state did not bear out. */
  readonly wrongGreens: number;
  readonly handovers: number;
}

/** Time between two looks at who is fresh, in ms. */
export const LOOK_MS = 500;

export function callKey(kind: CallKind, says: D1Says): string {
  return `${kind} ${says}`;
}

/** Several parts as one fleet: they met nowhere but at D1, whose calls add up. */
export function together(parts: readonly Counted[]): Counted {
  const calls: Record<string, number> = {};
  for (const part of parts)
    for (const [key, count] of Object.entries(part.calls)) calls[key] = (calls[key] ?? 0) + count;
  return {
    stations: sum(parts.map(({ stations }) => stations)),
    perSecond: added(parts.map(({ perSecond }) => perSecond)),
    calls,
    notFresh: added(parts.map(({ notFresh }) => notFresh)),
    notFreshWithCards: added(parts.map(({ notFreshWithCards }) => notFreshWithCards)),
    signInsInOutage: sum(parts.map(({ signInsInOutage }) => signInsInOutage)),
    signInsOutside: sum(parts.map(({ signInsOutside }) => signInsOutside)),
    wrongGreens: sum(parts.map(({ wrongGreens }) => wrongGreens)),
    handovers: sum(parts.map(({ handovers }) => handovers)),
  };
}

/** The figures of an hour. Calls a second are of the whole fleet that was counted. */
export interface Figures {
  readonly startPeak: number;
  readonly ordinaryMean: number;
  readonly ordinaryPeak: number;
  readonly outageMean: number;
  readonly recoveryMean: number;
  readonly recoveryPeak: number;
  /** The highest second after that and before the limit: renewals of those who signed in together. */
  readonly echoPeak: number;
  readonly limitedPeak: number;
  /** Highest second of the recovery by the mean of ordinary times. */
  readonly peakToMean: number;
  /** Calls tried while D1 is away by the mean of ordinary times: above 1, an outage would bring D1 more than its customers do. */
  readonly outageToMean: number;
  /** Requests to the token endpoint by station and hour, those that the limit refused included, those of the outage not. */
  readonly tokenRequests: number;
  /** Tries of the sign-in in the outage, by station. */
  readonly triesInOutage: number;
  /** Seconds from D1's return until half of the stations, 99 % and all know how things are. NaN where they never did. */
  readonly freshHalf: number;
  readonly freshMost: number;
  readonly freshAll: number;
  /** The same for those that have a card on the screen. */
  readonly freshWithCards: number;
  /** Of the calls outside of the outage, those that D1 refused with 429, in percent. */
  readonly refusedPercent: number;
  readonly wrongGreens: number;
  readonly handovers: number;
}

export function figuresOf(counted: Counted, scenario: Scenario): Figures {
  const { stations, notFresh, wrongGreens, handovers } = counted;
  const { doorsOpenAt, outage, limited, lengthMs } = scenario;
  const of = (kind: CallKind, ...says: readonly D1Says[]): number =>
    sum(says.map((one) => counted.calls[callKey(kind, one)] ?? 0));
  const seconds = (span: Span): number[] => counted.perSecond.filter((_, second) => isWithin(second * 1_000, span));
  const mean = (span: Span): number => sum(seconds(span)) / ((span.until - span.from) / 1_000);
  const peak = (span: Span): number => Math.max(0, ...seconds(span));
  const firstLook = (counts: readonly number[], atMost: number): number => {
    const look = counts.findIndex((count) => count <= atMost);
    return look < 0 ? NaN : (look * LOOK_MS) / 1_000;
  };
  const tooMany = of('read', 'too-many') + of('token', 'too-many');
  const outside = of('read', 'ok', 'unauthorised') + of('token', 'ok') + tooMany;
  const back = recovery(scenario);
  return {
    startPeak: peak({ from: 0, until: doorsOpenAt }),
    ordinaryMean: mean(ordinary(scenario)),
    ordinaryPeak: peak(ordinary(scenario)),
    outageMean: mean(outage),
    recoveryMean: mean(back),
    recoveryPeak: peak(back),
    echoPeak: peak({ from: back.until, until: limited.from }),
    limitedPeak: peak({ from: limited.from, until: lengthMs }),
    peakToMean: peak(back) / mean(ordinary(scenario)),
    outageToMean: mean(outage) / mean(ordinary(scenario)),
    tokenRequests: counted.signInsOutside / stations / (lengthMs / 3_600_000),
    triesInOutage: counted.signInsInOutage / stations,
    freshHalf: firstLook(notFresh, stations * 0.5),
    freshMost: firstLook(notFresh, stations * 0.01),
    freshAll: firstLook(notFresh, 0),
    freshWithCards: firstLook(counted.notFreshWithCards, 0),
    refusedPercent: (100 * tooMany) / outside,
    wrongGreens,
    handovers,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function added(series: readonly (readonly number[])[]): number[] {
  const length = Math.max(0, ...series.map((one) => one.length));
  return Array.from({ length }, (_, index) => sum(series.map((one) => one[index] ?? 0)));
}
