/**
 * The learned pace against steady ones, back-off and the optimum, in worlds of 10,000 cards. No program, no network and no
 * clock: the pure parts of the pace alone.
 */
import { note } from '../bench-desk.ts';
import { percentile, rounded } from '../figures.ts';
import { atMost, type Row } from '../rows.ts';
import { continuousRatio, knownOf, optimum, steady, type Bounds, type Known, type Outcome } from './optimum.ts';
import { exponentialPace, LEARNED_BOUNDS, learningPace, steadyPace, type TriedPace } from './paces.ts';
import { watch, type Watched } from './simulate.ts';
import { rulesOf, WORLDS, type World } from './worlds.ts';

const CARDS = 10_000;
const SEEDS = [1, 2, 3, 4, 5];
/** The configured pace whose calls the learned one may spend, in ms. */
const STEADY_MS = 5_000;
/** So many cards it may take to learn. */
const LEARNING_CARDS = 200;
/** And so many after a jump are looked at by themselves. */
const AFTER_JUMP_CARDS = 100;

/** What is promised: the mean lag against the optimum's with the same calls, and against the configured pace's meanwhile. */
const NEAR_OPTIMUM = 1.1;
const NEVER_WORSE = 1.2;
/** Of the calls of the configured pace. */
const CALLS = 1.02;

const BOUNDS = { floor: LEARNED_BOUNDS.floorMs / 1_000, ceiling: LEARNED_BOUNDS.ceilingMs / 1_000 };
const FREE = { floor: BOUNDS.floor, ceiling: 60 };

/** Every value is the worst of five seeds; the whole comparison goes to standard error. */
export function paceSimulationRows(): Promise<Row[]> {
  return Promise.resolve(WORLDS.flatMap(rowsOf));
}

function rowsOf(world: World): Row[] {
  const paces: readonly (readonly [string, () => TriedPace])[] = [
    ['fixed 2 s', () => steadyPace(2_000)],
    ['fixed 5 s', () => steadyPace(STEADY_MS)],
    ['exponential', exponentialPace],
    ['learned', () => learningPace(STEADY_MS)],
  ];
  const runs = new Map(
    paces.map(([name, pace]) => [name, SEEDS.map((seed) => watch(world, pace(), CARDS, seed))] as const),
  );
  note(`${world.name}: mean lag s | p95 lag s | calls a card, each lowest to highest of ${SEEDS.length} seeds`);
  for (const [name, watched] of runs) note(`  ${name}: ${lineOf(watched)}`);
  const fixed = runs.get('fixed 5 s') ?? [];
  const learned = runs.get('learned') ?? [];
  const worst = (ratio: (learnedRun: readonly Watched[], fixedRun: readonly Watched[]) => number): number =>
    Math.max(...learned.map((run, index) => ratio(run, fixed[index] ?? [])));

  const settled = learned.map((run) => settledOf(world, run));
  const best = optimumFor(world, meanCalls(settled.flat()));
  // With a few more or fewer calls the lag is in proportion.
  const near = Math.max(...settled.map((run) => (meanLag(run) * meanCalls(run)) / (best.meanLag * best.calls)));
  const meanwhile = worst((run, same) => ratioIn(run, same, 0, LEARNING_CARDS));
  const rows = [
    atMost(
      `${world.name}: mean lag ÷ optimum of as many calls, after ${LEARNING_CARDS} cards`,
      near,
      NEAR_OPTIMUM,
      '×',
    ),
    atMost(
      `${world.name}: calls ÷ fixed 5 s`,
      worst((run, same) => meanCalls(run) / meanCalls(same)),
      CALLS,
      '×',
    ),
    atMost(`${world.name}: mean lag ÷ fixed 5 s in the first ${LEARNING_CARDS} cards`, meanwhile, NEVER_WORSE, '×'),
  ];
  if (world.changesEvery === Infinity) return rows;
  const afterJump = worst((run, same) =>
    Math.max(...jumpsOf(world).map((at) => ratioIn(run, same, at, AFTER_JUMP_CARDS))),
  );
  return [
    ...rows,
    atMost(
      `${world.name}: mean lag ÷ fixed 5 s in ${AFTER_JUMP_CARDS} cards after a jump`,
      afterJump,
      NEVER_WORSE,
      '×',
    ),
  ];
}

/** The optimum with so many calls, by the bounds of the learned pace; lag in ms. What there is to say of it is noted. */
function optimumFor(world: World, calls: number): Outcome {
  const all = [...rulesOf(world, CARDS)].map(([distribution, weight]) => ({ known: knownOf(distribution), weight }));
  const sum = (value: (known: Known) => number): number =>
    all.reduce((total, { known, weight }) => total + weight * value(known), 0);
  const steadyOf = (known: Known): Outcome => steady(known, STEADY_MS / 1_000);
  const steadyLag = sum((known) => steadyOf(known).meanLag);
  const steadyCalls = sum((known) => steadyOf(known).calls);
  // Each distribution has its part of the calls, as a steady pause would spend them.
  const lagWith = (spent: number, bounds: Bounds): number =>
    sum((known) => optimum(known, (steadyOf(known).calls * spent) / steadyCalls, bounds).meanLag);
  const [bounded, free] = [lagWith(calls, BOUNDS), lagWith(calls, FREE)];
  const [boundedLike, freeLike] = [lagWith(steadyCalls, BOUNDS), lagWith(steadyCalls, FREE)];
  note(
    `  optimum of ${rounded(calls)} calls: ${rounded(bounded)} s, without a ceiling ${rounded(free)} s; of as many calls as fixed 5 s (${rounded(steadyCalls)}) ` +
      `${rounded(boundedLike / steadyLag)} and ${rounded(freeLike / steadyLag)} of its lag; in the limit of many calls ${rounded(sum(continuousRatio))}`,
  );
  return { meanLag: bounded * 1_000, calls };
}

/** The cards after which it has had time to learn, from the start and from each change. */
function settledOf({ changesEvery }: World, run: readonly Watched[]): readonly Watched[] {
  return run.filter((_card, index) => (changesEvery === Infinity ? index : index % changesEvery) >= LEARNING_CARDS);
}

function jumpsOf({ changesEvery }: World): readonly number[] {
  return Array.from({ length: CARDS / changesEvery - 1 }, (_none, index) => (index + 1) * changesEvery);
}

function ratioIn(run: readonly Watched[], same: readonly Watched[], from: number, count: number): number {
  return meanLag(run.slice(from, from + count)) / meanLag(same.slice(from, from + count));
}

function lineOf(runs: readonly (readonly Watched[])[]): string {
  const span = (values: readonly number[]): string =>
    `${String(rounded(Math.min(...values)))}–${String(rounded(Math.max(...values)))}`;
  const settled = runs.map((run) => run.slice(LEARNING_CARDS));
  const p95 = (run: readonly Watched[]): number =>
    percentile(
      run.map(({ lag }) => lag),
      0.95,
    );
  return [
    span(settled.map((run) => meanLag(run) / 1_000)),
    span(settled.map((run) => p95(run) / 1_000)),
    span(settled.map(meanCalls)),
  ].join(' | ');
}

function meanLag(run: readonly Watched[]): number {
  return run.reduce((sum, { lag }) => sum + lag, 0) / run.length;
}

function meanCalls(run: readonly Watched[]): number {
  return run.reduce((sum, { calls }) => sum + calls, 0) / run.length;
}
