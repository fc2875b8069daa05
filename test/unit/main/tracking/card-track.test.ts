import { describe, expect, it } from 'vitest';

import { reduceTrack, type CardTrack } from '../../../../main/tracking/card-track.ts';
import { newTrack } from '../../../../main/tracking/new-track.ts';
import { readAnswer } from '../../../../main/tracking/read-answer.ts';
import {
  answer,
  answers,
  at,
  body,
  CARD,
  card,
  DONE,
  END,
  judged,
  LATER_END,
  NEWER_START,
  NEWEST_START,
  produce,
  PROD_EXCEPTION,
  READY,
  REQUESTED,
  START,
  type Entry,
  type Pair,
} from './builders.ts';

const a = (pair: Pair, overrides: Entry = {}): Entry => produce(pair, overrides);
const b = (pair: Pair, overrides: Entry = {}): Entry =>
  produce(pair, { operationId: 'op-b', startTime: NEWER_START, ...overrides });
const c = (pair: Pair, overrides: Entry = {}): Entry =>
  produce(pair, { operationId: 'op-c', startTime: NEWEST_START, ...overrides });

function shown(track: CardTrack): string {
  return `${track.operation?.operationId ?? 'none'} ${track.phase}`;
}

describe('a newer order for the card', () => {
  it('replaces the old one, and says so until somebody touches the card', () => {
    const old = answer(card(), [a(DONE)], at(1_000));
    expect(old.newOrder).toBe(false);
    const replaced = answer(old, [a(DONE), b(REQUESTED)], at(2_000));
    expect(shown(replaced)).toBe('op-b requested');
    expect(replaced.newOrder).toBe(true);
    const repeated = answer(replaced, [a(DONE), b(REQUESTED)], at(3_000));
    expect(repeated.newOrder).toBe(true);
    expect(reduceTrack(repeated, { kind: 'touched', at: at(1) }).newOrder).toBe(false);
    expect(reduceTrack(repeated, { kind: 'acknowledged', at: at(1) }).newOrder).toBe(false);
  });

  it('waits from its own beginning, though it is in the phase that the old one was in', () => {
    const replaced = answers(card(), [[a(READY)], [b(READY)], [b(READY)]]);
    expect(replaced.phaseSince).toEqual(at(2_000));
  });

  it('has to be seen again by a person, though it failed as the old one did', () => {
    const failed = answer(card(), [a(PROD_EXCEPTION)], at(1_000));
    const acknowledged = reduceTrack(failed, { kind: 'acknowledged', at: at(1_500) });
    expect(answer(acknowledged, [a(PROD_EXCEPTION)], at(2_000)).acknowledged).toBe(true);
    expect(answer(acknowledged, [b(PROD_EXCEPTION)], at(2_000)).acknowledged).toBe(false);
  });

  it('starts anew: neither a DONE nor a failure of the old one counts for it', () => {
    expect(shown(answers(card(), [[a(PROD_EXCEPTION)], [b(READY)]]))).toBe('op-b at-printer');
    expect(shown(answers(card(), [[a(PROD_EXCEPTION, { endTime: LATER_END })], [b(DONE, { endTime: END })]]))).toBe(
      'op-b personalised',
    );
    expect(shown(answers(card(), [[a(READY)], [b(REQUESTED)]]))).toBe('op-b requested');
  });

  it('is not said for the first operation that is seen', () => {
    expect(answer(answer(card(), [], at(1_000)), [a(DONE), b(READY)], at(2_000)).newOrder).toBe(false);
  });

  it.each([DONE, READY, PROD_EXCEPTION])(
    'once seen, an answer with nothing but the old order is unclear: %s',
    (...pair) => {
      const seen = answers(card(), [[a(DONE)], [a(DONE), b(READY)]]);
      const without = answer(seen, [a([pair[0], pair[1]])], at(5_000));
      expect(without.phase).toBe('unclear');
      expect(judged(without, at(5_001)).verdict).toBe('cannot-tell');
      expect(answer(without, [a(DONE)], at(6_000)).phase).toBe('unclear');
      expect(shown(answer(without, [b(DONE)], at(6_000)))).toBe('op-b personalised');
    },
  );

  it('is remembered from an answer that was itself unclear', () => {
    const twice = answers(card(), [[a(DONE)], [a(DONE), b(READY), b(DONE)]]);
    expect(twice.phase).toBe('unclear');
    expect(answer(twice, [a(DONE)], at(5_000)).phase).toBe('unclear');
  });

  it('does not touch a card with a pinned operation', () => {
    const pinned = answers(card('op-a'), [[a(DONE)], [a(DONE), b(PROD_EXCEPTION)]]);
    expect(shown(pinned)).toBe('op-a personalised');
    expect(pinned.newOrder).toBe(false);
    expect(shown(answer(pinned, [a(PROD_EXCEPTION), b(DONE)], at(5_000)))).toBe('op-a production-failed');
  });
});

