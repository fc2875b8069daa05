import type { CardView, MarkView } from '../../main/ipc/contract.ts';
import { effectiveVerdict, type Judgement } from '../store/lease.ts';
import { shownElapsedMs } from '../store/moment.ts';
import { useStation } from './station-context.tsx';

export type Verdict = CardView['verdict'];

/** The attributes by which the screen can be read by a program; kept stable. */
export interface CardAttributes {
  readonly 'data-card-id': string;
  readonly 'data-phase': string;
  readonly 'data-verdict': string;
  readonly 'data-answer-age-ms': string;
}

export const NO_CARD: CardAttributes = {
  'data-card-id': '',
  'data-phase': '',
  'data-verdict': '',
  'data-answer-age-ms': '',
};

/** A card as it may be shown at this moment: judged by the page's clocks, its answer aged by them. */
export interface ShownCard {
  readonly judgement: Judgement;
  /** Age of the newest answer now, in ms; null before the first. */
  readonly answerAgeMs: number | null;
  /** What staff did with it, where that and not D1 forbids handing over. */
  readonly mark: MarkView | null;
  readonly attributes: CardAttributes;
}

export function shownMark(card: CardView, judgement: Judgement): MarkView | null {
  return judgement.verdict === 'do-not-hand-over' ? card.mark : null;
}

export function useShownCard(card: CardView): ShownCard {
  const now = useStation((state) => state.now);
  const receivedAt = useStation((state) => state.receivedAt);
  const judgement = effectiveVerdict(card, receivedAt, now);
  const answerAgeMs = card.answerAgeMs === null ? null : card.answerAgeMs + shownElapsedMs(receivedAt, now);
  return {
    judgement,
    answerAgeMs,
    mark: shownMark(card, judgement),
    attributes: {
      'data-card-id': card.cardId,
      'data-phase': card.phase,
      'data-verdict': judgement.verdict,
      'data-answer-age-ms': answerAgeMs === null ? '' : String(Math.round(answerAgeMs)),
    },
  };
}
