/** What one card has taken, as this station saw it: from when its order was first seen under way until personalised. Pure. */
import type { Pace } from './limits.ts';
import { LONGEST_MS, SHORTEST_MS } from './duration-estimate.ts';
import type { Phase } from './words.ts';

/** The phases in which an order is under way: between them and `personalised` lies what staff wait for. */
const UNDER_WAY = ['requested', 'at-printer', 'in-progress'] as const satisfies readonly Phase[];
export type UnderWay = (typeof UNDER_WAY)[number];

export interface CardTime {
  /** From `SHORTEST_MS` to `LONGEST_MS`. */
  readonly ms: number;
  /** The reads that the configured pace makes in that time. */
  readonly steadyReads: number;
}

export function isUnderWay(phase: Phase): phase is UnderWay {
  return (UNDER_WAY as readonly Phase[]).includes(phase);
}

/** The ms between two reads that the configuration asks for in this phase. */
export function steadyPauseOf(phase: UnderWay, pace: Pace): number {
  switch (phase) {
    case 'requested':
      return pace.requestedMs;
    case 'at-printer':
      return pace.atPrinterMs;
    case 'in-progress':
      return pace.inProgressMs;
  }
}

/**
 * The time of one order by when (ms of one clock) each of its phases was first seen. Null where it says nothing of how
 * long a card takes: not seen under way or not personalised, something else seen of it, or longer than a card is waited for.
 * A card that failed or is still being made is left out too, though it took at least as long as it was watched: failures
 * are another matter than time, and few, and a slow printer shows itself soon by the cards that do come out of it.
 */
export function cardTimeOf(firstSeen: ReadonlyMap<Phase, number>, pace: Pace): CardTime | null {
  const done = firstSeen.get('personalised');
  const seen: { readonly phase: UnderWay; readonly at: number }[] = [];
  for (const [phase, at] of firstSeen) {
    if (isUnderWay(phase)) seen.push({ phase, at });
    else if (phase !== 'personalised') return null;
  }
  seen.sort((one, other) => one.at - other.at);
  const [first] = seen;
  if (done === undefined || first === undefined) return null;
  const ms = done - first.at;
  // A time below nothing, or none at all, is a clock that was set: not a number is neither.
  if (!(ms > 0 && ms <= LONGEST_MS)) return null;
  const steadyReads = seen.reduce(
    (reads, { phase, at }, index) =>
      reads + Math.max(0, Math.min(done, seen[index + 1]?.at ?? done) - at) / steadyPauseOf(phase, pace),
    0,
  );
  return { ms: Math.max(SHORTEST_MS, ms), steadyReads };
}
