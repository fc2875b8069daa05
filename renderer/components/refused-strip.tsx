import type { ReactNode } from 'react';

import { refusalLines } from '../locales/staff-text.ts';
import { ActionButton } from './action-button.tsx';
import { CardLabel } from './card-label.tsx';
import { FaultIcon } from './icons.tsx';
import { useActions, useShownDesk, useStation } from './station-context.tsx';
import { useSay } from './words-context.tsx';

/** What was asked for and not done: what happened, that nothing was recorded, what to do now. */
export function RefusedStrip(): ReactNode {
  const say = useSay();
  const { close } = useActions();
  const desk = useShownDesk();
  const cards = useStation((state) => state.view?.cards ?? null);
  if (desk.kind !== 'refused') return null;
  const { why, cardId } = desk.refused;
  // Named as on the stage. A card that has left the screen has only its id.
  const card = cards?.find((shown) => shown.cardId === cardId) ?? { cardId, reference: null };
  const { what, nothing, now } = refusalLines(why);
  return (
    <section className="refused" data-testid="refused" data-why={why} data-card-id={cardId}>
      <span className="refused-icon">
        <FaultIcon />
      </span>
      <div className="refused-words">
        <p className="refused-what">
          {say(what)} <strong>{say(nothing)}</strong>
        </p>
        <p className="refused-now">
          {say(now)}{' '}
          {cardId !== '' && (
            <span className="refused-card">
              <CardLabel card={card} />
            </span>
          )}
        </p>
      </div>
      <ActionButton className="button act" onAct={close} attributes={{ 'data-testid': 'act', 'data-act': 'close' }}>
        {say({ key: 'act.close' })}
      </ActionButton>
    </section>
  );
}
