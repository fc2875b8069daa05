import type { ReactNode } from 'react';

import { nameOf, nameText, type Named } from '../store/card-name.ts';
import { RawText } from './raw-text.tsx';
import { useStation } from './station-context.tsx';
import { useSay } from './words-context.tsx';

/** How staff know the card: its reference, always with its label, else the end of its card id; both where it needs both. */
export function CardLabel({ card }: { readonly card: Named }): ReactNode {
  const say = useSay();
  const name = useStation(({ view }) => nameText(nameOf(card, view)));
  const named = card.reference !== null;
  return (
    <>
      <span className="label">{say({ key: named ? 'fact.reference' : 'fact.card' })}</span>
      <span className="label-value">
        <RawText text={name} />
      </span>
    </>
  );
}
