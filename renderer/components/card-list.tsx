import { memo, type ReactNode } from 'react';

import type { CardView, MarkView } from '../../main/ipc/contract.ts';
import type { Line } from '../locales/line.ts';
import { markListed } from '../locales/staff-text.ts';
import { phaseLine, verdictWord } from '../locales/verdict-text.ts';
import { ageLine, calmAge } from '../locales/time-text.ts';
import type { Judgement } from '../store/lease.ts';
import { mainWallNow } from '../store/station-store.ts';
import { ActionButton } from './action-button.tsx';
import { CardLabel } from './card-label.tsx';
import { VerdictIcon } from './icons.tsx';
import { useActions, useStation } from './station-context.tsx';
import { useShownCard } from './verdict-look.ts';
import { useSay } from './words-context.tsx';

/** The cards that are not on stage, in main's order; a touch puts one on stage. */
export function CardList({
  cards,
  held = false,
}: {
  readonly cards: readonly CardView[];
  /** A dialog holds the stage: the list is to be seen and not touched. */
  readonly held?: boolean;
}): ReactNode {
  const say = useSay();
  return (
    <aside className="list" inert={held}>
      <h2 className="list-title">{say({ key: 'list.title', values: { count: cards.length } })}</h2>
      <ul className="list-cards">
        {cards.map((card) => (
          <li key={card.cardId}>
            <ListedCard card={card} />
          </li>
        ))}
      </ul>
    </aside>
  );
}

/** Its time is that of the wait; once D1 has ended the order, how long the card has lain there since. */
function ListedCard({ card }: { readonly card: CardView }): ReactNode {
  const say = useSay();
  const { focus } = useActions();
  const since = card.endedAt === null ? card.addedAt : card.phaseSince;
  const ageMs = useStation((state) => calmAge(mainWallNow(state) - since));
  const { judgement, mark, attributes } = useShownCard(card);
  return (
    <ActionButton
      className="tile"
      onAct={() => focus(card.cardId)}
      attributes={{ ...attributes, 'data-testid': 'card', 'data-patience': card.patience, 'data-mark': mark?.kind }}
    >
      <TileFace
        verdict={judgement.verdict}
        word={say(tileWord(card, judgement, mark))}
        time={say(ageLine(ageMs))}
        cardId={card.cardId}
        reference={card.reference}
      />
    </ActionButton>
  );
}

interface TileFaceProps {
  readonly verdict: Judgement['verdict'];
  readonly word: string;
  readonly time: string;
  readonly cardId: string;
  readonly reference: string | null;
}

/** What is seen of a listed card: with most snapshots the same as before, and then not drawn again. */
const TileFace = memo(function TileFace({ verdict, word, time, cardId, reference }: TileFaceProps): ReactNode {
  return (
    <>
      <span className="tile-icon">
        <VerdictIcon verdict={verdict} />
      </span>
      <span className="tile-word">{word}</span>
      <span className="tile-time time">{time}</span>
      <span className="tile-card">
        <CardLabel card={{ cardId, reference }} />
      </span>
    </>
  );
});

/** A wait by its phase, a card that staff are done with by what they did, and else the verdict. */
function tileWord(card: CardView, judgement: Judgement, mark: MarkView | null): Line {
  if (judgement.verdict === 'wait') return phaseLine(card);
  return mark === null ? verdictWord(judgement) : markListed(mark);
}
