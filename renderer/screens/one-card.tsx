import type { ReactNode } from 'react';

import type { CardView } from '../../main/ipc/contract.ts';
import { CardStage } from '../components/card-stage.tsx';
import { HeldStage } from '../components/dialog/held-stage.tsx';
import { RefusedStage } from '../components/refused-stage.tsx';
import { useShownDesk } from '../components/station-context.tsx';
import { useShownCard } from '../components/verdict-look.ts';
import type { ShownDesk } from '../store/shown-desk.ts';

interface OneCardProps {
  readonly card: CardView;
  readonly dialog: Extract<ShownDesk, { kind: 'dialog' }> | null;
}

/** One card: its verdict fills the screen, or the dialog that staff have opened about it, or what was refused. */
export function OneCard({ card, dialog }: OneCardProps): ReactNode {
  const refused = useShownDesk().kind === 'refused';
  const green = useShownCard(card).judgement.verdict === 'hand-over';
  // A dialog about another card than the one on stage waits until main has put its card there.
  if (dialog?.card.cardId === card.cardId) return <HeldStage desk={dialog} />;
  return green && refused ? <RefusedStage card={card} /> : <CardStage card={card} />;
}
