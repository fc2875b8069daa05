import { describe, expect, it } from 'vitest';

import { withRecorded } from '../../../../main/tracking/recorded.ts';
import type { RecordedAction } from '../../../../main/tracking/staff-action.ts';
import { shelved, withCard, withoutCard, type StationState } from '../../../../main/tracking/station-state.ts';
import { at, CARD, DONE, judged, NEWER_START, produce } from './builders.ts';
import { greenStation, openStation, recorded, told } from './staff-builders.ts';

const UNDO_MS = 30_000;

/** The state after these were recorded one after the other, the first at two seconds. */
function after(state: StationState, ...actions: readonly RecordedAction[]): StationState {
  return actions.reduce(
    (next, action, index) => withRecorded(next, action, actions.slice(0, index + 1), at(2_000 + index * 100), UNDO_MS),
    state,
  );
}

function verdictOf(state: StationState, ms: number): unknown {
  const track = state.cards.get(CARD);
  return track === undefined ? 'not watched' : judged(track, at(ms));
}

function again(state: StationState, ms: number, recordedPast: Parameters<typeof withCard>[3] = null): StationState {
  return withCard(state, { cardId: CARD, pinnedOperationId: null, reference: null }, at(ms), recordedPast);
}

const HANDED_OVER = recorded(1, 'handed-over');
const REJECTED = recorded(1, 'rejected', { reason: 'print', outcome: 'destroyed' });
const UNDONE = recorded(2, 'undone', { undoes: 1 });

describe('a recorded action', () => {
  it('handed over: the card leaves, the screen says to give it, and it can be undone', () => {
    const state = after(told(openStation('op-a', 'Desk 2'), [produce(DONE)], 1_000), HANDED_OVER);
    expect(state.cards.size).toBe(0);
    expect(state.desk).toEqual({ kind: 'given', cardId: CARD, reference: 'Desk 2', at: at(2_000) });
    expect(state.undoable).toEqual({
      action: HANDED_OVER,
      card: { cardId: CARD, pinnedOperationId: 'op-a', reference: 'Desk 2' },
      until: at(32_000),
    });
  });

  it('handed over: the card that is scanned again must not be handed over, with whatever D1 says of that operation', () => {
    const back = again(after(greenStation(), HANDED_OVER), 3_000);
    const mark = { kind: 'handed-over', action: HANDED_OVER };
    expect(verdictOf(back, 3_100)).toEqual({ verdict: 'do-not-hand-over', mark });
    expect(verdictOf(told(back, [produce(DONE)], 4_000), 4_100)).toEqual({ verdict: 'do-not-hand-over', mark });
  });

  it('handed over: a newer order of the card is D1’s word again', () => {
    const back = again(after(greenStation(), HANDED_OVER), 3_000);
    const newer = produce(DONE, { operationId: 'op-b', startTime: NEWER_START });
    expect(verdictOf(told(back, [newer], 4_000), 4_100)).toMatchObject({ verdict: 'hand-over' });
  });

  it.each([
    ['decided-elsewhere', recorded(1, 'decided-elsewhere'), 'do-not-hand-over'],
    ['removed', recorded(1, 'removed'), 'hand-over'],
    ['rejected', REJECTED, 'do-not-hand-over'],
  ])('%s: the card leaves and frees the desk; scanned again and DONE it is: %s', (_kind, action, verdict) => {
    const state = after(greenStation(), action);
    expect(state.cards.size).toBe(0);
    expect(state.shelf.size).toBe(0);
    expect(state.desk).toEqual({ kind: 'free' });
    expect(state.undoable?.action).toBe(action);
    expect(verdictOf(told(again(state, 3_000), [produce(DONE)], 4_000), 4_100)).toMatchObject({ verdict });
  });

  it('stored: the card is put aside, and can be brought back', () => {
    const state = after(greenStation(), recorded(1, 'stored'));
    expect(state.cards.size).toBe(0);
    expect(state.shelf.get(CARD)).toMatchObject({ place: 'stored', since: at(2_000) });
    expect(state.desk).toEqual({ kind: 'free' });
    expect(verdictOf(told(again(state, 3_000), [produce(DONE)], 4_000), 4_100)).toMatchObject({ verdict: 'hand-over' });
  });

  it('good after all: the card stays, with what D1 says', () => {
    const rejected = told(again(after(greenStation(), REJECTED), 3_000), [produce(DONE)], 4_000);
    const good = recorded(2, 'rejected', { reason: 'print', outcome: 'good-after-all' });
    const state = withRecorded(rejected, good, [REJECTED, good], at(5_000), UNDO_MS);
    expect(state.desk).toEqual({ kind: 'free' });
    expect(state.undoable).toMatchObject({ action: good, until: at(35_000) });
    expect(verdictOf(state, 5_100)).toEqual({ verdict: 'hand-over', greenForMs: 58_900 });
  });

  it('accepted: says nothing of any card, and ends no dialog', () => {
    const accepted = recorded(1, 'accepted', { cardId: '', operationId: null });
    const state = greenStation();
    expect(withRecorded(state, accepted, [accepted], at(2_000), UNDO_MS)).toEqual(state);
  });

  it('lies over the card also when it left the screen while the action was being recorded', () => {
    for (const gone of [withoutCard(greenStation(), CARD), shelved(greenStation(), CARD, 'parked', at(1_900))]) {
      const back = again(after(gone, HANDED_OVER), 3_000);
      expect(verdictOf(told(back, [produce(DONE)], 4_000), 4_100)).toMatchObject({ verdict: 'do-not-hand-over' });
    }
  });

  it('of a card on the shelf keeps its reference for the undo', () => {
    const aside = shelved(told(openStation('op-a', 'Desk 2'), [produce(DONE)], 1_000), CARD, 'parked', at(1_900));
    expect(after(aside, HANDED_OVER).undoable?.card).toEqual({
      cardId: CARD,
      pinnedOperationId: 'op-a',
      reference: 'Desk 2',
    });
  });
});

