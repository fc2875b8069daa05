/** What of main's desk the page may show at this moment: what main says, or less. */
import type { CardView, DeskView, StationView } from '../../main/ipc/contract.ts';
import { effectiveVerdict, isSilent, silenceLimitMs } from './lease.ts';
import { elapsedBetween, type Moment } from './moment.ts';

type Of<K extends DeskView['kind']> = Extract<DeskView, { kind: K }>;

export type ShownDesk =
  | { readonly kind: 'none' }
  /** `allowed` is false when the card has changed under the dialog: then it can only be closed. */
  | {
      readonly kind: 'dialog';
      readonly dialog: Of<'open'>['dialog'];
      readonly card: CardView;
      readonly allowed: boolean;
    }
  /** `askedMs` is for how long D1 has been asked at the moment of the snapshot. */
  | { readonly kind: 'checking'; readonly card: CardView; readonly askedMs: number; readonly limitMs: number }
  | { readonly kind: 'given'; readonly given: Of<'given'> }
  | { readonly kind: 'refused'; readonly refused: Of<'refused'> };

export const NOTHING_SHOWN: ShownDesk = { kind: 'none' };

/**
 * The desk by the page's own clocks. Silence takes everything away. The check list goes with the verdict it belongs to;
 * the outcome of a handover goes when its time is over or when the clocks cannot be believed.
 */
export function shownDesk(view: StationView | null, receivedAt: Moment, now: Moment): ShownDesk {
  if (view?.screen.kind !== 'board' || isSilent(receivedAt, now, silenceLimitMs(view))) return NOTHING_SHOWN;
  const { desk } = view;
  switch (desk.kind) {
    case 'free':
      return NOTHING_SHOWN;
    case 'open': {
      const card = view.cards.find(({ cardId }) => cardId === desk.cardId);
      if (card === undefined) return NOTHING_SHOWN;
      const { dialog } = desk;
      if (dialog === 'hand-over' && effectiveVerdict(card, receivedAt, now).verdict !== 'hand-over')
        return NOTHING_SHOWN;
      return { kind: 'dialog', dialog, card, allowed: card.acts.includes(dialog) };
    }
    case 'checking': {
      const card = view.cards.find(({ cardId }) => cardId === desk.cardId);
      if (card === undefined) return NOTHING_SHOWN;
      return { kind: 'checking', card, askedMs: Math.max(0, view.at - desk.since), limitMs: desk.limitMs };
    }
    case 'given': {
      const elapsed = elapsedBetween(receivedAt, now);
      return elapsed.kind === 'ms' && elapsed.ms < desk.leftMs ? { kind: 'given', given: desk } : NOTHING_SHOWN;
    }
    case 'refused':
      return { kind: 'refused', refused: desk };
  }
}

/** Names what lies under a finger: while it stays the same, a press means what was there when the finger set out. */
export function stageKey(view: StationView | null, stageCardId: string | null): string {
  if (view === null) return '';
  const { cards, desk, shelf } = view;
  const operationId = cards.find(({ cardId }) => cardId === stageCardId)?.operationId;
  const parts = [stageCardId ?? '', operationId ?? '', shelf.length > 0 ? 'shelf' : ''];
  switch (desk.kind) {
    case 'free':
    case 'refused':
      return parts.join('|');
    case 'open':
      return [...parts, desk.dialog, desk.cardId].join('|');
    case 'checking':
    case 'given':
      return [...parts, desk.kind, desk.cardId].join('|');
  }
}
