/** How dialogs open and close, and when time or the cards end them. Pure. */
import { isOther, type Desk } from './desk.ts';
import { elapsed, isOver, type Stamp } from './instant.ts';
import type { Limits, Pace } from './limits.ts';
import type { StationState } from './station-state.ts';
import { judgeAt } from './verdict.ts';
import type { ActRefusal, Dialog } from './words.ts';

/** A dialog that nobody answers gives the stage back after this long, in ms: staff have gone to the customer. */
export const DIALOG_LIMIT_MS = 180_000;
/** How long the screen says why something was not done, in ms: two short sentences, read twice. */
export const REFUSED_SHOWN_MS = 12_000;

/** Opens a dialog about a watched card; refused while D1 is being asked for another press. */
export function withDialog(state: StationState, dialog: Dialog, cardId: string, at: Stamp): StationState {
  const track = state.cards.get(cardId);
  if (state.desk.kind === 'checking' || track === undefined) return state;
  const operationId = track.operation?.operationId ?? null;
  return { ...state, desk: { kind: 'open', dialog, cardId, operationId, reference: track.reference, at } };
}

/** D1 is asked once more about the order and the reference that staff have looked at; nothing for a card that is gone. */
export function withChecking(
  state: StationState,
  { cardId, operationId }: { readonly cardId: string; readonly operationId: string },
  at: Stamp,
): StationState {
  const track = state.cards.get(cardId);
  if (track === undefined) return state;
  return { ...state, desk: { kind: 'checking', cardId, operationId, reference: track.reference, at } };
}

/** Closes whatever dialog or outcome is shown; a running check with D1 goes on. */
export function withDeskClosed(state: StationState): StationState {
  return state.desk.kind === 'checking' ? state : { ...state, desk: { kind: 'free' } };
}

export function withRefusal(state: StationState, cardId: string, why: ActRefusal, at: Stamp): StationState {
  return { ...state, desk: { kind: 'refused', cardId, why, at } };
}

/**
 * The state with everything about the desk ended that time or the cards have ended. The check list closes the moment
 * the verdict leaves `hand-over`, and every dialog when the card has another order or reference than staff have looked at;
 * `undoMs` is how long the outcome of a press stays.
 */
export function settled(state: StationState, now: Stamp, limits: Limits, pace: Pace, undoMs: number): StationState {
  const desk = settledDesk(state, now, limits, pace, undoMs);
  const undoable = state.undoable !== null && !isOver(state.undoable.until, now) ? state.undoable : null;
  return desk === state.desk && undoable === state.undoable ? state : { ...state, desk, undoable };
}

function settledDesk(state: StationState, now: Stamp, limits: Limits, pace: Pace, undoMs: number): Desk {
  const { desk } = state;
  const free: Desk = { kind: 'free' };
  switch (desk.kind) {
    case 'free':
    case 'checking':
      return desk;
    case 'open': {
      const track = state.cards.get(desk.cardId);
      if (track === undefined || elapsed(desk.at, now) >= DIALOG_LIMIT_MS) return free;
      if (isOther(desk, track)) return { kind: 'refused', cardId: desk.cardId, why: 'changed', at: now };
      if (desk.dialog !== 'hand-over') return desk;
      const { verdict } = judgeAt(track, { now, limits, pace });
      return verdict === 'hand-over' ? desk : { kind: 'refused', cardId: desk.cardId, why: 'withdrawn', at: now };
    }
    case 'given':
      return elapsed(desk.at, now) < undoMs ? desk : free;
    case 'refused':
      return elapsed(desk.at, now) < REFUSED_SHOWN_MS ? desk : free;
  }
}
