import { describe, expect, it } from 'vitest';

import { reduceTrack, type CardTrack } from '../../../../main/tracking/card-track.ts';
import {
  answer,
  at,
  card,
  DONE,
  END,
  judged,
  LATER_END,
  NEWER_START,
  ONGOING,
  produce,
  PROD_EXCEPTION,
  READY,
  REQUESTED,
  type Entry,
  type Pair,
} from './builders.ts';

const a = (pair: Pair, overrides: Entry = {}): Entry => produce(pair, overrides);
const b = (pair: Pair): Entry => produce(pair, { operationId: 'op-b', startTime: NEWER_START });

describe('a late answer: asked for before the newest, arrived after it', () => {
  it('may withdraw green, and never refreshes the age', () => {
    const green = answer(card(), [a(DONE)], at(10_000));
    for (const late of [[a(READY)], [a(PROD_EXCEPTION)], [], [a(DONE), b(READY)]]) {
      const after = answer(green, late, at(5_000), at(11_000));
      expect(judged(after, at(11_000)).verdict).not.toBe('hand-over');
      expect(after.answer?.sentAt).toEqual(at(10_000));
    }
    const repeated = answer(green, [a(DONE)], at(5_000), at(11_000));
    expect(judged(repeated, at(11_000))).toEqual({ verdict: 'hand-over', greenForMs: 59_000 });
  });

  it.each([
    ['requested', [a(REQUESTED)]],
    ['at the printer', [a(READY)]],
    ['failed', [a(PROD_EXCEPTION, { endTime: END })]],
    ['not found', []],
    ['unclear', [a(['PENDING', 'CARD_PROD_DONE'])]],
  ])('grants no green over a newer answer: %s', (_, newest) => {
    const track = answer(answer(card(), newest, at(10_000)), [a(DONE, { endTime: LATER_END })], at(5_000), at(11_000));
    expect(judged(track, at(11_000)).verdict).not.toBe('hand-over');
  });

  it('grants no green to another operation on the strength of the newer answer', () => {
    const green = answer(card(), [a(DONE)], at(10_000));
    const late = answer(green, [a(DONE), b(DONE)], at(5_000), at(11_000));
    // The newest answer, asked for at 10 s, no longer knew of the newer order: nothing fresh says it is done.
    expect(judged(late, at(11_000)).verdict).not.toBe('hand-over');
  });

  it('grants no green to the same operation with another start', () => {
    const green = answer(card(), [a(DONE)], at(10_000));
    const late = answer(green, [a(DONE, { startTime: NEWER_START })], at(5_000), at(11_000));
    expect(judged(late, at(11_000)).verdict).toBe('cannot-tell');
  });

  it('is one that was asked for earlier: two of the same moment are taken as they come', () => {
    const track = answer(answer(card(), [a(READY)], at(10_000)), [a(DONE)], at(10_000), at(11_000));
    expect(judged(track, at(11_000)).verdict).toBe('hand-over');
  });

  it.each([
    ['the printer', READY, REQUESTED, 'at-printer'],
    ['the printer', READY, ONGOING, 'in-progress'],
    ['the queue', REQUESTED, READY, 'at-printer'],
  ] as const)('takes no wait away from a card known to be at %s: %s, then late %s', (_words, newest, pair, phase) => {
    const track = answer(answer(card(), [a(newest)], at(10_000)), [a(pair)], at(5_000), at(11_000));
    expect(track.phase).toBe(phase);
    expect(judged(track, at(11_000)).verdict).toBe('wait');
  });

  it('with a DONE that came before the failure makes that failure stay, as it would have in order', () => {
    const failed = answer(card(), [a(PROD_EXCEPTION, { endTime: END })], at(10_000));
    const late = answer(failed, [a(DONE, { endTime: LATER_END })], at(5_000), at(11_000));
    expect(judged(late, at(11_000)).verdict).toBe('do-not-hand-over');
    const again = answer(late, [a(DONE, { endTime: LATER_END })], at(12_000));
    expect(judged(again, at(12_000)).verdict).not.toBe('hand-over');
  });
});

describe('a late answer about an order that D1 no longer knows', () => {
  // Met by truthful histories in another order: in order, D1 had the order and lost it, which is a contradiction.
  it.each<[string, readonly Entry[]]>([
    ['once seen', [a(REQUESTED)]],
    ['never seen before', []],
  ])('brings back no wait, %s', (_words, before) => {
    const lost = [before, []].reduce(
      (track, entries, index) => answer(track, entries, at(1_000 + index * 5_000)),
      card(),
    );
    for (const pair of [REQUESTED, READY, ONGOING]) {
      const after = answer(lost, [a(pair)], at(3_000), at(7_000));
      expect(judged(after, at(7_000))).toEqual({ verdict: 'cannot-tell', doubt: 'contradiction' });
      expect(judged(answer(after, [a(pair)], at(8_000)), at(8_000)).verdict).toBe('wait');
    }
  });

  it('is taken as read when it is a failure', () => {
    const lost = answer(answer(card(), [a(REQUESTED)], at(1_000)), [], at(6_000));
    expect(judged(answer(lost, [a(PROD_EXCEPTION)], at(3_000), at(7_000)), at(7_000)).verdict).toBe('do-not-hand-over');
  });

  it('does not keep a card from waiting that is asked about in order', () => {
    const unknown = answer(card(), [], at(1_000));
    expect(judged(answer(unknown, [a(READY)], at(2_000)), at(2_000)).verdict).toBe('wait');
  });
});

describe('answers voided by a clock jump or a sleep', () => {
  const voided = (track: CardTrack, ms: number): CardTrack =>
    reduceTrack(track, { kind: 'answers-voided', at: at(ms) });

  it('takes green away at once, however young the answer', () => {
    const green = answer(card(), [a(DONE)], at(1_000));
    expect(judged(green, at(1_001)).verdict).toBe('hand-over');
    expect(judged(voided(green, 1_001), at(1_001))).toEqual({ verdict: 'cannot-tell', doubt: 'clock-jump' });
  });

  it('takes a wait away, and leaves a failure', () => {
    expect(judged(voided(answer(card(), [a(READY)], at(1_000)), 2_000), at(2_000)).verdict).toBe('cannot-tell');
    expect(judged(voided(answer(card(), [a(PROD_EXCEPTION)], at(1_000)), 2_000), at(2_000)).verdict).toBe(
      'do-not-hand-over',
    );
  });

  it.each([
    ['green before', [a(DONE)]],
    ['waiting before', [a(READY)]],
  ])('an answer that was on its way is void too, %s; one asked for after counts', (_, before) => {
    const jumped = voided(answer(card(), before, at(1_000)), 3_000);
    const inFlight = answer(jumped, [a(DONE)], at(2_999), at(3_500));
    expect(judged(inFlight, at(3_500)).verdict).toBe('cannot-tell');
    for (const askedMs of [3_000, 3_001])
      expect(judged(answer(inFlight, [a(DONE)], at(askedMs), at(3_600)), at(3_600)).verdict).toBe('hand-over');
  });

  it('so is the very first answer of a card, when it was asked for before', () => {
    const inFlight = answer(voided(card(), 3_000), [a(DONE)], at(2_999), at(3_500));
    expect(judged(inFlight, at(3_500)).verdict).toBe('cannot-tell');
  });

  it('a second jump voids what the first left standing', () => {
    const after = answer(voided(card(), 3_000), [a(DONE)], at(3_001));
    expect(judged(voided(after, 3_002), at(3_002)).verdict).toBe('cannot-tell');
  });
});
