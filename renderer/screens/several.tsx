import type { ReactNode } from 'react';

import type { CardView } from '../../main/ipc/contract.ts';
import { CardList } from '../components/card-list.tsx';

interface SeveralProps {
  readonly others: readonly CardView[];
  /** Something holds the stage: the others are to be seen, with all that changes, and not touched. */
  readonly held: boolean;
  /** A dialog needs the room: the others shrink to a line. */
  readonly compact?: boolean;
  readonly children: ReactNode;
}

/** Several cards: the stage, and the others beside it in the order that main gave. */
export function Several({ others, held, compact = false, children }: SeveralProps): ReactNode {
  if (others.length === 0) return children;
  return (
    <div className="several" data-compact={compact}>
      {children}
      <CardList cards={others} held={held} />
    </div>
  );
}
