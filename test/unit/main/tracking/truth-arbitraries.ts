/** What the sequences of the property tests are made of. */
import fc from 'fast-check';

import { NEWER_START, NEWEST_START, OTHER_CARD, produce, START, type Entry, type Pair } from './builders.ts';

/** DONE stands here often, so that green is reached often; the rest is everything near it. */
const pair = fc.oneof(
  { weight: 10, arbitrary: fc.constant<Pair>(['SUCCESSFUL', 'CARD_PROD_DONE']) },
  {
    weight: 4,
    arbitrary: fc.constantFrom<Pair>(
      ['FAILED', 'DATA_EXCEPTION'],
      ['FAILED', 'CARD_PROD_EXCEPTION'],
      ['FAILED', 'CARD_PROD_CANCELED'],
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom<Pair>(
      ['PENDING', 'CARD_PROD_REQUESTED'],
      ['PENDING', 'CARD_PROD_READY'],
      ['PENDING', 'CARD_PROD_DONE'],
      ['FAILED', 'CARD_PROD_DONE'],
      ['SUCCESSFUL', 'CARD_PROD_READY'],
      ['SUCCESSFUL', 'CARD_PROD_DONE '],
      ['SUCCESSFUL', 'card_prod_done'],
      ['successful', 'CARD_PROD_DONE'],
      ['SUCCESSFUL', 'CARD_PROD_D\u041eNE'],
    ),
  },
);

/** Operations with their starts; B and C share one, G begins later than the tests. The last two are never ours. */
const operation = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Entry>({ operationId: 'op-a', startTime: START }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Entry>(
      { operationId: 'op-b', startTime: NEWER_START },
      { operationId: 'op-c', startTime: '2025-01-17T07:28:02.493+01:00' },
      { operationId: 'op-d', startTime: NEWEST_START },
      { operationId: 'op-g', startTime: '2025-01-21T09:45:00Z' },
      { operationId: 'op-e', startTime: NEWEST_START, cardId: OTHER_CARD },
      { operationId: 'op-f', startTime: NEWEST_START, operation: 'RENEW' },
    ),
  },
);

const endTime = fc.constantFrom(undefined, '2025-01-21T09:28:10Z', '2025-01-21T09:28:11Z', '2025-01-21T10:28:12+01:00');
const entry = fc
  .tuple(pair, operation, endTime)
  .map(([words, fields, end]) => produce(words, { ...fields, endTime: end }));
export const entries = fc.oneof(
  { weight: 8, arbitrary: fc.array(entry, { minLength: 1, maxLength: 1 }) },
  { weight: 3, arbitrary: fc.array(entry, { minLength: 2, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constant<Entry[]>([]) },
);
export const pinned = fc.oneof(
  { weight: 2, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom('op-a', 'op-b') },
);

export type Step =
  | { readonly kind: 'answer'; readonly entries: readonly Entry[]; readonly underWayMs: number }
  | { readonly kind: 'void' }
  | { readonly kind: 'time'; readonly mono: number; readonly wall: number };

const span = fc.constantFrom(1, 900, 5_000, 29_000, 59_999, 60_000);
export const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      entries,
      underWayMs: fc.constantFrom(0, 0, 300, 4_000, 20_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('void' as const) }) },
  { weight: 5, arbitrary: span.map((ms) => ({ kind: 'time' as const, mono: ms, wall: ms })) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('time' as const),
      mono: span,
      wall: fc.integer({ min: -90_000, max: 90_000 }),
    }),
  },
);
