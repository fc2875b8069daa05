import { describe, expect, it } from 'vitest';

import { busyWith, OCCUPATIONS } from '../../../../main/kiosk/busy-with.ts';
import { EMPTY_STATION, type StationState } from '../../../../main/tracking/station-state.ts';

const START = { mono: 0, wall: 0 };
const empty: StationState = { ...EMPTY_STATION, ledger: 'accepted' };

describe('the station is needed', () => {
  it('for nothing with nothing on it, nor for an action that can no longer be taken back', () => {
    expect(busyWith(empty, false, START)).toEqual([]);
    expect(busyWith({ ...empty, undoable: { until: START } } as StationState, false, { mono: 1, wall: 1 })).toEqual([]);
  });

  it.each<[string, string, object]>([
    ['card', 'a card is on it', { cards: new Map([['card', {}]]) }],
    [
      'dialog',
      'a dialog is open',
      { desk: { kind: 'open', dialog: 'reject', cardId: 'card', operationId: null, reference: null, at: START } },
    ],
    [
      'dialog',
      'D1 is asked',
      { desk: { kind: 'checking', cardId: 'card', operationId: 'o', reference: null, at: START } },
    ],
    ['dialog', 'an outcome is read', { desk: { kind: 'given', cardId: 'card', reference: null, at: START } }],
    ['undo', 'the newest act can be taken back', { undoable: { until: { mono: 1_000, wall: 1_000 } } }],
    ['record', 'the record is being opened', { ledger: 'opening' }],
  ])('for %s while %s', (occupation, _name, over) => {
    expect(busyWith({ ...empty, ...over }, false, START)).toEqual([occupation]);
  });

  it('for the administrator who is signed in, and for everything at once', () => {
    expect(busyWith(empty, true, START)).toEqual(['administrator']);
    const all = {
      cards: new Map([['card', {}]]),
      desk: { kind: 'given', cardId: 'card', reference: null, at: START },
      undoable: { until: { mono: 1_000, wall: 1_000 } },
      ledger: 'opening',
    };
    expect(busyWith(all as unknown as StationState, true, START)).toEqual(OCCUPATIONS);
  });
});
