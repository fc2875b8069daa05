/** What D1's side of the bench knows, against what the screen said: pure. Times by the machine's clock, ms since 1970. */
import { SILENCE_LIMIT_MS } from '../../../main/ipc/contract.ts';
import type { Green } from './page-look.ts';

/** One read that D1 answered, by its arrival there. */
export interface Read {
  readonly cardId: string;
  readonly at: number;
}

/** From this moment on D1 says of a card that it is done, or that it is not. */
export interface Said {
  readonly at: number;
  readonly done: boolean;
}

/** From the arrival of a read at D1 until its answer is on the screen: a page that hears nothing for longer shows no green, in ms. */
const SHOWN_WITHIN_MS = SILENCE_LIMIT_MS;
/** From the end of a lease until the page has drawn that and was looked at, also on a busy machine, in ms. */
const LOOKED_AT_WITHIN_MS = 1_000;

/**
 * Says of each green what is wrong with it: D1 was not asked, or not lately enough, or its newest word was another one.
 * `said` holds what D1 said of the cards that were ever done, in the order of time.
 */
export function untrueGreens(
  greens: readonly Green[],
  reads: readonly Read[],
  said: ReadonlyMap<string, readonly Said[]>,
  freshnessMs: number,
): string[] {
  return greens.flatMap(({ cardId, at }) => {
    const states = said.get(cardId);
    if (states === undefined) return [`D1 never said "done" of ${cardId}`];
    const before = reads.filter((read) => read.cardId === cardId && read.at <= at);
    // The newest ones may be on their way: what the screen shows is the word of one of them, or of the one before.
    const onTheWay = before.filter((read) => at - read.at < SHOWN_WITHIN_MS);
    const shown = [...before.filter((read) => at - read.at >= SHOWN_WITHIN_MS).slice(-1), ...onTheWay];
    const done = shown.filter((read) => isDone(states, read.at));
    const newest = done.at(-1);
    if (newest === undefined) return [`${cardId} was not done when D1 was asked last`];
    const ageMs = at - newest.at;
    return ageMs <= freshnessMs + LOOKED_AT_WITHIN_MS ? [] : [`D1's word of ${cardId} was ${ageMs} ms old`];
  });
}

/** Cards that were seen green within the last look before this moment. */
export function greensAt(greens: readonly Green[], at: number): string[] {
  return greens.filter((green) => at - green.at < LOOKED_AT_WITHIN_MS).map(({ cardId }) => cardId);
}

/** The longest time in which one of these cards was not read, from the start of the station on, in ms. */
export function longestGapMs(reads: readonly Read[], cardIds: readonly string[], from: number, until: number): number {
  const last = new Map(cardIds.map((cardId) => [cardId, from]));
  let longest = 0;
  for (const { cardId, at } of reads) {
    const before = last.get(cardId);
    if (before === undefined) continue;
    longest = Math.max(longest, at - before);
    last.set(cardId, at);
  }
  return Math.max(longest, ...[...last.values()].map((at) => until - at));
}

/** How many reads were of a card that had more turns than another one had by then, beyond the one that it may be ahead. */
export function outOfTurn(reads: readonly Read[], cardIds: readonly string[]): number {
  const turns = new Map(cardIds.map((cardId) => [cardId, 0]));
  let count = 0;
  for (const { cardId } of reads) {
    const before = turns.get(cardId);
    if (before === undefined) continue;
    if (before > Math.min(...turns.values())) count += 1;
    turns.set(cardId, before + 1);
  }
  return count;
}

function isDone(states: readonly Said[], at: number): boolean {
  return states.filter((state) => state.at <= at).at(-1)?.done ?? false;
}
