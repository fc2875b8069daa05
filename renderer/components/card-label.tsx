import type { ReactNode } from 'react';

import type { CardView } from '../../main/ipc/contract.ts';
import { cardTail } from '../locales/line.ts';
import { RawText } from './raw-text.tsx';
import { useSay } from './words-context.tsx';

/** How staff know the card: its reference, always with its label, else the end of its card id. */
export function CardLabel({ card }: { readonly card: Pick<CardView, 'cardId' | 'reference'> }): ReactNode {
  const say = useSay();
  const named = card.reference !== null;
  return (
    <>
      <span className="label">{say({ key: named ? 'fact.reference' : 'fact.card' })}</span>
      <span className="label-value">
        <RawText text={card.reference ?? cardTail(card.cardId)} />
      </span>
    </>
  );
}
