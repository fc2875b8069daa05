/** What staff did with a card, as the ledger keeps it, and what of it still counts. Pure. */
import type { ActionKind, RejectOutcome, RejectReason } from './words.ts';

/** One entry of the record of staff actions. Nothing in it is a card number or a customer's name. */
export interface StaffAction {
  readonly kind: ActionKind;
  /** Wall clock, ms since 1970. */
  readonly at: number;
  readonly cardId: string;
  /** The operation that it was done to; null when D1 had named none. */
  readonly operationId: string | null;
  /** Initials or badge of the first and the second person; null where nobody is asked: by the station, or for an undo. */
  readonly by: string | null;
  readonly second: string | null;
  /** `rejected` only. */
  readonly reason: RejectReason | null;
  readonly outcome: RejectOutcome | null;
  /** `handed-over` only: what D1 said on the second read. Instants are ms since 1970. */
  readonly endTime: number | null;
  readonly correlationId: string | null;
  readonly answerAt: number | null;
  /** `undone` only: the number of the action that it takes back. */
  readonly undoes: number | null;
}

/** An action with its number in the record: 1 for the first ever, rising by one. */
export interface RecordedAction extends StaffAction {
  readonly number: number;
}

/** What lies over D1's word for one card: until it is undone, or a newer order comes. */
export interface StaffMark {
  readonly kind: 'handed-over' | 'rejected' | 'decided-elsewhere';
  readonly action: RecordedAction;
}

/** An action of which only the kind and the card are known; the rest is filled in by who records it. */
export function staffAction(known: Pick<StaffAction, 'kind' | 'at' | 'cardId'> & Partial<StaffAction>): StaffAction {
  return {
    operationId: null,
    by: null,
    second: null,
    reason: null,
    outcome: null,
    endTime: null,
    correlationId: null,
    answerAt: null,
    undoes: null,
    ...known,
  };
}
