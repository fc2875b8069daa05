import { describe, expect, it } from 'vitest';

import type { CardTrack } from '../../../../main/tracking/card-track.ts';
import {
  answer,
  answers,
  at,
  CANCELED,
  card,
  CONTRADICTION,
  DATA_EXCEPTION,
  DONE,
  END,
  FAILED_ODDLY,
  judged,
  LATER_END,
  ONGOING,
  PROD_EXCEPTION,
  produce,
  READY,
  REQUESTED,
  type Entry,
} from './builders.ts';

/** What the next answer says. A failure ends at END, a DONE later, so that only the rows decide. */
const NOW = {
  requested: [produce(REQUESTED)],
  'at-printer': [produce(READY)],
  'in-progress': [produce(ONGOING)],
  personalised: [produce(DONE, { endTime: LATER_END })],
  'data-failed': [produce(DATA_EXCEPTION, { endTime: END })],
  'production-failed': [produce(PROD_EXCEPTION, { endTime: END })],
  cancelled: [produce(CANCELED, { endTime: END })],
  failed: [produce(FAILED_ODDLY, { endTime: END })],
  unclear: [produce(CONTRADICTION)],
  'no operation': [],
} as const satisfies Record<string, readonly Entry[]>;
type Column = keyof typeof NOW;
const COLUMNS = Object.keys(NOW) as readonly Column[];

const AS_READ = [
  'requested',
  'at-printer',
  'in-progress',
  'personalised',
  'data-failed',
  'production-failed',
  'cancelled',
  'failed',
  'unclear',
] as const;
const FAILURES = ['data-failed', 'production-failed', 'cancelled', 'failed'] as const;
const PENDING_IS_UNCLEAR = ['unclear', 'unclear', 'unclear'] as const;

/** The table of movement: the answers that lead to a row, then the phase for each column. */
const ROWS: readonly (readonly [then: string, lead: readonly Column[], expected: readonly string[]])[] = [
  ['not-asked', [], [...AS_READ, 'not-found']],
  ['not-found', ['no operation'], [...AS_READ, 'not-found']],
  ['requested', ['requested'], [...AS_READ, 'unclear']],
  ['at-printer', ['at-printer'], ['at-printer', ...AS_READ.slice(1), 'unclear']],
  ['in-progress', ['in-progress'], ['in-progress', ...AS_READ.slice(1), 'unclear']],
  ['personalised', ['personalised'], [...PENDING_IS_UNCLEAR, 'personalised', ...FAILURES, 'unclear', 'unclear']],
  ...FAILURES.map(
    (failure) =>
      [failure, [failure], [...PENDING_IS_UNCLEAR, 'personalised', ...FAILURES, 'unclear', failure]] as const,
  ),
  ['unclear', ['unclear'], [...AS_READ, 'unclear']],
  ['unclear after progress', ['at-printer', 'unclear'], [...AS_READ, 'unclear']],
  [
    'unclear after a failure',
    ['production-failed', 'unclear'],
    [...PENDING_IS_UNCLEAR, 'personalised', ...FAILURES, 'unclear', 'unclear'],
  ],
  [
    'unclear after a failure and a pending answer',
    ['cancelled', 'requested'],
    [...PENDING_IS_UNCLEAR, 'personalised', ...FAILURES, 'unclear', 'unclear'],
  ],
  [
    'unclear after a DONE',
    ['personalised', 'unclear'],
    [...PENDING_IS_UNCLEAR, 'personalised', ...FAILURES, 'unclear', 'unclear'],
  ],
  [
    'unclear after a DONE that went missing',
    ['personalised', 'no operation'],
    [...PENDING_IS_UNCLEAR, 'personalised', ...FAILURES, 'unclear', 'unclear'],
  ],
];

function lead(columns: readonly Column[], pinned: string | null): CardTrack {
  return answers(
    card(pinned),
    columns.map((column) => NOW[column]),
  );
}

describe.each([
  ['unpinned', null],
  ['pinned', 'op-a'],
])('every cell of the table of movement, %s', (_, pinned) => {
  const cells = ROWS.flatMap(([then, columns, expected]) =>
    COLUMNS.map((column, index) => ({ then, columns, column, phase: expected[index] })),
  );

  it.each(cells)('$then, then $column: $phase', ({ then, columns, column, phase }) => {
    const before = lead(columns, pinned);
    expect(before.phase).toBe(then.split(' ')[0]);
    const after = answer(before, NOW[column], at(30_000));
    expect(after.phase).toBe(phase);
    expect(judged(after, at(30_001)).verdict === 'hand-over').toBe(phase === 'personalised');
  });
});

describe('a pending answer after a failure', () => {
  const failedEarly = answer(card(), [produce(PROD_EXCEPTION, { endTime: END })], at(1_000));

  it.each([REQUESTED, READY])('is unclear also when it says that it ended later: %s %s', (...pair) => {
    const after = answer(failedEarly, [produce([pair[0], pair[1]], { endTime: LATER_END })], at(2_000));
    expect(after.phase).toBe('unclear');
  });

  it('is unclear, and no failure, also when the failure came after a DONE', () => {
    const failed = answers(card(), [[produce(DONE)], [produce(PROD_EXCEPTION)]]);
    expect(answer(failed, [produce(READY)], at(9_000)).phase).toBe('unclear');
  });
});

describe('a DONE after two failures of one operation', () => {
  const EARLY_END = '2025-01-21T09:28:10Z';

  it.each([
    [EARLY_END, END, LATER_END, 'personalised'],
    [END, EARLY_END, LATER_END, 'personalised'],
    [END, EARLY_END, END, 'unclear'],
    [EARLY_END, LATER_END, END, 'unclear'],
    [undefined, END, LATER_END, 'unclear'],
    [END, undefined, LATER_END, 'unclear'],
  ])('that ended %s and %s, itself %s, is %s', (first, second, ended, phase) => {
    const failed = answers(card(), [
      [produce(PROD_EXCEPTION, { endTime: first })],
      [produce(CANCELED, { endTime: second })],
    ]);
    expect(answer(failed, [produce(DONE, { endTime: ended })], at(9_000)).phase).toBe(phase);
  });
});
