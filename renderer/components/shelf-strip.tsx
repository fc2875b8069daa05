import type { ReactNode } from 'react';

import type { StationView } from '../../main/ipc/contract.ts';
import { ageLine } from '../locales/time-text.ts';
import { mainWallNow } from '../store/station-store.ts';
import { ActionButton } from './action-button.tsx';
import { CardLabel } from './card-label.tsx';
import { useActions, useStation } from './station-context.tsx';
import { useSay } from './words-context.tsx';

type Shelved = StationView['shelf'][number];

/** Cards that are put aside, oldest first, each with its way back. They are not asked for, so they have no verdict. */
export function ShelfStrip(): ReactNode {
  const say = useSay();
  const shelf = useStation((state) => state.view?.shelf ?? null);
  if (shelf === null || shelf.length === 0) return null;
  return (
    <section className="shelf" data-testid="shelf">
      <h2 className="shelf-title">{say({ key: 'shelf.title', values: { count: shelf.length } })}</h2>
      <ul className="shelf-cards">
        {shelf.map((card) => (
          <ShelvedCard key={card.cardId} card={card} />
        ))}
      </ul>
    </section>
  );
}

function ShelvedCard({ card }: { readonly card: Shelved }): ReactNode {
  const say = useSay();
  const { bringBack } = useActions();
  const now = useStation(mainWallNow);
  const age = say(ageLine(now - card.since));
  return (
    <li className="shelf-card" data-testid="shelf-card" data-card-id={card.cardId} data-place={card.place}>
      <span className="shelf-words">
        <span className="shelf-label">
          <CardLabel card={card} />
        </span>
        <span className="shelf-age time">{say({ key: `shelf.${card.place}`, values: { age } })}</span>
      </span>
      <ActionButton
        className="button button-quiet act"
        onAct={() => bringBack(card.cardId)}
        attributes={{ 'data-testid': 'act', 'data-act': 'bring-back' }}
      >
        {say({ key: 'act.bring-back' })}
      </ActionButton>
    </li>
  );
}
