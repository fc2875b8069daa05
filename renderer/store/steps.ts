import type { CardView } from '../../main/ipc/contract.ts';
import type { Judgement } from './lease.ts';

/** The way of a card, in order. */
export const STEPS = ['requested', 'at-printer', 'personalised'] as const;

/** `doubt`: the last one that was known, when nothing is certain now. `stopped`: D1 ended the order here. */
export type StepMark = 'done' | 'current' | 'ahead' | 'doubt' | 'stopped';

/** A mark for each step; null where D1 has not said how far the card came. */
export function stepMarks(card: CardView, judgement: Judgement): readonly [StepMark, StepMark, StepMark] | null {
  const reached: StepMark = judgement.verdict === 'cannot-tell' ? 'doubt' : 'current';
  switch (card.phase) {
    case 'requested':
      return [reached, 'ahead', 'ahead'];
    case 'at-printer':
    case 'in-progress':
      return ['done', reached, 'ahead'];
    case 'personalised':
      return ['done', 'done', judgement.verdict === 'hand-over' ? 'done' : reached];
    case 'data-failed':
      return ['stopped', 'ahead', 'ahead'];
    case 'production-failed':
      return ['done', 'stopped', 'ahead'];
    case 'not-asked':
    case 'not-found':
      return ['ahead', 'ahead', 'ahead'];
    case 'cancelled':
    case 'failed':
    case 'unclear':
      return null;
  }
}