describe('a pinned operation', () => {
  it.each([
    ['no other', [b(DONE)]],
    ['nor the newest of several', [a(READY), b(DONE)]],
  ])(
    'is the only one that can turn the card green, %s, though the answer was read before it was pinned',
    (_, entries) => {
      const reading = readAnswer(body(...entries), { cardId: CARD, pinnedOperationId: null });
      if (reading.kind !== 'operation') throw new Error(reading.kind);
      const track = reduceTrack(card('op-a'), { kind: 'answered', reading, sentAt: at(1_000), at: at(1_200) });
      expect(judged(track, at(1_200)).verdict).not.toBe('hand-over');
    },
  );
});

describe('a start that two operations share', () => {
  it.each([
    ['in one answer', [[a(READY), b(DONE, { startTime: START })]]],
    ['in two answers', [[a(READY)], [b(DONE, { startTime: START })]]],
    ['in two answers, green before', [[a(DONE)], [b(DONE, { startTime: START })]]],
  ])('stays unclear for both, %s', (_, seen) => {
    const tied = answers(card(), seen);
    expect(tied.phase).toBe('unclear');
    expect(answer(tied, [a(DONE)], at(5_000)).phase).toBe('unclear');
    expect(answer(tied, [b(DONE, { startTime: START })], at(5_000)).phase).toBe('unclear');
    expect(shown(answer(tied, [c(DONE)], at(5_000)))).toBe('op-c personalised');
  });

  it('stays unclear after an answer that showed another, older shared start', () => {
    const twin = (pair: Pair): Entry => c(pair, { operationId: 'op-d' });
    const tied = answers(card(), [
      [c(READY), twin(READY)],
      [a(READY), b(READY, { startTime: START })],
    ]);
    expect(answer(tied, [c(DONE)], at(5_000)).phase).toBe('unclear');
  });

  it('is noticed in an answer that is unclear for another reason too', () => {
    const tied = answer(card(), [a(READY), a(DONE), b(READY, { startTime: START })], at(1_000));
    expect(answer(tied, [b(DONE, { startTime: START })], at(5_000)).phase).toBe('unclear');
  });
});

describe('the orders that are remembered', () => {
  /** Orders of one card, each a second newer than the one before. */
  const orders = (count: number, pair: Pair): readonly (readonly Entry[])[] =>
    Array.from({ length: count }, (_none, index) => [
      produce(pair, {
        operationId: `op-${String(index)}`,
        startTime: new Date(Date.UTC(2025, 0, 18) + index * 1_000).toISOString(),
      }),
    ]);
  /** What D1 says of `op-a` once that one is pinned. */
  const pinnedTo = (track: CardTrack, entry: Entry): CardTrack =>
    answer(
      newTrack({ cardId: CARD, pinnedOperationId: 'op-a', reference: null }, at(89_000), track),
      [entry],
      at(90_000),
    );

  it('are the newest twenty that ended, so that a card seen for years does not grow', () => {
    const ended = answers(card(), orders(21, PROD_EXCEPTION));
    expect([...ended.memories.keys()]).toEqual(Array.from({ length: 20 }, (_none, index) => `op-${String(index + 1)}`));
  });

  it('are not pushed out by orders that never ended', () => {
    const failed = answer(card(), [a(PROD_EXCEPTION, { endTime: LATER_END })], at(1_000));
    const many = orders(30, REQUESTED).reduce(
      (track, entries, index) => answer(track, entries, at(2_000 + index)),
      failed,
    );
    expect(pinnedTo(many, a(DONE, { endTime: END })).phase).toBe('unclear');
  });
});

describe('a repeated answer', () => {
  it.each([REQUESTED, READY, DONE, PROD_EXCEPTION])('changes nothing but the age: %s', (...pair) => {
    const once = answer(card(), [a([pair[0], pair[1]])], at(1_000), at(1_300));
    const twice = answer(once, [a([pair[0], pair[1]])], at(31_000), at(31_300));
    expect(twice.answer?.sentAt).toEqual(at(31_000));
    expect({ ...twice, answer: null, memories: null }).toEqual({ ...once, answer: null, memories: null });
  });

  it('a late step back to requested keeps the time since which the card is at the printer', () => {
    const track = answers(card(), [[a(REQUESTED)], [a(READY)], [a(REQUESTED)]]);
    expect(track.phaseSince).toEqual(at(2_000));
  });
});
