/** What the station is needed for at this moment: while it is for anything, it is neither restarted nor updated. Pure. */
import type { Stamp } from '../tracking/instant.ts';
import type { StationState } from '../tracking/station-state.ts';

/**
 * `card`: one is on the screen. `dialog`: a dialog or an outcome is open, or D1 is asked for a handover. `undo`: the newest
 * action can still be taken back. `record`: it is being opened. `administrator`: somebody is signed in.
 */
export const OCCUPATIONS = ['card', 'dialog', 'undo', 'record', 'administrator'] as const;
export type Occupation = (typeof OCCUPATIONS)[number];

/** Everything of it; empty when nobody needs the station. Cards that were put away are in the record and come back. */
export function busyWith(
  state: Pick<StationState, 'cards' | 'desk' | 'undoable' | 'ledger'>,
  administratorIsOpen: boolean,
  now: Stamp,
): readonly Occupation[] {
  const { cards, desk, undoable, ledger } = state;
  const busy: Readonly<Record<Occupation, boolean>> = {
    card: cards.size > 0,
    dialog: desk.kind !== 'free',
    undo: undoable !== null && now.mono < undoable.until.mono,
    record: ledger === 'opening',
    administrator: administratorIsOpen,
  };
  return OCCUPATIONS.filter((occupation) => busy[occupation]);
}
