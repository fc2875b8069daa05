import type { ReactNode } from 'react';

import type { CardView } from '../../main/ipc/contract.ts';
import { CardList } from '../components/card-list.tsx';
import { CardStage } from '../components/card-stage.tsx';

interface SeveralProps {
  readonly stage: CardView;
  readonly others: readonly CardView[];
}

/** Several cards: one on stage, the rest beside it in the order that main gave. */
export function Several({ stage, others }: SeveralProps): ReactNode {
  return (
    <div className="several">
      <CardStage card={stage} />
      <CardList cards={others} />
    </div>
  );
}
