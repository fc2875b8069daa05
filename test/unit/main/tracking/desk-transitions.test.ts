import { describe, expect, it } from 'vitest';

import { heldCard, type Desk } from '../../../../main/tracking/desk.ts';
import {
  DIALOG_LIMIT_MS,
  REFUSED_SHOWN_MS,
  settled,
  withDeskClosed,
  withDialog,
  withRefusal,
} from '../../../../main/tracking/desk-transitions.ts';
import type { Stamp } from '../../../../main/tracking/instant.ts';
import { withCard, withoutCard, withTrackEvent, type StationState } from '../../../../main/tracking/station-state.ts';
import { DIALOGS, type Dialog } from '../../../../main/tracking/words.ts';
import { at, CARD, DONE, LIMITS, NEWER_START, OTHER_CARD, PACE, PROD_EXCEPTION, produce, READY } from './builders.ts';
import { greenStation, openStation, recorded, told } from './staff-builders.ts';

const UNDO_MS = 30_000;
const CHECKING: Desk = { kind: 'checking', cardId: CARD, operationId: 'op-a', reference: null, at: at(0) };
const GIVEN: Desk = { kind: 'given', cardId: CARD, reference: null, at: at(0) };
const REFUSED: Desk = { kind: 'refused', cardId: CARD, why: 'no-answer', at: at(0) };

function deskAt(state: StationState, now: Stamp): Desk {
  return settled(state, now, LIMITS, PACE, UNDO_MS).desk;
}

function withDesk(desk: Desk): StationState {
  return { ...openStation(), desk };
}

describe('the card that the desk holds on stage', () => {
  it.each<[Desk, string | null]>([
    [{ kind: 'open', dialog: 'reject', cardId: CARD, operationId: null, reference: null, at: at(0) }, CARD],
    [CHECKING, CARD],
    [{ kind: 'free' }, null],
    [GIVEN, null],
    [REFUSED, null],
  ])('$kind', (desk, held) => {
    expect(heldCard(desk)).toBe(held);
  });
});

describe('a dialog', () => {
  it('opens about a watched card, over whatever was shown', () => {
    for (const desk of [{ kind: 'free' }, GIVEN, REFUSED] satisfies Desk[])
      expect(withDialog(withDesk(desk), 'store', CARD, at(1_000)).desk).toEqual({
        kind: 'open',
        dialog: 'store',
        cardId: CARD,
        operationId: null,
        reference: null,
        at: at(1_000),
      });
  });

  it('does not open about a card that is not there, nor over a check with D1', () => {
    expect(withDialog(openStation(), 'store', OTHER_CARD, at(0)).desk).toEqual({ kind: 'free' });
    expect(withDialog(withDesk(CHECKING), 'store', CARD, at(0)).desk).toEqual(CHECKING);
  });

  it('closes, and so does any outcome; a check with D1 goes on', () => {
    expect(withDeskClosed(greenStation()).desk).toEqual({ kind: 'free' });
    expect(withDeskClosed(withDesk(GIVEN)).desk).toEqual({ kind: 'free' });
    expect(withDeskClosed(withDesk(CHECKING)).desk).toEqual(CHECKING);
  });

  it('gives way to the reason why something was not done', () => {
    expect(withRefusal(greenStation(), CARD, 'too-soon', at(9)).desk).toEqual({
      kind: 'refused',
      cardId: CARD,
      why: 'too-soon',
      at: at(9),
    });
  });
});

