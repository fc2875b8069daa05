/**
 * Histories of one card at a D1 that tells the truth: orders that follow each other, each on its way through the states
 * that D1 publishes, and what D1 answers when it is asked at some moment of it.
 */
import fc from 'fast-check';

import { CANCELED, DATA_EXCEPTION, DONE, ONGOING, produce, PROD_EXCEPTION, READY, REQUESTED } from './builders.ts';
import type { Entry, Pair } from './builders.ts';

/** Ways that one order can go, from its beginning to its end. */
const WAYS: readonly (readonly Pair[])[] = [
  [REQUESTED, READY, ONGOING, DONE],
  [REQUESTED, READY, DONE],
  [REQUESTED, READY, PROD_EXCEPTION],
  [REQUESTED, DATA_EXCEPTION],
  [REQUESTED, CANCELED],
  [REQUESTED, READY, CANCELED],
  // The printer failed, and the card was made after all.
  [REQUESTED, READY, PROD_EXCEPTION, DONE],
];

const ENDED = new Set([DONE, CANCELED, DATA_EXCEPTION, PROD_EXCEPTION]);
const BASE = Date.UTC(2025, 0, 17, 6);
const iso = (minutes: number): string => new Date(BASE + minutes * 60_000).toISOString();

/** What D1 holds of the card after every change, oldest first; before the first order it holds nothing. */
function statesOf(ways: readonly number[], dated: boolean, keepsOld: boolean): readonly (readonly Entry[])[] {
  const states: (readonly Entry[])[] = [[]];
  let minutes = 0;
  for (const [order, way] of ways.entries()) {
    const startTime = iso((minutes += 1));
    const older = keepsOld ? (states.at(-1) ?? []) : [];
    for (const pair of WAYS[way] ?? []) {
      minutes += 1;
      const endTime = dated && ENDED.has(pair) ? iso(minutes) : undefined;
      states.push([...older, produce(pair, { operationId: `op-${String(order)}`, startTime, endTime })]);
    }
  }
  return states;
}

/** One question: at which state of D1, and how long its answer took to arrive, counted in later questions. */
export interface Asked {
  readonly entries: readonly Entry[];
  readonly delay: number;
}

/** Questions in the order in which they were asked, each with the state that D1 was in then. */
export const asked: fc.Arbitrary<readonly Asked[]> = fc
  .record({
    ways: fc.array(fc.nat({ max: WAYS.length - 1 }), { minLength: 1, maxLength: 3 }),
    dated: fc.boolean(),
    keepsOld: fc.boolean(),
    steps: fc.array(fc.record({ on: fc.constantFrom(0, 1, 1, 1, 2), delay: fc.constantFrom(0, 0, 0, 1, 2, 4) }), {
      minLength: 2,
      maxLength: 12,
      size: '+1',
    }),
    from: fc.nat({ max: 3 }),
  })
  .map(({ ways, dated, keepsOld, steps, from }) => {
    const states = statesOf(ways, dated, keepsOld);
    let position = from;
    return steps.map(({ on, delay }) => {
      position = Math.min(position + on, states.length - 1);
      return { entries: states[position] ?? [], delay };
    });
  });
