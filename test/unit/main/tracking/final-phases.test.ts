import { describe, expect, it } from 'vitest';

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
  LATER_END,
  PROD_EXCEPTION,
  produce,
  READY,
  REQUESTED,
  type Pair,
} from './builders.ts';

describe('a DONE after a failure', () => {
  const cases: readonly (readonly [failureEnd: string | undefined, doneEnd: string | undefined, phase: string])[] = [
    [END, LATER_END, 'personalised'],
    [END, '2025-01-21T10:28:12.493+01:00', 'personalised'],
    [END, '2025-01-21T10:28:12.492+01:00', 'unclear'],
    [END, END, 'unclear'],
    [LATER_END, END, 'unclear'],
    [END, undefined, 'unclear'],
    [undefined, LATER_END, 'unclear'],
    [undefined, undefined, 'unclear'],
    [END, 'unreadable', 'unclear'],
    ['unreadable', LATER_END, 'unclear'],
  ];
  const failures: readonly Pair[] = [DATA_EXCEPTION, PROD_EXCEPTION, CANCELED, FAILED_ODDLY];

  it.each(cases)('counts only when it ended later: failure %s, DONE %s', (failureEnd, doneEnd, phase) => {
    for (const failure of failures) {
      const failed = answer(card(), [produce(failure, { endTime: failureEnd })], at(1_000));
      const done = [produce(DONE, { endTime: doneEnd })];
      expect(answer(failed, done, at(2_000)).phase).toBe(phase);
      // What stands between the two wipes nothing out.
      for (const between of [[produce(CONTRADICTION)], [produce(REQUESTED)], [produce(READY)], []]) {
        expect(answer(answer(failed, between, at(2_000)), done, at(3_000)).phase).toBe(phase);
      }
    }
  });

  it('has to be later than every failure, not only the last', () => {
    const failedTwice = answers(card(), [
      [produce(PROD_EXCEPTION, { endTime: LATER_END })],
      [produce(DATA_EXCEPTION, { endTime: END })],
    ]);
    expect(answer(failedTwice, [produce(DONE, { endTime: LATER_END })], at(5_000)).phase).toBe('unclear');
  });

  it('is not unlocked by a failure that later comes with an endTime after one without', () => {
    const failedTwice = answers(card(), [[produce(PROD_EXCEPTION)], [produce(PROD_EXCEPTION, { endTime: END })]]);
    expect(answer(failedTwice, [produce(DONE, { endTime: LATER_END })], at(5_000)).phase).toBe('unclear');
  });

  it('does not come back once lost: repeating the same too-early DONE changes nothing', () => {
    const failed = answer(card(), [produce(PROD_EXCEPTION, { endTime: LATER_END })], at(1_000));
    const tried = answers(
      failed,
      Array.from({ length: 5 }, () => [produce(DONE, { endTime: END })]),
      2_000,
    );
    expect(tried.phase).toBe('unclear');
  });
});

describe('a failure after a DONE', () => {
  const failedAfterDone = answers(card(), [
    [produce(DONE, { endTime: END })],
    [produce(PROD_EXCEPTION, { endTime: END })],
  ]);

  it('stays, whatever DONE comes later', () => {
    expect(failedAfterDone.phase).toBe('production-failed');
    const later = answer(failedAfterDone, [produce(DONE, { endTime: LATER_END })], at(5_000));
    expect(later.phase).toBe('production-failed');
    expect(answer(later, [produce(DONE, { endTime: '2030-01-01T00:00:00Z' })], at(6_000)).phase).toBe(
      'production-failed',
    );
    expect(answer(later, [], at(6_000)).phase).toBe('production-failed');
  });

  it.each([
    ['a contradiction', [produce(CONTRADICTION)]],
    ['a pending answer', [produce(READY)]],
    ['nothing', []],
  ])('is not wiped out by %s in between', (_, between) => {
    const after = answer(
      answer(failedAfterDone, between, at(5_000)),
      [produce(DONE, { endTime: LATER_END })],
      at(6_000),
    );
    expect(after.phase).toBe('production-failed');
  });

  it('also stays when the DONE had itself come after an earlier failure', () => {
    const track = answers(card(), [
      [produce(DATA_EXCEPTION, { endTime: END })],
      [produce(DONE, { endTime: LATER_END })],
      [produce(CANCELED, { endTime: LATER_END })],
      [produce(DONE, { endTime: '2030-01-01T00:00:00Z' })],
    ]);
    expect(track.phase).toBe('cancelled');
  });
});

describe('one answer that holds an operation twice, with different content', () => {
  it.each([
    ['failure first', [produce(PROD_EXCEPTION), produce(DONE)]],
    ['DONE first', [produce(DONE), produce(PROD_EXCEPTION)]],
  ])('is a failure that a DONE without a later end does not outrank: %s', (_, copies) => {
    const contradicted = answer(card(), copies, at(1_000));
    expect(contradicted.phase).toBe('unclear');
    expect(answer(contradicted, [produce(DONE)], at(2_000)).phase).toBe('unclear');
  });
});
