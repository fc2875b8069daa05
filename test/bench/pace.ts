/** The pace that D1 really sees against the pace that the configuration asks for. */
import { atDesk, bringUp, note, readStarts, waitMs, type BenchDesk } from './bench-desk.ts';
import { intervalsOf, meanDeviationPercent, rounded } from './figures.ts';
import { atMost, type Row } from './rows.ts';

/** The station promises to keep its pace this well, in percent of the interval asked for. */
const MAX_DEVIATION_PERCENT = 10;

/** How long the cards are watched, in ms: eight reads of the slowest. */
const WINDOW_MS = 42_000;
/** Fewer intervals say nothing of a mean. */
const MIN_INTERVALS = 5;

/** One card for each; green is asked for oftener than by default, so that enough reads fit. */
const PHASES = [
  { cardId: 'bench-requested', state: 'requested', phase: 'requested', askedMs: 3_000 },
  { cardId: 'bench-ready', state: 'ready', phase: 'at-printer', askedMs: 2_000 },
  { cardId: 'bench-done', state: 'done', phase: 'personalised', askedMs: 5_000 },
] as const;

/** No jitter: what is asked for is exact. All other limits, the cap of requests a second among them, by default. */
const GROUPS = { pace: { requestedSeconds: 3, atPrinterSeconds: 2, greenSeconds: 5, jitterPercent: 0, learn: false } };

/**
 * Measures, for each card, the mean time from the arrival of one read at the sandbox to the arrival of the next. The read's
 * own time is in it: the station asks for its pace as the pause between the end of a read and the start of the next one.
 * The row is the phase that is furthest from what was asked. Throws when there was too little to measure.
 */
export function measurePace(program: string): Promise<readonly Row[]> {
  return atDesk(program, GROUPS, async (desk) => {
    for (const { cardId, state, phase } of PHASES) {
      desk.sandbox.control.set(cardId, { state });
      await bringUp(desk, cardId, phase);
    }
    const since = Date.now();
    await waitMs(WINDOW_MS);
    const worst = Math.max(...PHASES.map((each) => Math.abs(deviationOf(desk, each, since))));
    return [atMost('pace kept: largest deviation of a mean interval', worst, MAX_DEVIATION_PERCENT, '%')];
  });
}

function deviationOf(desk: BenchDesk, { cardId, phase, askedMs }: (typeof PHASES)[number], since: number): number {
  const intervals = intervalsOf(readStarts(desk, cardId, since));
  if (intervals.length < MIN_INTERVALS) {
    throw new Error(`${cardId} was read too seldom to speak of a pace: ${intervals.length} intervals`);
  }
  const deviation = meanDeviationPercent(intervals, askedMs);
  const [least, most] = [Math.min(...intervals), Math.max(...intervals)];
  note(
    `${phase}: asked for ${askedMs} ms, ${intervals.length} intervals of ${least} to ${most} ms, mean ${rounded(deviation)} % off`,
  );
  return deviation;
}
