import { describe, expect, it } from 'vitest';

import type { RecordedAction, StaffMark } from '../../../../main/tracking/staff-action.ts';
import { markInForce, marksOf } from '../../../../main/tracking/staff-marks.ts';
import { answer, at, card, DONE, END, LATER_END, NEWER_START, produce, START } from './builders.ts';
import { recorded } from './staff-builders.ts';

const numbersOf = (marks: readonly StaffMark[]): readonly number[] => marks.map(({ action }) => action.number);

describe('the marks of a card', () => {
  const rejected = recorded(2, 'rejected', { outcome: 'destroyed', reason: 'print' });
  const table: readonly (readonly [words: string, actions: readonly RecordedAction[], left: readonly number[]])[] = [
    ['nothing done leaves none', [], []],
    ['what forbids', [recorded(1, 'handed-over'), rejected, recorded(3, 'decided-elsewhere')], [1, 2, 3]],
    ['what forbids nothing leaves none', [recorded(1, 'stored'), recorded(2, 'removed'), recorded(3, 'accepted')], []],
    ['an undone action was never done', [recorded(1, 'handed-over'), recorded(2, 'undone', { undoes: 1 })], []],
    [
      'an undo takes back its own action alone',
      [recorded(1, 'handed-over'), rejected, recorded(3, 'undone', { undoes: 2 })],
      [1],
    ],
    [
      'what was done again after an undo counts',
      [recorded(1, 'handed-over'), recorded(2, 'undone', { undoes: 1 }), recorded(3, 'handed-over')],
      [3],
    ],
    ['good after all lifts the rejection', [rejected, recorded(3, 'rejected', { outcome: 'good-after-all' })], []],
    [
      'good after all lifts every rejection before it and none after it',
      [
        rejected,
        recorded(3, 'rejected', { outcome: 'returned' }),
        recorded(4, 'rejected', { outcome: 'good-after-all' }),
        recorded(5, 'rejected', { outcome: 'returned' }),
      ],
      [5],
    ],
    ['a later rejection stands for the earlier one', [rejected, recorded(3, 'rejected', { outcome: 'returned' })], [3]],
    [
      'good after all lifts nothing of another operation',
      [rejected, recorded(3, 'rejected', { outcome: 'good-after-all', operationId: 'op-b' })],
      [2],
    ],
    [
      'good after all lifts no handover',
      [recorded(1, 'handed-over'), recorded(3, 'rejected', { outcome: 'good-after-all' })],
      [1],
    ],
    [
      'good after all that was undone lifts nothing',
      [rejected, recorded(3, 'rejected', { outcome: 'good-after-all' }), recorded(4, 'undone', { undoes: 3 })],
      [2],
    ],
  ];

  it.each(table)('%s', (_words, actions, left) => {
    expect(numbersOf(marksOf(actions))).toEqual(left);
  });

  it('say what was done', () => {
    const actions = [recorded(1, 'handed-over'), recorded(2, 'decided-elsewhere'), rejected];
    expect(marksOf(actions)).toEqual([
      { kind: 'handed-over', action: actions[0] },
      { kind: 'decided-elsewhere', action: actions[1] },
      { kind: 'rejected', action: rejected },
    ]);
  });

  it('an action is not taken back by its own number where nothing was undone', () => {
    expect(numbersOf(marksOf([recorded(1, 'handed-over'), recorded(2, 'stored', { undoes: 1 })]))).toEqual([1]);
  });
});

describe('the mark in force', () => {
  const green = answer(card(), [produce(DONE)], at(1_000));
  const newer = answer(green, [produce(DONE, { operationId: 'op-b', startTime: NEWER_START })], at(2_000));
  const mark = (number: number, more: Partial<RecordedAction> = {}): StaffMark => ({
    kind: 'handed-over',
    action: recorded(number, 'handed-over', more),
  });

  it('is none without marks', () => {
    expect(markInForce(green)).toBeNull();
  });

  it('is the one of the present operation', () => {
    expect(markInForce({ ...green, marks: [mark(1)] })?.action.number).toBe(1);
    expect(markInForce({ ...newer, marks: [mark(1)] })).toBeNull();
  });

  it('is the newest where there are several', () => {
    expect(markInForce({ ...green, marks: [mark(1), mark(2), mark(3, { operationId: 'op-b' })] })?.action.number).toBe(
      2,
    );
  });

  it('is the newest of all while no operation is known: only a newer order, seen, lifts it', () => {
    expect(markInForce({ ...card(), marks: [mark(1), mark(2, { operationId: 'op-z' })] })?.action.number).toBe(2);
  });

  describe('of an older order, which a slip names', () => {
    const orders = [
      produce(DONE, { endTime: END }),
      produce(DONE, { operationId: 'op-b', startTime: NEWER_START, endTime: LATER_END }),
    ];
    const both = answer(card(), orders, at(1_000));
    const older = answer({ ...both, pinnedOperationId: 'op-a' }, orders, at(2_000));
    const given = (more: Partial<RecordedAction>): StaffMark => mark(1, { operationId: 'op-b', ...more });

    it('is that of the newest order: the customer has the newer card', () => {
      expect(older.operation?.operationId).toBe('op-a');
      expect(markInForce({ ...older, marks: [given({})] })?.action.number).toBe(1);
      const elsewhere: StaffMark = { kind: 'decided-elsewhere', action: given({}).action };
      expect(markInForce({ ...older, marks: [elsewhere] })?.action.number).toBe(1);
    });

    it('is that of a card that was made later, where a newer order has come since', () => {
      const since = { ...older, newestIds: ['op-c'] };
      const end = Date.parse(LATER_END);
      expect(markInForce({ ...since, marks: [given({ endTime: end })] })?.action.number).toBe(1);
      expect(markInForce({ ...since, marks: [given({ endTime: Date.parse(END) })] })).toBeNull();
      expect(markInForce({ ...since, marks: [given({ endTime: null })] })).toBeNull();
    });

    it('is not a rejection: that is about one plastic', () => {
      expect(markInForce({ ...older, marks: [{ kind: 'rejected', action: given({}).action }] })).toBeNull();
    });
  });

  it.each([
    [0, true],
    [-10 * 60_000, true],
    [-10 * 60_000 - 1, false],
    [-24 * 3_600_000, false],
    [3_600_000, true],
  ])('made without an operation %i ms after the order began: covers it: %s', (ms, covers) => {
    const nameless = mark(1, { operationId: null, at: Date.parse(START) + ms });
    expect(markInForce({ ...green, marks: [nameless] }) !== null).toBe(covers);
  });
});
