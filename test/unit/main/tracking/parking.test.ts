import { describe, expect, it } from 'vitest';

import { withDialog } from '../../../../main/tracking/desk-transitions.ts';
import { cardsToPark, withParked } from '../../../../main/tracking/parking.ts';
import { withRecorded } from '../../../../main/tracking/recorded.ts';
import { snapshotOf } from '../../../../main/tracking/station-snapshot.ts';
import { pinned, withCard, type StationState } from '../../../../main/tracking/station-state.ts';
import { at, CARD, DONE, judged, LIMITS, OTHER_CARD, PACE, produce, PROD_EXCEPTION } from './builders.ts';
import { openStation, recorded, told } from './staff-builders.ts';

const PARK_MS = 12 * 3_600_000;

/** The first card since zero, the other since an hour later. */
const TWO = withCard(openStation(), { cardId: OTHER_CARD, pinnedOperationId: null, reference: null }, at(3_600_000));

function toPark(state: StationState, ms: number, wallAheadMs = 0): readonly string[] {
  return cardsToPark(state, at(ms, wallAheadMs), PARK_MS);
}

describe('parking', () => {
  it('takes the cards that nobody touched for that long, and no others', () => {
    expect(toPark(TWO, PARK_MS - 1)).toEqual([]);
    expect(toPark(TWO, PARK_MS)).toEqual([CARD]);
    expect(toPark(TWO, PARK_MS + 3_600_000)).toEqual([CARD, OTHER_CARD]);
    expect(toPark(TWO, 0, PARK_MS)).toEqual([CARD]);
  });

  it('counts anew from a touch, not from an answer', () => {
    expect(toPark(pinned(TWO, CARD, at(60_000)), PARK_MS)).toEqual([]);
    expect(toPark(told(TWO, [produce(DONE)], PARK_MS - 1), PARK_MS)).toEqual([CARD]);
  });

  it('counts anew from what staff did with the card: what was found good after all is not put aside moments later', () => {
    const rejected = recorded(1, 'rejected', { reason: 'print', outcome: 'destroyed' });
    const good = recorded(2, 'rejected', { reason: 'print', outcome: 'good-after-all' });
    const state = withRecorded(TWO, good, [rejected, good], at(PARK_MS - 1), 30_000);
    expect(toPark(state, PARK_MS)).toEqual([]);
    expect(toPark(state, 2 * PARK_MS - 2)).toEqual([OTHER_CARD]);
    expect(toPark(state, 2 * PARK_MS - 1)).toEqual([CARD, OTHER_CARD]);
    const undone = recorded(3, 'undone', { undoes: 2 });
    const back = withRecorded(state, undone, [rejected, good, undone], at(PARK_MS + 9), 30_000);
    expect(toPark(back, 2 * PARK_MS + 8)).toEqual([OTHER_CARD]);
  });

  it('never takes the card that staff have a dialog open about', () => {
    expect(toPark(withDialog(TWO, 'remove', CARD, at(0)), PARK_MS + 3_600_000)).toEqual([OTHER_CARD]);
  });

  it('puts the card aside, in sight and not asked for, and a scan brings it back with all that is known of it', () => {
    const failed = told(openStation(null, 'Desk 2'), [produce(PROD_EXCEPTION)], 1_000);
    const parked = withParked(failed, [CARD, 'not-there'], at(PARK_MS));
    expect(parked.cards.size).toBe(0);
    expect([...parked.shelf.values()]).toEqual([
      { card: { cardId: CARD, pinnedOperationId: null, reference: 'Desk 2' }, place: 'parked', since: at(PARK_MS) },
    ]);
    expect(snapshotOf(parked, at(PARK_MS), LIMITS, PACE).shelf).toHaveLength(1);
    const back = withCard(parked, { cardId: CARD, pinnedOperationId: null, reference: null }, at(PARK_MS + 5));
    expect(back.shelf.size).toBe(0);
    expect(back.cards.get(CARD)).toMatchObject({ reference: 'Desk 2', phase: 'not-asked', answer: null });
    const done = told(back, [produce(DONE)], PARK_MS + 1_000).cards.get(CARD);
    expect(done === undefined ? null : judged(done, at(PARK_MS + 1_000)).verdict).toBe('cannot-tell');
  });
});
