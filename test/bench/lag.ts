/**
 * From D1's change to the changed pixel, and the calls that this takes: the pace that learns beside steady ones, on the packaged
 * program and the sandbox, all stations at the same time.
 */
import { note } from './bench-desk.ts';
import { percentile, rounded } from './figures.ts';
import type { CardLag } from './lag/course.ts';
import { runCards } from './lag/flow.ts';
import { bootstrap, lotsOf, meanOf, quantileOf } from './lag/lots.ts';
import { latestByChance } from './lag/simulated.ts';
import { CARD_TIME, placesOf, withStations, type PaceKind } from './lag/stations.ts';
import { knownOf, optimum, steady } from './pace-simulation/optimum.ts';
import { LEARNED_BOUNDS } from './pace-simulation/paces.ts';
import { compareClocks } from './page-watch.ts';
import { atMost, atMostTimes, type Row } from './rows.ts';
import { seeded } from '../seeded.ts';

/**
 * The places are what the ten requests a second carry that a station may make at most, with room for chance; and what one
 * machine draws for three stations.
 */
const EVERY_2_S: PaceKind = { name: 'fixed 2 s', pauseSeconds: 2, learn: false, places: 12 };
const EVERY_5_S: PaceKind = { name: 'fixed 5 s', pauseSeconds: 5, learn: false, places: 20 };
const LEARNED: PaceKind = { name: 'learned', pauseSeconds: 5, learn: true, places: 20 };
/** For each place; with the last ones that come to an end some four minutes. */
const CARDS_A_PLACE = 4;
const SEED = 5;
const LOTS = 5;

/** The promise: the mean lag with as many calls, against the best that one who knows the distribution can do. */
const NEAR_OPTIMUM = 1.1;
const CALLS = 1.02;
/** A pause with its jitter is up to so many times what was asked for. */
const LONGEST_OF_PAUSES = 1.2;
/** From this percentile on it is single cards that decide. */
const EXTREME = 0.99;
/** The change falls into a pause, and the read at its end is a whole one. */
const HALF_A_CALL = 0.5;
/** And from the answer to the pixel, at the 95th percentile, with a screen full of cards, in ms. */
const PAINTED_WITHIN_MS = 150;

/** Throws on a green that D1 had not said, and on a card that did not come. */
export function measureLag(program: string): Promise<readonly Row[]> {
  const kinds = [EVERY_2_S, EVERY_5_S, LEARNED];
  return withStations(program, kinds, async (desks) => {
    const pages = [...desks.values()].map(({ station }) => station.page);
    for (const page of pages) await compareClocks(page);
    const lags = new Map(
      await Promise.all(
        [...desks].map(async ([kind, desk]) => [kind, await runCards(desk, placesOf(kind), takesOf(kind))] as const),
      ),
    );
    for (const page of pages) await compareClocks(page);
    const of = (kind: PaceKind): readonly CardLag[] => lags.get(kind) ?? [];
    for (const kind of kinds) describe(kind, of(kind));
    const rows = kinds.flatMap((kind) => rowsOf(kind, of(kind), kind.learn ? of(EVERY_5_S) : null));
    return [...rows, ...comparedRows(of(EVERY_5_S), of(LEARNED), kinds.flatMap(of))];
  });
}

/**
 * The distribution as evenly as so many cards can have it, in an order of chance: the same times for both paces that are
 * compared, and no luck in how many of them are long.
 */
function takesOf({ places }: PaceKind): number[] {
  const count = places * CARDS_A_PLACE;
  const random = seeded(SEED);
  return Array.from({ length: count }, (_none, index) => ({ place: random(), share: (index + 0.5) / count }))
    .sort((one, other) => one.place - other.place)
    .map(({ share }) => quantileOf(CARD_TIME, share) * 1_000);
}

