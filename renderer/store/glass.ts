/**
 * What is really on the glass: a press is about the card that was painted when the finger came down, which can be older
 * than the newest snapshot, and main is told which one it was.
 */
import type { StationView } from '../../main/ipc/contract.ts';

/** Which snapshot a press was made on, and what it had on stage. */
export interface Press {
  readonly cardId: string;
  readonly operationId: string | null;
  readonly sequence: number;
}

export interface Glass {
  /** React has put this snapshot into the document. */
  committed(view: StationView): void;
  /** Every snapshot up to this number has been painted. */
  painted(sequence: number): void;
  /** The press on this card; null while another card, or none, is painted. */
  press(cardId: string): Press | null;
}

interface Committed {
  readonly sequence: number;
  readonly stage: Omit<Press, 'sequence'> | null;
}

export function createGlass(): Glass {
  let waiting: readonly Committed[] = [];
  let shown: Committed | null = null;
  return {
    committed(view) {
      waiting = [...waiting, { sequence: view.sequence, stage: stageOf(view) }];
    },
    painted(sequence) {
      shown = waiting.filter((each) => each.sequence <= sequence).at(-1) ?? shown;
      waiting = waiting.filter((each) => each.sequence > sequence);
    },
    press(cardId) {
      if (shown?.stage?.cardId !== cardId) return null;
      return { ...shown.stage, sequence: shown.sequence };
    },
  };
}

function stageOf({ cards, stage }: StationView): Committed['stage'] {
  const card = cards.find(({ cardId }) => cardId === stage);
  return card === undefined ? null : { cardId: card.cardId, operationId: card.operationId };
}
