/**
 * Many cards at one station: one, sixty (as many as may be watched) and a thousand (from the record, which gives back whatever
 * it holds). Whose turn it is comes from virtual time and the delivered settings; what page and main do, and that no green is
 * untrue, from the packaged station at the most calls a second that can be set.
 */
import { atPreparedDesk } from './bench-desk.ts';
import { percentile } from './figures.ts';
import { GROUPS, lookAt, STARTS_PER_SECOND, type Glass } from './many/glass.ts';
import { takeTurns, type Turns } from './many/turns.ts';
import { workFor } from './many/work.ts';
import { atLeast, atMost, atMostTimes, median, type Row } from './rows.ts';

/** With sixty cards the screen is as good as with one; a thousand may be slow, and must neither break nor lie. */
interface Limits {
  readonly count: number;
  readonly snapshotKib: number;
  /** Of main for one answer, in ms: from here on a snapshot would have to say only what changed. */
  readonly mainMs: number;
  readonly stallMs: number;
  /** Of the page, all its frames in it, by the number of snapshots, in ms. */
  readonly pageMs: number;
  readonly frames: number;
  /** What a finger takes for "at once", and what it still takes for an answer, in ms. */
  readonly handMs: number;
  readonly scanMs: number;
}

const SIXTY: Limits = {
  count: 60,
  snapshotKib: 64,
  mainMs: 5,
  stallMs: 50,
  pageMs: 16,
  frames: 50,
  handMs: 100,
  scanMs: 1_000,
};
const THOUSAND: Limits = {
  count: 1_000,
  snapshotKib: 1_024,
  mainMs: 50,
  stallMs: 200,
  pageMs: 250,
  frames: 5,
  handMs: 1_000,
  scanMs: 3_000,
};

const SEEDS = [1, 2, 3, 4, 5];
/** The longest wait for a turn by what no order could fall below. */
const TURN_FACTOR = 1.2;
/** The same on the packaged station, whose reads and machine take their own time. */
const GAP_FACTOR = 1.5;
/** Two starts a second, and every other one for those that have waited for long. */
const ASKED_WITHIN_S = 1;
const FRESHNESS_S = 60;

/** What is the same on any machine, and what main works: without a screen. */
export async function turnRows(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const count of [1, SIXTY.count, THOUSAND.count]) rows.push(...(await turnRowsOf(count)));
  const one = workFor(1);
  return [...rows, ...[SIXTY, THOUSAND].map((limits) => mainRow(limits, workFor(limits.count), one))];
}

/** As many as may be watched, on the packaged station. Throws on a green that is not true. */
export const measureSixty = (program: string): Promise<readonly Row[]> => glassOf(program, SIXTY);

/** The same with a thousand, by itself: a machine that is too busy for their first picture takes no figure from the sixty. */
export const measureThousand = (program: string): Promise<readonly Row[]> => glassOf(program, THOUSAND);

function glassOf(program: string, limits: Limits): Promise<readonly Row[]> {
  return atPreparedDesk(program, GROUPS, async (desk) => {
    const alone = await lookAt(desk, 1);
    // The one of before is still there.
    return glassRows(limits, await lookAt(desk, limits.count), alone);
  });
}

async function turnRowsOf(count: number): Promise<Row[]> {
  const turns: Turns[] = [];
  for (const seed of SEEDS) turns.push(await takeTurns(count, seed));
  const floorS = count / (turns[0]?.startsPerSecond ?? NaN);
  const overdue = turns.map(({ overdueMs }) => overdueMs / 1_000);
  const scanned = turns.map(({ scannedMs }) => Math.max(...scannedMs) / 1_000);
  const green = turns.map(({ oldestGreenMs }) => oldestGreenMs / 1_000);
  const rows = [
    atMostTimes(`longest wait for a turn beyond the pace, ${named(count)}`, Math.max(...overdue), TURN_FACTOR, 's', {
      runs: overdue,
      beside: { name: 'all cards by 2 starts a second', value: floorS },
    }),
    atMost(
      `a slip is scanned until D1 is asked at the latest, ${named(count)}`,
      Math.max(...scanned),
      ASKED_WITHIN_S,
      's',
      {
        runs: scanned,
      },
    ),
  ];
  if (count !== SIXTY.count) return rows;
  const name = `oldest word of D1 about a green card, ${named(count)}`;
  return [...rows, atMost(name, Math.max(...green), FRESHNESS_S, 's', { runs: green })];
}

function mainRow({ count, mainMs }: Limits, work: ReturnType<typeof workFor>, one: ReturnType<typeof workFor>): Row {
  const sum = ({ changeMs, snapshotMs }: typeof work): number[] =>
    changeMs.map((ms, run) => ms + (snapshotMs[run] ?? NaN));
  return atMost(`main for an answer and its snapshot, ${named(count)}`, median(sum(work)), mainMs, 'ms', {
    runs: sum(work),
    beside: { name: '1 card', value: median(sum(one)) },
  });
}

function glassRows(limits: Limits, glass: Glass, alone: Glass): Row[] {
  const { count } = limits;
  const of = (what: string): string => `${what}, ${named(count)}`;
  const beside = (value: number): { name: string; value: number } => ({ name: '1 card', value });
  const p95 = (runs: readonly number[]): number => percentile(runs, 0.95);
  const kib = (bytes: number): number => bytes / 1_024;
  /** The middle of its runs, beside one card's. */
  const middle = (
    what: string,
    runs: (of: Glass) => readonly number[],
    limit: number,
    unit: string,
    bound = atMost,
  ): Row =>
    bound(of(what), median(runs(glass)), limit, unit, { runs: runs(glass), beside: beside(median(runs(alone))) });
  return [
    atMost(of('a snapshot'), kib(glass.snapshotBytes), limits.snapshotKib, 'KiB', {
      beside: beside(kib(alone.snapshotBytes)),
    }),
    middle("main's loop late at most, in the middle of windows", ({ stallMs }) => stallMs, limits.stallMs, 'ms'),
    middle("the page's work from one snapshot to the next", ({ pageMs }) => pageMs, limits.pageMs, 'ms'),
    middle('frames a second while answers arrive', ({ framesPerSecond: f }) => f, limits.frames, '1/s', atLeast),
    atMost(of('a touch to its card on the painted stage, p95'), p95(glass.touchMs), limits.handMs, 'ms', {
      runs: glass.touchMs,
    }),
    atMost(of('a key to its picture, p95'), p95(glass.keyMs), limits.handMs, 'ms', {
      runs: glass.keyMs,
      beside: beside(p95(alone.keyMs)),
    }),
    middle('a slip is scanned until its green is painted', ({ scanMs }) => scanMs, limits.scanMs, 'ms'),
    turnsSeen(glass),
  ];
}

/** The same order as in virtual time, at D1's end of the packaged station. */
function turnsSeen({ count, longestGapMs, outOfTurn }: Glass): Row {
  // Of a thousand the first round is not over when the part is; in later ones the jitter lets a card pass another.
  if (count > SIXTY.count) return atMost(`reads out of turn, ${named(count)}`, outOfTurn, 0, 'reads');
  const floor = { name: `all cards by ${STARTS_PER_SECOND} starts a second`, value: count / STARTS_PER_SECOND };
  const name = `longest time between two reads, ${named(count)}`;
  return atMostTimes(name, longestGapMs / 1_000, GAP_FACTOR, 's', { beside: floor });
}

function named(count: number): string {
  return count === 1 ? '1 card' : `${count} cards`;
}