describe('an undone action', () => {
  it.each([
    ['a handover', HANDED_OVER],
    ['a rejection', REJECTED],
    ['a decision made elsewhere', recorded(1, 'decided-elsewhere')],
    ['a removal', recorded(1, 'removed')],
    ['putting aside', recorded(1, 'stored')],
  ])('%s: the card is back, asked about anew, and what D1 says of it counts', (_words, action) => {
    const state = after(told(openStation('op-a', 'Desk 2'), [produce(DONE)], 1_000), action, UNDONE);
    expect(state.desk).toEqual({ kind: 'free' });
    expect(state.undoable).toBeNull();
    expect(state.shelf.size).toBe(0);
    expect(state.cards.get(CARD)).toMatchObject({
      pinnedOperationId: 'op-a',
      reference: 'Desk 2',
      phase: 'not-asked',
      answer: null,
      marks: [],
    });
    expect(verdictOf(state, 2_200)).toEqual({ verdict: 'wait' });
    expect(verdictOf(told(state, [produce(DONE)], 3_000), 3_100)).toMatchObject({ verdict: 'hand-over' });
  });

  it('leaves a card that was scanned again where it is, with the answer that it has', () => {
    const back = told(again(after(greenStation(), HANDED_OVER), 3_000), [produce(DONE)], 4_000);
    const state = withRecorded(back, UNDONE, [HANDED_OVER, UNDONE], at(5_000), UNDO_MS);
    expect(verdictOf(state, 5_100)).toEqual({ verdict: 'hand-over', greenForMs: 58_900 });
    expect(state.pin).toBeNull();
    expect(state.undoable).toBeNull();
  });

  it('of "good after all" makes the card rejected again', () => {
    const good = recorded(2, 'rejected', { outcome: 'good-after-all' });
    const undone = recorded(3, 'undone', { undoes: 2 });
    const rejected = told(again(after(greenStation(), REJECTED), 3_000), [produce(DONE)], 4_000);
    const lifted = withRecorded(rejected, good, [REJECTED, good], at(5_000), UNDO_MS);
    const state = withRecorded(lifted, undone, [REJECTED, good, undone], at(6_000), UNDO_MS);
    expect(verdictOf(state, 6_100)).toEqual({
      verdict: 'do-not-hand-over',
      mark: { kind: 'rejected', action: REJECTED },
    });
  });

  it('leaves an earlier action of the card in force', () => {
    const removed = recorded(2, 'removed');
    const undone = recorded(3, 'undone', { undoes: 2 });
    const state = after(greenStation(), HANDED_OVER, removed, undone);
    expect(verdictOf(told(state, [produce(DONE)], 3_000), 3_100)).toMatchObject({ verdict: 'do-not-hand-over' });
  });

  it('brings a card back as it stood on the shelf where nothing else is known of it', () => {
    const aside = shelved(openStation('op-a', 'Desk 2'), CARD, 'stored', at(1_900));
    const state = withRecorded(aside, UNDONE, [recorded(1, 'stored'), UNDONE], at(2_000), UNDO_MS);
    expect(state.cards.get(CARD)).toMatchObject({ pinnedOperationId: 'op-a', reference: 'Desk 2' });
    const bare = withRecorded(withoutCard(openStation('op-a'), CARD), UNDONE, [UNDONE], at(2_000), UNDO_MS);
    expect(bare.cards.get(CARD)).toMatchObject({ pinnedOperationId: null, reference: null });
  });
});
