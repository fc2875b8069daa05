import type { Doubt } from './verdict.ts';
import type { Patience, Verdict } from './words.ts';

/** What the order of the cards on screen depends on. */
export interface Ranked {
  readonly cardId: string;
  readonly verdict: Verdict;
  readonly doubt: Doubt | null;
  readonly patience: Patience;
  /** D1 has said DONE of the card's operation before. */
  readonly wasGreen: boolean;
  /** A person has seen that the card must not be handed over. */
  readonly acknowledged: boolean;
  /** ms since 1970 */
  readonly addedAt: number;
}

/**
 * The cards in stage order: what most needs a person first, oldest first within a rank, those of one moment as they come.
 * `pinned` (a touch or an open dialog) comes before everything; the first card is the one on stage.
 */
export function stageOrder<T extends Ranked>(cards: readonly T[], pinned: string | null): readonly T[] {
  return cards
    .map((card) => ({ card, rank: card.cardId === pinned ? 0 : rankOf(card) }))
    .sort((a, b) => a.rank - b.rank || a.card.addedAt - b.card.addedAt)
    .map(({ card }) => card);
}

function rankOf(card: Ranked): number {
  switch (card.verdict) {
    case 'do-not-hand-over':
      return card.acknowledged ? 8 : 1;
    case 'hand-over':
      return 2;
    case 'cannot-tell':
      return card.wasGreen ? 3 : 4;
    case 'wait':
      return { stuck: 5, slow: 6, normal: 7 }[card.patience];
  }
}
