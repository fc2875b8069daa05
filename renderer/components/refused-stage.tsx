import type { ReactNode } from 'react';

import type { CardView } from '../../main/ipc/contract.ts';
import { CardLabel } from './card-label.tsx';
import { RefusedStrip } from './refused-strip.tsx';
import { StageActs } from './stage-acts.tsx';
import { StageFrame } from './stage-frame.tsx';
import { useShownCard } from './verdict-look.ts';

/**
 * A press was refused on a card that could be handed over. Until somebody has read it no green fills the screen: from across
 * the room it would say to give a card that the sentence says to keep.
 */
export function RefusedStage({ card }: { readonly card: CardView }): ReactNode {
  const { judgement, attributes } = useShownCard(card);
  return (
    <StageFrame look="held" attributes={attributes}>
      <div className="refused-stage">
        <p className="held-card">
          <CardLabel card={card} />
        </p>
        <RefusedStrip />
        <StageActs card={card} judgement={judgement} />
      </div>
    </StageFrame>
  );
}
