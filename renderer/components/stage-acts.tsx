import type { ReactNode } from 'react';

import type { CardView } from '../../main/ipc/contract.ts';
import { actLine } from '../locales/staff-text.ts';
import { stageActs, type CardAct } from '../store/acts.ts';
import type { Judgement } from '../store/lease.ts';
import { ActionButton } from './action-button.tsx';
import { useActions, useStation, type StationActions } from './station-context.tsx';
import { useSay } from './words-context.tsx';

/** What can be done with the card: one large button where it may be handed over, the others always in their places. */
export function StageActs({ card, judgement }: { readonly card: CardView; readonly judgement: Judgement }): ReactNode {
  const say = useSay();
  const actions = useActions();
  const silent = useStation((state) => state.silent);
  const { primary, others } = stageActs(card, judgement, silent);
  return (
    // New buttons for each card: a press that began on one card cannot end on the next.
    <div key={card.cardId} className="acts" role="group" aria-label={say({ key: 'act.label' })}>
      {primary !== null && (
        <ActionButton
          className="button act act-primary"
          onAct={() => carryOut(actions, primary, card.cardId)}
          attributes={{ 'data-testid': 'act', 'data-act': primary, 'data-place': 'primary' }}
        >
          {say({ key: `act.${primary}` })}
        </ActionButton>
      )}
      {others.map(({ act, place }) => (
        <ActionButton
          key={act}
          className="button button-quiet act"
          onAct={() => carryOut(actions, act, card.cardId)}
          attributes={{ 'data-testid': 'act', 'data-act': act, 'data-place': place }}
        >
          {say(actLine(act, card))}
        </ActionButton>
      ))}
    </div>
  );
}

function carryOut(actions: StationActions, act: CardAct, cardId: string): void {
  if (act === 'acknowledge') actions.acknowledge(cardId);
  else actions.open(act, cardId);
}
