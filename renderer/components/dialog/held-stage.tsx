import type { ReactNode } from 'react';

import { markWord } from '../../locales/staff-text.ts';
import { verdictWord } from '../../locales/verdict-text.ts';
import type { ShownDesk } from '../../store/shown-desk.ts';
import { CardLabel } from '../card-label.tsx';
import { VerdictIcon } from '../icons.tsx';
import { StageFrame } from '../stage-frame.tsx';
import { useShownCard } from '../verdict-look.ts';
import { CheckListDialog } from './check-list-dialog.tsx';
import { PlainDialog } from './plain-dialog.tsx';
import { RejectDialog } from './reject-dialog.tsx';
import { useSay } from '../words-context.tsx';

/**
 * The stage while a dialog is open. What is being done fills it, in no verdict's colours: from across the room a form is
 * not to be taken for a verdict. A verdict that forbids stays in sight above it, small. Green does not: nobody gives a card
 * while its points are open, or one that is being rejected; and a dialog closes by itself when D1 takes its word back.
 */
export function HeldStage({ desk }: { readonly desk: Extract<ShownDesk, { kind: 'dialog' }> }): ReactNode {
  const say = useSay();
  const { card } = desk;
  const { judgement, mark, attributes } = useShownCard(card);
  return (
    <StageFrame look="held" attributes={attributes}>
      <div className="held">
        <div className="held-head">
          {judgement.verdict !== 'hand-over' && (
            <p className="held-verdict" data-verdict={judgement.verdict}>
              <span className="held-icon">
                <VerdictIcon verdict={judgement.verdict} />
              </span>
              <span className="held-word">{say(mark === null ? verdictWord(judgement) : markWord(mark))}</span>
            </p>
          )}
          <p className="held-card">
            <CardLabel card={card} />
          </p>
        </div>
        <OpenDialog desk={desk} />
      </div>
    </StageFrame>
  );
}

function OpenDialog({ desk }: { readonly desk: Extract<ShownDesk, { kind: 'dialog' }> }): ReactNode {
  const { card, allowed, dialog } = desk;
  switch (dialog) {
    case 'hand-over':
      return <CheckListDialog key={card.cardId} card={card} allowed={allowed} />;
    case 'reject':
      return <RejectDialog key={card.cardId} card={card} allowed={allowed} />;
    case 'store':
    case 'decide-elsewhere':
    case 'remove':
      return <PlainDialog key={`${dialog} ${card.cardId}`} dialog={dialog} card={card} allowed={allowed} />;
  }
}
