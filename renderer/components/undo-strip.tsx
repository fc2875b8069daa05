import type { ReactNode } from 'react';

import { undoAction, undoWhat } from '../locales/staff-text.ts';
import { nameOf, nameText } from '../store/card-name.ts';
import { ActionButton } from './action-button.tsx';
import { RawText } from './raw-text.tsx';
import { useActions, useStation } from './station-context.tsx';
import { useSay } from './words-context.tsx';

/** The newest action and the way to take it back, at the end of the foot, where it moves nothing when it comes or goes. */
export function UndoStrip(): ReactNode {
  const say = useSay();
  const { undo: takeBack } = useActions();
  const undo = useStation((state) => (state.silent ? null : (state.view?.undo ?? null)));
  const name = useStation(({ view }) => (undo === null ? '' : nameText(nameOf(undo, view))));
  if (undo === null) return null;
  const { number, kind, cardId } = undo;
  return (
    <div className="undo">
      <span className="undo-words">
        {say(undoWhat(undo))}{' '}
        <strong>
          <RawText text={name} />
        </strong>
      </span>
      <ActionButton
        key={number}
        className="button act time"
        onAct={() => takeBack(number)}
        attributes={{ 'data-testid': 'undo', 'data-kind': kind, 'data-card-id': cardId }}
      >
        {say(undoAction(undo))}
      </ActionButton>
    </div>
  );
}
