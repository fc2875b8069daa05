import type { ReactNode } from 'react';

import type { CardView } from '../../main/ipc/contract.ts';
import { CardStage } from '../components/card-stage.tsx';

/** One card: its verdict fills the screen. */
export function OneCard({ card }: { readonly card: CardView }): ReactNode {
  return <CardStage card={card} />;
}
