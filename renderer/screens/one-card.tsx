import type { ReactNode } from 'react';

import type { CardView } from '../../main/ipc/contract.ts';
import { CardStage } from '../components/card-stage.tsx';
import { HeldStage } from '../components/dialog/held-stage.tsx';
import type { ShownDesk } from '../store/shown-desk.ts';

interface OneCardProps {
  readonly card: CardView;
  readonly dialog: Extract<ShownDesk, { kind: 'dialog' }> | null;
}

/** One card: its verdict fills the screen, or the dialog that staff have opened about it. */
export function OneCard({ card, dialog }: OneCardProps): ReactNode {
  // A dialog about another card than the one on stage waits until main has put its card there.
  return dialog?.card.cardId === card.cardId ? <HeldStage desk={dialog} /> : <CardStage card={card} />;
}
