import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readAnswer, type Reading } from '../../../../main/tracking/read-answer.ts';
import {
  body,
  CARD,
  DONE,
  END,
  LATER_END,
  NEWER_START,
  NEWEST_START,
  OTHER_CARD,
  produce,
  PROD_EXCEPTION,
  READY,
  REQUESTED,
  START,
} from './builders.ts';
import { RUNS } from './property-runs.ts';

const WATCHED = { cardId: CARD, pinnedOperationId: null };
const PINNED = { cardId: CARD, pinnedOperationId: 'op-a' };

function chosen(reading: Reading): string {
  return reading.kind === 'operation' ? `${reading.operation.operationId} ${reading.operation.phase}` : reading.kind;
}

describe('without a pinned operation, the newest start counts', () => {
  const older = produce(DONE);
  const newer = produce(REQUESTED, { operationId: 'op-b', startTime: NEWER_START });

  it('in whatever order they stand', () => {
    expect(chosen(readAnswer(body(older, newer), WATCHED))).toBe('op-b requested');
    expect(chosen(readAnswer(body(newer, older), WATCHED))).toBe('op-b requested');
  });

  it('and the older ones are told beside it, itself not among them', () => {
    expect(readAnswer(body(older), WATCHED)).toMatchObject({ older: [] });
    for (const entries of [
      [older, newer],
      [newer, older],
    ])
      expect(readAnswer(body(...entries), WATCHED)).toMatchObject({ older: [{ operationId: 'op-a' }] });
  });

  it.each([
    // As text the first would be the newer one each time; as instants the second is.
    ['2025-01-17T07:28:02.492+01:00', '2025-01-17T06:28:02.493Z'],
    ['2025-01-17T23:00:00.00+14:00', '2025-01-17T10:00:00.00Z'],
    ['2025-01-17T06:28:02.492Z', '2025-01-17T05:28:02.493-01:00'],
    ['2025-01-18T00:15:00Z', '2025-01-17T23:45:00-01:00'],
    ['2025-01-17T06:28:02Z', '2025-01-17T06:28:02.001Z'],
    ['2025-01-17T06:28:02.4Z', '2025-01-17T06:28:02.41Z'],
  ])('%s is before %s', (before, after) => {
    const one = produce(DONE, { startTime: before });
    const two = produce(READY, { operationId: 'op-b', startTime: after });
    expect(chosen(readAnswer(body(one, two), WATCHED))).toBe('op-b at-printer');
    expect(chosen(readAnswer(body(two, one), WATCHED))).toBe('op-b at-printer');
  });

  it('does not count a newer operation of another card or type', () => {
    const foreign = produce(READY, { operationId: 'op-c', startTime: NEWEST_START, cardId: OTHER_CARD });
    const renewal = produce(READY, { operationId: 'op-d', startTime: NEWEST_START, operation: 'RENEW' });
    expect(chosen(readAnswer(body(foreign, renewal, older), WATCHED))).toBe('op-a personalised');
  });

  it.each([START, '2025-01-17T07:28:02.492+01:00', '2025-01-17T05:28:02.4920-01:00'])(
    'two operations that start at %s and at the same instant: unclear',
    (same) => {
      const twin = produce(DONE, { operationId: 'op-b', startTime: same });
      expect(chosen(readAnswer(body(older, twin), WATCHED))).toBe('unclear');
      expect(chosen(readAnswer(body(twin, older), WATCHED))).toBe('unclear');
    },
  );

  it('an equal start of two older operations does not matter', () => {
    const twin = produce(PROD_EXCEPTION, { operationId: 'op-z' });
    expect(chosen(readAnswer(body(older, twin, newer), WATCHED))).toBe('op-b requested');
  });
});

describe('the same operation twice', () => {
  it('is one operation when both say the same, extra fields apart', () => {
    expect(chosen(readAnswer(body(produce(DONE), produce(DONE)), WATCHED))).toBe('op-a personalised');
    expect(chosen(readAnswer(body(produce(DONE, { n: 1 }), produce(DONE, { n: 2 })), WATCHED))).toBe(
      'op-a personalised',
    );
  });

  it.each([
    ['status', produce(READY)],
    ['contradiction', produce(['PENDING', 'CARD_PROD_DONE'])],
    ['failure', produce(PROD_EXCEPTION)],
    ['startTime', produce(DONE, { startTime: NEWER_START, endTime: END })],
    ['endTime', produce(DONE, { endTime: LATER_END })],
    ['missing endTime', produce(DONE, { endTime: undefined })],
    ['reason', produce(DONE, { endTime: END, details: { status: 'CARD_PROD_DONE', reason: 'x' } })],
    ['errorCode', produce(DONE, { endTime: END, errorCode: 'E1' })],
    ['error', produce(DONE, { endTime: END, error: 'late' })],
  ])('is unclear when they differ in %s', (_, other) => {
    const one = produce(DONE, { endTime: END });
    for (const watched of [WATCHED, PINNED]) {
      expect(readAnswer(body(one, other), watched).kind).toBe('unclear');
      expect(readAnswer(body(other, one), watched).kind).toBe('unclear');
      expect(readAnswer(body(one, one, other), watched).kind).toBe('unclear');
    }
  });

  it('of another card with the same id changes nothing', () => {
    expect(chosen(readAnswer(body(produce(DONE), produce(PROD_EXCEPTION, { cardId: OTHER_CARD })), WATCHED))).toBe(
      'op-a personalised',
    );
  });
});

describe('with a pinned operation, that one and no other counts', () => {
  const other = produce(PROD_EXCEPTION, { operationId: 'op-b', startTime: NEWEST_START });

  it('against a newer one', () => {
    expect(chosen(readAnswer(body(other, produce(DONE)), PINNED))).toBe('op-a personalised');
    expect(
      chosen(readAnswer(body(produce(DONE, { operationId: 'op-b', startTime: NEWEST_START }), produce(READY)), PINNED)),
    ).toBe('op-a at-printer');
  });

  it('against one with an equal start, and against copies of another', () => {
    const twin = produce(READY, { operationId: 'op-b' });
    expect(chosen(readAnswer(body(twin, produce(DONE)), PINNED))).toBe('op-a personalised');
    expect(chosen(readAnswer(body(other, { ...other, status: 'PENDING' }, produce(DONE)), PINNED))).toBe(
      'op-a personalised',
    );
  });

  it.each(['op-b', 'OP-A', 'op-a ', 'op-', '\u043ep-a'])(
    'an answer with nothing but a DONE of "%s" holds no operation',
    (operationId) => {
      expect(readAnswer(body(produce(DONE, { operationId })), PINNED)).toEqual({ kind: 'no-operation' });
    },
  );
});

it('reads the same from any order of the entries', () => {
  const entry = fc
    .record({
      pair: fc.constantFrom(DONE, READY, PROD_EXCEPTION),
      operationId: fc.constantFrom('op-a', 'op-b', 'op-c'),
      startTime: fc.constantFrom(START, NEWER_START, NEWEST_START),
    })
    .map(({ pair, ...overrides }) => produce(pair, overrides));
  const shuffled = fc
    .array(entry, { maxLength: 4 })
    .chain((entries) => fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length })));
  fc.assert(
    fc.property(shuffled, fc.constantFrom(WATCHED, PINNED), ([entries, other], watched) => {
      expect(chosen(readAnswer(body(...other), watched))).toBe(chosen(readAnswer(body(...entries), watched)));
    }),
    { numRuns: Math.min(1_000, RUNS) },
  );
});
