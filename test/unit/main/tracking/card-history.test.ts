import { describe, expect, it } from 'vitest';

import { reduceTrack, type CardTrack } from '../../../../main/tracking/card-track.ts';
import { newTrack } from '../../../../main/tracking/new-track.ts';
import {
  answer,
  answers,
  at,
  card,
  DONE,
  END,
  judged,
  LATER_END,
  NEWER_START,
  produce,
  PROD_EXCEPTION,
  READY,
} from './builders.ts';

/** The same card, added again a minute later with what was known of it. */
function addedAgain(known: CardTrack, pinnedOperationId: string | null = null): CardTrack {
  return newTrack({ cardId: known.cardId, pinnedOperationId, reference: null }, at(60_000), known);
}

const b = produce(DONE, { operationId: 'op-b', startTime: NEWER_START });

describe('a card that is added again with its history', () => {
  it('is not green before an answer of its own', () => {
    const again = addedAgain(answer(card(), [produce(DONE)], at(59_000)));
    expect(judged(again, at(60_000)).verdict).toBe('wait');
    expect(judged(again, at(70_000)).verdict).toBe('cannot-tell');
    expect(judged(answer(again, [produce(DONE)], at(61_000)), at(61_000)).verdict).toBe('hand-over');
  });

  it.each([null, 'op-a'])('keeps a failure that came after a DONE, pinned or not: %s', (pinned) => {
    const failed = answers(card(), [[produce(DONE, { endTime: END })], [produce(PROD_EXCEPTION, { endTime: END })]]);
    const after = answer(addedAgain(failed, pinned), [produce(DONE, { endTime: LATER_END })], at(61_000));
    expect(after.phase).toBe('production-failed');
  });

  it.each([
    [LATER_END, 'personalised'],
    [END, 'unclear'],
    [undefined, 'unclear'],
  ])('weighs a DONE that ended %s against an earlier failure', (endTime, phase) => {
    const failed = answer(card(), [produce(PROD_EXCEPTION, { endTime: END })], at(1_000));
    expect(answer(addedAgain(failed), [produce(DONE, { endTime })], at(61_000)).phase).toBe(phase);
  });

  it('takes a pending answer after an earlier DONE as unclear', () => {
    const done = answer(card(), [produce(DONE)], at(1_000));
    expect(answer(addedAgain(done), [produce(READY)], at(61_000)).phase).toBe('unclear');
  });

  it('knows no more orders of one start than it needs, however many D1 names, and stays unclear', () => {
    const orders = (from: number) =>
      Array.from({ length: 500 }, (_none, index) => produce(DONE, { operationId: `op-${String(from + index)}` }));
    const many = answers(card(), [[produce(DONE)], orders(0), orders(500), orders(1_000)]);
    expect(many.newestIds.length).toBeLessThanOrEqual(20);
    expect(many.newestIds).toContain('op-a');
    expect(many.phase).toBe('unclear');
    const again = newTrack({ cardId: many.cardId, pinnedOperationId: null, reference: null }, at(60_000), many);
    for (const one of [many, again]) expect(answer(one, [produce(DONE)], at(61_000)).phase).toBe('unclear');
  });

  it('still knows of the newer order: an answer without it is unclear', () => {
    const again = addedAgain(answers(card(), [[produce(DONE)], [b]]));
    expect(answer(again, [produce(DONE)], at(61_000)).phase).toBe('unclear');
    expect(answer(again, [b], at(61_000)).phase).toBe('personalised');
  });

  it('still knows that there was an order: an answer without any is unclear', () => {
    const again = addedAgain(answer(card(), [produce(READY)], at(1_000)));
    expect(answer(again, [], at(61_000)).phase).toBe('unclear');
    expect(answer(addedAgain(answer(card(), [], at(1_000))), [], at(61_000)).phase).toBe('not-found');
  });

  it('does not hold a newer order against the one that is pinned now', () => {
    const both = answer(card(), [b, produce(READY)], at(1_000));
    expect(answer(addedAgain(both, 'op-a'), [produce(DONE)], at(61_000)).phase).toBe('personalised');
  });

  it('still knows which operation had the newest start: another with the same start is unclear', () => {
    const again = addedAgain(answer(card(), [b], at(1_000)));
    expect(answer(again, [{ ...b, operationId: 'op-c' }], at(61_000)).phase).toBe('unclear');
  });

  it('still knows of a start that two operations shared', () => {
    const again = addedAgain(answer(card(), [b, { ...b, operationId: 'op-c' }], at(1_000)));
    expect(answer(again, [b], at(61_000)).phase).toBe('unclear');
  });

  it('still knows of a clock jump: an answer that was on its way before both is void', () => {
    const jumped = reduceTrack(answer(card(), [produce(DONE)], at(1_000)), { kind: 'answers-voided', at: at(59_500) });
    const inFlight = answer(addedAgain(jumped), [produce(DONE)], at(59_000), at(60_100));
    expect(judged(inFlight, at(60_100)).verdict).toBe('cannot-tell');
    expect(judged(answer(inFlight, [produce(DONE)], at(60_200)), at(60_200)).verdict).toBe('hand-over');
  });

  // Met by the sequences of a whole station: the failure stood beside a newer order, and the card was pinned later.
  it('still knows of a failure of an order that stood beside a newer one, when that order is pinned', () => {
    const both = answer(card(), [b, produce(PROD_EXCEPTION)], at(1_000));
    expect(both.operation?.operationId).toBe('op-b');
    expect(answer(addedAgain(both, 'op-a'), [produce(DONE, { endTime: END })], at(61_000)).phase).toBe('unclear');
    expect(answer(addedAgain(both, 'op-b'), [b], at(61_000)).phase).toBe('personalised');
  });

  it('still knows of a DONE of an order that stood beside a newer one, so that no step back is taken as read', () => {
    const both = answer(card(), [b, produce(DONE)], at(1_000));
    expect(answer(addedAgain(both, 'op-a'), [produce(READY)], at(61_000)).phase).toBe('unclear');
  });
});
