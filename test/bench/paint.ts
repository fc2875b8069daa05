/** From the last byte of D1's answer to the painted screen; and beside it, whether jittered pauses stay in their bounds. */
import { atDesk, bringUp, isRead, note, PATIENCE_MS, readStarts, type BenchDesk } from './bench-desk.ts';
import { intervalsOf, percentile, rounded, shareWithinPercent } from './figures.ts';
import { compareClocks, takeChange, wallNow, watchStage, type StageChange } from './page-watch.ts';
import { atLeast, atMost, type Row } from './rows.ts';

/** The station promises that an answer is on the screen this soon, at the 95th percentile, in ms. */
const PAINTED_WITHIN_MS = 150;

/** The card whose changes are measured; it was there first, so it is on stage whatever it says. */
const STAGE_CARD = 'bench-stage';
/** Each course is three changes; half of the courses with this card alone, half with others on the board. */
const COURSES = 22;

/** Cards that stay in progress: they fill the list, and their reads are where the jitter is seen. */
const OTHER_CARDS = ['bench-other-1', 'bench-other-2', 'bench-other-3', 'bench-other-4'];
const OTHERS_PACE_MS = 2_000;
const JITTER_PERCENT = 20;
/** Fewer intervals do not show how far the jitter goes. */
const MIN_JITTERED = 30;
/**
 * A pause begins when a read is over, and what the sandbox sees is from request to request: the read's own time comes on
 * top of the upper bound. On loopback it is some 10 ms; this leaves room for a machine that is busy with the station itself, in ms.
 */
const READ_TIME_MS = 50;

/** As often as the configuration allows, to come to enough samples; no limit of requests a second in the way. */
const GROUPS = {
  pace: {
    requestedSeconds: 1,
    atPrinterSeconds: 1,
    greenSeconds: 1,
    inProgressSeconds: OTHERS_PACE_MS / 1_000,
    jitterPercent: JITTER_PERCENT,
    // Twenty orders are enough to learn from, and these have no pace of their own.
    learn: false,
  },
  limits: { startsPerSecond: 10 },
};

interface Sample {
  /** From the last byte handed to the socket, in ms. */
  readonly changedMs: number;
  readonly paintedMs: number;
  /** From the arrival of the request at the sandbox, in whole ms: an upper bound that no late look at the clock can shorten. */
  readonly fromArrivalMs: number;
}

/** Takes both figures on one station. Throws when a sample could not be taken. */
export function measurePaint(program: string): Promise<Row[]> {
  return atDesk(program, GROUPS, async (desk) => {
    const { page } = desk.station;
    desk.sandbox.control.order({ cardId: STAGE_CARD, scenario: 'by-hand' });
    await bringUp(desk, STAGE_CARD, 'requested');
    await watchStage(page);
    await compareClocks(page);
    const alone = await takeCourses(desk, COURSES / 2);
    for (const cardId of OTHER_CARDS) {
      desk.sandbox.control.set(cardId, { state: 'ongoing' });
      await bringUp(desk, cardId, 'in-progress');
    }
    const since = Date.now();
    const among = await takeCourses(desk, COURSES - COURSES / 2);
    const jitter = jitterRow(desk, since);
    await compareClocks(page);
    describe('one card on the board', alone);
    describe(`${1 + OTHER_CARDS.length} cards on the board`, among);
    const samples = [...alone, ...among];
    describe('all', samples);
    const p95 = percentile(
      samples.map(({ paintedMs }) => paintedMs),
      0.95,
    );
    return [atMost('last byte of the answer to painted screen, p95', p95, PAINTED_WITHIN_MS, 'ms'), jitter];
  });
}

/** One course: D1 is done with the card, then a new order of it is at the printer, then … each step a sample. */
async function takeCourses(desk: BenchDesk, courses: number): Promise<Sample[]> {
  const { control } = desk.sandbox;
  const samples: Sample[] = [];
  for (let course = 0; course < courses; course += 1) {
    samples.push(await takeSample(desk, 'at-printer', () => void control.step(STAGE_CARD)));
    samples.push(await takeSample(desk, 'personalised', () => void control.step(STAGE_CARD)));
    const reorder = (): void => void control.order({ cardId: STAGE_CARD, scenario: 'by-hand' });
    samples.push(await takeSample(desk, 'requested', reorder));
  }
  return samples;
}

/** Makes a change at D1 and times it: from the end of the first answer that says it. */
async function takeSample(desk: BenchDesk, phase: string, change: () => void): Promise<Sample> {
  const answered = desk.sandbox.control.nextRequest((request) => isRead(request, STAGE_CARD), PATIENCE_MS);
  change();
  const { status, realTime } = await answered;
  // The record ends a request in the same breath in which its last byte was given to the socket, and we are told at once.
  const lastByteAt = wallNow();
  if (status !== 200) throw new Error(`a read ended with status ${String(status)}`);
  const shown: StageChange = await takeChange(desk.station.page, STAGE_CARD, phase, PATIENCE_MS);
  const paintedMs = (shown.paintedAt ?? NaN) - lastByteAt;
  if (!(paintedMs > 0)) throw new Error(`the screen showed ${phase} before D1 said it: the clocks cannot be compared`);
  return {
    changedMs: shown.changedAt - lastByteAt,
    paintedMs,
    fromArrivalMs: (shown.paintedAt ?? NaN) - realTime,
  };
}

function jitterRow(desk: BenchDesk, since: number): Row {
  const intervals = OTHER_CARDS.flatMap((cardId) => intervalsOf(readStarts(desk, cardId, since)));
  if (intervals.length < MIN_JITTERED) throw new Error(`${intervals.length} jittered intervals are too few to judge`);
  const low = OTHERS_PACE_MS * (1 - JITTER_PERCENT / 100);
  const high = OTHERS_PACE_MS * (1 + JITTER_PERCENT / 100) + READ_TIME_MS;
  const [least, most] = [Math.min(...intervals), Math.max(...intervals)];
  note(
    `${intervals.length} jittered intervals from ${least} to ${most} ms; asked for ${low} to ${high - READ_TIME_MS} ms`,
  );
  // The sandbox's record counts whole ms.
  const share = shareWithinPercent(intervals, low - 1, high + 1);
  return atLeast(
    `reads within ±${JITTER_PERCENT} % of their pace (+ ${READ_TIME_MS} ms for the read)`,
    share,
    100,
    '%',
  );
}

function describe(name: string, samples: readonly Sample[]): void {
  const line = (values: readonly number[]): string =>
    [0.5, 0.95, 1].map((share) => String(rounded(percentile(values, share)))).join(' / ');
  const changed = line(samples.map(({ changedMs }) => changedMs));
  const painted = line(samples.map(({ paintedMs }) => paintedMs));
  note(
    `${name}: ${samples.length} samples, p50 / p95 / max in ms: painted ${painted}; of that until the document ${changed}`,
  );
}
