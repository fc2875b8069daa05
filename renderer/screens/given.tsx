import type { ReactNode } from 'react';

import type { DeskView } from '../../main/ipc/contract.ts';
import { ActionButton } from '../components/action-button.tsx';
import { CardLabel } from '../components/card-label.tsx';
import { GivenIcon } from '../components/icons.tsx';
import { StageFrame } from '../components/stage-frame.tsx';
import { useActions, useStation, useTimeOf } from '../components/station-context.tsx';
import { secondsLeft } from '../locales/staff-text.ts';
import { useSay } from '../components/words-context.tsx';

/**
 * D1 has confirmed and the handover is recorded: the card goes to the customer now. It stands for what was done, not for
 * what a card on the screen may be, so that it has neither the look nor the attributes of a verdict.
 */
export function Given({ given }: { readonly given: Extract<DeskView, { kind: 'given' }> }): ReactNode {
  const say = useSay();
  const timeOf = useTimeOf();
  const { close, undo: takeBack } = useActions();
  const undo = useStation((state) => state.view?.undo ?? null);
  const { cardId } = given;
  return (
    <StageFrame look="given">
      <div className="outcome" data-testid="given" data-card-id={cardId}>
        <div className="given-picture">
          <GivenIcon />
        </div>
        <h1 className="outcome-title">{say({ key: 'given.title' })}</h1>
        <p className="outcome-card">
          <CardLabel card={given} />
        </p>
        <p className="outcome-note time">{say({ key: 'given.recorded', values: { at: timeOf(given.at) } })}</p>
        <div key={cardId} className="given-acts">
          <ActionButton
            className="button act act-primary"
            onAct={close}
            attributes={{ 'data-testid': 'act', 'data-act': 'close' }}
          >
            {say({ key: 'given.done' })}
          </ActionButton>
          {undo?.cardId === cardId && (
            <ActionButton
              className="button button-quiet act time"
              onAct={() => takeBack(undo.number)}
              attributes={{ 'data-testid': 'undo', 'data-kind': undo.kind, 'data-card-id': cardId }}
            >
              {say({ key: 'given.undo', values: { seconds: secondsLeft(undo.leftMs) } })}
            </ActionButton>
          )}
        </div>
      </div>
    </StageFrame>
  );
}
