/** One card's lag, by what D1 said and when, and what the screen showed and when. Pure; times in ms since 1970. */
import type { Distribution } from '../pace-simulation/distributions.ts';
import type { Read } from './reads.ts';
import type { CardChange } from './screen-watch.ts';

/** What D1 says of a card: at the printer since `orderedAt`, done since `doneAt`. */
export interface Course {
  readonly orderedAt: number;
  readonly doneAt: number | null;
}

export interface CardLag {
  /** What the card took, from D1's first word that it is at the printer, in ms. */
  readonly takesMs: number;
  /** From D1's change to the changed pixel, in ms. */
  readonly lagMs: number;
  /** The same for the average of all moments of that pause: at which of them the change came is chance, the pause is not. */
  readonly byPauseMs: number;
  /** The part of it from the last byte of the first answer that says so, in ms. */
  readonly wayMs: number;
  /** Reads after the one that saw it at the printer, the one that saw it done included. */
  readonly calls: number;
}

export interface Seen {
  readonly takesMs: number;
  /** When the answer was given that told the station of the order. */
  readonly firstAt: number;
  readonly doneAt: number;
  readonly green: Pick<CardChange, 'changedAt' | 'paintedAt'>;
  /** Of the card, in the order of their answers. */
  readonly reads: readonly Read[];
}

/** The clocks of page and sandbox are compared; what is left of a difference, in ms. */
const CLOCKS_MS = 5;

/** Why a green that begins is wrong; null when D1 said so before. A green of the order before may last until D1 is asked again. */
export function wrongGreenOf(course: Course | undefined, { changedAt }: Pick<CardChange, 'changedAt'>): string | null {
  if (course === undefined) return 'D1 has never said that it is done';
  const { orderedAt, doneAt } = course;
  if (doneAt !== null && changedAt >= doneAt - CLOCKS_MS) return null;
  return changedAt < orderedAt ? null : 'D1 had not said that it is done';
}

const SECOND_MS = 1_000;
/** Steps of a pause in its integral: far more than it needs. */
const STEPS = 200;
/** So few cards become done in that pause that their number is not exact, as a share of all. */
const FEW = 1e-4;

/** Throws when the screen showed it without an answer that says so. */
export function lagOf({ takesMs, firstAt, doneAt, green, reads }: Seen, cardTime: Distribution): CardLag {
  const after = reads.filter(({ answeredAt }) => answeredAt > firstAt);
  // One that was on its way at the change may have been answered by what was true before.
  const could = after.filter(({ answeredAt }) => answeredAt >= doneAt && answeredAt <= green.changedAt + CLOCKS_MS);
  const said = could.find(({ arrivedAt }) => arrivedAt >= Math.floor(doneAt)) ?? could.at(-1);
  if (said === undefined) throw new Error('the screen showed a card as done that no answer had told of');
  const calls = after.indexOf(said) + 1;
  const before = after[calls - 2]?.arrivedAt ?? firstAt;
  const waited = meanWait(cardTime, (before - firstAt) / SECOND_MS, (said.arrivedAt - firstAt) / SECOND_MS) * SECOND_MS;
  return {
    takesMs,
    lagMs: green.paintedAt - doneAt,
    byPauseMs: waited + green.paintedAt - said.arrivedAt,
    wayMs: green.paintedAt - said.answeredAt,
    calls,
  };
}

/** From the change to the end of the pause, on average over the cards that become done in it; all in seconds. */
function meanWait({ survival }: Distribution, from: number, to: number): number {
  const done = survival(from) - survival(to);
  if (done < FEW) return (to - from) / 2;
  const step = (to - from) / STEPS;
  const waited = Array.from(
    { length: STEPS },
    (_none, index) => survival(from) - survival(from + (index + 0.5) * step),
  );
  return (waited.reduce((sum, share) => sum + share, 0) * step) / done;
}
