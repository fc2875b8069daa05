/** Which cards nobody has touched for so long that they are put aside and no longer asked for. Pure. */
import { heldCard } from './desk.ts';
import { elapsed, type Stamp } from './instant.ts';
import { shelved, type StationState } from './station-state.ts';

/** The cards to park now; never the one that staff have a dialog open about. */
export function cardsToPark(state: StationState, now: Stamp, parkAfterMs: number): readonly string[] {
  const held = heldCard(state.desk);
  return [...state.cards.values()]
    .filter((track) => track.cardId !== held && elapsed(track.touchedAt, now) >= parkAfterMs)
    .map((track) => track.cardId);
}

export function withParked(state: StationState, cardIds: readonly string[], now: Stamp): StationState {
  return cardIds.reduce((next, cardId) => shelved(next, cardId, 'parked', now), state);
}