/** Lags by percentile, and calls: a steady pace against what follows from its pause, the learned one against the steady one. */
function rowsOf(kind: PaceKind, lags: readonly CardLag[], beside: readonly CardLag[] | null): Row[] {
  const spread = (figure: (of: readonly CardLag[]) => number): { runs: number[] } => ({
    runs: lotsOf(lags, LOTS).map(figure),
  });
  const lagRows = [0.5, 0.95, 0.99].map((share) => {
    const lag = (of: readonly CardLag[]): number =>
      percentile(
        of.map(({ lagMs }) => lagMs),
        share,
      );
    const name = `${kind.name}: from D1's change to the changed pixel, p${share * 100}`;
    // A change falls anywhere into a pause, and a pause is as long as its jitter makes it.
    const latestMs = share * kind.pauseSeconds * 1_000 * LONGEST_OF_PAUSES + PAINTED_WITHIN_MS;
    if (beside === null) return atMost(name, lag(lags), latestMs, 'ms', spread(lag));
    const context = { ...spread(lag), beside: { name: EVERY_5_S.name, value: lag(beside) } };
    if (share < EXTREME) return atMostTimes(name, lag(lags), 1, 'ms', context);
    // One card of all, and the one that came least expected: a pace that asks when cards come asks seldom when they do not.
    const byChanceMs = latestByChance(CARD_TIME, share, lags.length, kind.pauseSeconds * 1_000) + PAINTED_WITHIN_MS;
    return atMost(name, lag(lags), byChanceMs, 'ms', context);
  });
  const expected = {
    name: 'by the pauses',
    value: meanOf(lags.map(({ takesMs }) => takesMs / kind.pauseSeconds / 1_000)) + HALF_A_CALL,
  };
  const calls = atMostTimes(`${kind.name}: calls a card`, callsOf(lags), CALLS, 'calls', {
    ...spread(callsOf),
    beside: expected,
  });
  return [...lagRows, calls];
}

function comparedRows(fixed: readonly CardLag[], learned: readonly CardLag[], all: readonly CardLag[]): Row[] {
  const both = [learned, fixed] as const;
  const lots = lotsOf(learned, LOTS).map((lot, index) => [lot, lotsOf(fixed, LOTS)[index] ?? []] as const);
  const compare = (name: string, ratio: Ratio, limit: number): Row => {
    const { low, high } = bootstrap(both, ([one = [], other = []]) => ratio(one, other));
    note(
      `${name}: ${rounded(ratio(...both))}; of the same cards drawn again 95 % lie from ${rounded(low)} to ${rounded(high)}`,
    );
    return atMost(name, ratio(...both), limit, '×', { runs: lots.map((lot) => ratio(...lot)) });
  };
  const way = (share: number): Row => {
    const name = `from the answer that says so to the changed pixel, p${share * 100}`;
    return atMost(
      name,
      percentile(
        all.map(({ wayMs }) => wayMs),
        share,
      ),
      PAINTED_WITHIN_MS,
      'ms',
    );
  };
  const best = bestRatio(callsOf(fixed));
  note(`the best with as many calls, by the simulation: ${rounded(best)} of the mean lag of ${EVERY_5_S.name}`);
  return [
    compare('learned ÷ fixed 5 s: mean lag', (one, other) => lagOf(one) / lagOf(other), 1),
    compare('learned ÷ fixed 5 s: calls a card', (one, other) => callsOf(one) / callsOf(other), CALLS),
    // With a few more or fewer calls the lag is in proportion.
    compare(
      'learned ÷ fixed 5 s: mean lag with as many calls, by the pauses that the changes fell into',
      (one, other) => (byPauseOf(one) * callsOf(one)) / (byPauseOf(other) * callsOf(other)),
      NEAR_OPTIMUM * best,
    ),
    way(0.5),
    way(0.95),
  ];
}

type Ratio = (learned: readonly CardLag[], fixed: readonly CardLag[]) => number;

/** What one who knows the distribution comes to with so many calls, as a share of the lag of a steady pause. */
function bestRatio(calls: number): number {
  const known = knownOf(CARD_TIME);
  const bounds = { floor: LEARNED_BOUNDS.floorMs / 1_000, ceiling: LEARNED_BOUNDS.ceilingMs / 1_000 };
  return optimum(known, calls, bounds).meanLag / steady(known, EVERY_5_S.pauseSeconds).meanLag;
}

function describe({ name, places }: PaceKind, lags: readonly CardLag[]): void {
  const way = (share: number): number =>
    rounded(
      percentile(
        lags.map(({ wayMs }) => wayMs),
        share,
      ),
    );
  note(
    `${name}: ${lags.length} cards at ${places} places; mean lag ${rounded(lagOf(lags))} ms, by the pauses ${rounded(byPauseOf(lags))} ms, with ${rounded(callsOf(lags))} calls; from the answer to the pixel ${way(0.5)} / ${way(0.95)} / ${way(1)} ms (p50 / p95 / max)`,
  );
}

function lagOf(lags: readonly CardLag[]): number {
  return meanOf(lags.map(({ lagMs }) => lagMs));
}

function byPauseOf(lags: readonly CardLag[]): number {
  return meanOf(lags.map(({ byPauseMs }) => byPauseMs));
}

function callsOf(lags: readonly CardLag[]): number {
  return meanOf(lags.map(({ calls }) => calls));
}
