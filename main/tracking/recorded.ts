/** What a recorded action changes on the screen: marks, places, what can be undone. Pure. */
import type { CardTrack } from './card-track.ts';
import type { Stamp } from './instant.ts';
import type { NewCard } from './new-track.ts';
import type { RecordedAction, StaffMark } from './staff-action.ts';
import { marksOf } from './staff-marks.ts';
import { shelved, withCard, withPast, withTrackEvent, withoutCard, type StationState } from './station-state.ts';

/**
 * The state after an action was recorded. `all` is every recorded action of the card, the new one included, oldest
 * first; `undoMs` is for how long it can be undone.
 */
export function withRecorded(
  state: StationState,
  action: RecordedAction,
  all: readonly RecordedAction[],
  now: Stamp,
  undoMs: number,
): StationState {
  const track = state.cards.get(action.cardId);
  const card = cardOf(state, track, action.cardId);
  const marked = withMarks(state, action.cardId, marksOf(all), now);
  const until = { mono: now.mono + undoMs, wall: now.wall + undoMs };
  const undoable: StationState = { ...marked, desk: { kind: 'free' }, undoable: { action, card, until } };
  switch (action.kind) {
    case 'handed-over':
      return {
        ...withoutCard(undoable, action.cardId),
        desk: { kind: 'given', cardId: action.cardId, reference: card.reference, at: now },
      };
    case 'decided-elsewhere':
    case 'removed':
      return withoutCard(undoable, action.cardId);
    case 'rejected':
      // "Good after all" gives the card back to D1's word, on the screen; any other outcome ends it.
      return action.outcome === 'good-after-all' ? undoable : withoutCard(undoable, action.cardId);
    case 'stored':
      return shelved(undoable, action.cardId, 'stored', now);
    case 'undone':
      return withUndone(state, action, all, now);
    case 'accepted':
      return marked;
  }
}

/** The card is watched again, from its first question on: what D1 said before the action is no answer any more. */
function withUndone(
  state: StationState,
  action: RecordedAction,
  all: readonly RecordedAction[],
  now: Stamp,
): StationState {
  const marks = marksOf(all);
  const free: StationState = { ...state, desk: { kind: 'free' }, undoable: null };
  if (state.cards.has(action.cardId)) return withTrackEvent(free, action.cardId, { kind: 'marked', marks, at: now });
  const card = state.undoable?.card ?? cardOf(state, undefined, action.cardId);
  const back = withCard(free, card, now);
  return withTrackEvent(back, action.cardId, { kind: 'marked', marks, at: now });
}

/** What lies over D1's word, also for a card that left the screen while its action was being recorded. */
function withMarks(state: StationState, cardId: string, marks: readonly StaffMark[], at: Stamp): StationState {
  const past = state.past.get(cardId);
  if (state.cards.has(cardId) || past === undefined)
    return withTrackEvent(state, cardId, { kind: 'marked', marks, at });
  return withPast(state, cardId, { ...past, marks });
}

function cardOf(state: StationState, track: CardTrack | undefined, cardId: string): NewCard {
  if (track !== undefined) return { cardId, pinnedOperationId: track.pinnedOperationId, reference: track.reference };
  return state.shelf.get(cardId)?.card ?? { cardId, pinnedOperationId: null, reference: null };
}