describe('what time and the cards end', () => {
  const withdrawn = (ms: number): Desk => ({ kind: 'refused', cardId: CARD, why: 'withdrawn', at: at(ms) });

  it('closes the check list the moment the verdict leaves hand-over', () => {
    expect(deskAt(greenStation(), at(60_999))).toMatchObject({ kind: 'open' });
    expect(deskAt(greenStation(), at(61_000))).toEqual(withdrawn(61_000));
    const failed = told(greenStation(), [produce(PROD_EXCEPTION)], 2_000);
    expect(deskAt(failed, at(2_000))).toEqual(withdrawn(2_000));
    const marked = withTrackEvent(greenStation(), CARD, {
      kind: 'marked',
      marks: [{ kind: 'rejected', action: recorded(1, 'rejected') }],
      at: at(2_000),
    });
    expect(deskAt(marked, at(2_000))).toEqual(withdrawn(2_000));
  });

  it.each<Dialog>(['reject', 'store', 'decide-elsewhere', 'remove'])(
    'leaves a dialog open that needs no green: %s',
    (dialog) => {
      const open = withDialog(told(openStation(), [produce(READY)], 1_000), dialog, CARD, at(1_500));
      expect(deskAt(open, at(100_000))).toBe(open.desk);
    },
  );

  it.each(DIALOGS)('closes a dialog when the card has another order than staff have looked at: %s', (dialog) => {
    const open = withDialog(told(openStation(), [produce(DONE)], 1_000), dialog, CARD, at(1_500));
    const again = told(open, [produce(DONE)], 2_000);
    expect(deskAt(again, at(2_000))).toBe(open.desk);
    const newer = told(open, [produce(DONE), produce(DONE, { operationId: 'op-b', startTime: NEWER_START })], 2_000);
    expect(deskAt(newer, at(2_000))).toEqual({ kind: 'refused', cardId: CARD, why: 'changed', at: at(2_000) });
  });

  it.each(DIALOGS)('closes a dialog when the card has another reference: %s', (dialog) => {
    const open = withDialog(told(openStation(), [produce(DONE)], 1_000), dialog, CARD, at(1_500));
    const named = withCard(open, { cardId: CARD, pinnedOperationId: null, reference: 'B 2' }, at(2_000));
    expect(deskAt(named, at(2_000))).toMatchObject({ kind: 'refused', why: 'changed' });
  });

  it('leaves a dialog open when D1 names the first order of the card', () => {
    const open = withDialog(openStation(), 'remove', CARD, at(500));
    expect(deskAt(told(open, [produce(DONE)], 1_000), at(1_000))).toBe(open.desk);
  });

  it('closes any dialog that nobody answers for three minutes, by either clock', () => {
    const open = withDialog(openStation(), 'remove', CARD, at(1_000));
    expect(deskAt(open, at(1_000 + DIALOG_LIMIT_MS - 1))).toBe(open.desk);
    expect(deskAt(open, at(1_000 + DIALOG_LIMIT_MS))).toEqual({ kind: 'free' });
    expect(deskAt(open, at(2_000, DIALOG_LIMIT_MS))).toEqual({ kind: 'free' });
    expect(DIALOG_LIMIT_MS).toBe(180_000);
  });

  it('closes a dialog about a card that has left', () => {
    expect(deskAt(withoutCard(greenStation(), CARD), at(2_000))).toEqual({ kind: 'free' });
  });

  it('shows a handover for as long as it can be undone, and a refusal for twelve seconds', () => {
    expect(deskAt(withDesk(GIVEN), at(UNDO_MS - 1))).toBe(GIVEN);
    expect(deskAt(withDesk(GIVEN), at(UNDO_MS))).toEqual({ kind: 'free' });
    expect(deskAt(withDesk(REFUSED), at(REFUSED_SHOWN_MS - 1))).toBe(REFUSED);
    expect(deskAt(withDesk(REFUSED), at(REFUSED_SHOWN_MS))).toEqual({ kind: 'free' });
    expect(REFUSED_SHOWN_MS).toBe(12_000);
  });

  it('never ends a running check with D1: what asked ends it', () => {
    expect(deskAt(withDesk(CHECKING), at(24 * 3_600_000))).toBe(CHECKING);
  });

  it('ends what can be undone, by either clock', () => {
    const undoable = {
      action: recorded(1, 'stored'),
      card: { cardId: CARD, pinnedOperationId: null, reference: null },
      until: at(30_000),
    };
    const state = { ...openStation(), undoable };
    expect(settled(state, at(29_999), LIMITS, PACE, UNDO_MS)).toBe(state);
    expect(settled(state, at(30_000), LIMITS, PACE, UNDO_MS).undoable).toBeNull();
    expect(settled(state, at(1_000, 29_000), LIMITS, PACE, UNDO_MS).undoable).toBeNull();
  });

  it('is the same state where nothing ended', () => {
    for (const state of [openStation(), greenStation(), withDesk(GIVEN)])
      expect(settled(state, at(2_000), LIMITS, PACE, UNDO_MS)).toBe(state);
  });
});
