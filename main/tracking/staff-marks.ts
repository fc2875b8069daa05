/** What of the staff's recorded actions still lies over D1's word. Pure. */
import type { CardTrack } from './card-track.ts';
import type { Operation } from './read-answer.ts';
import type { RecordedAction, StaffMark } from './staff-action.ts';

/** D1's clock may be ahead of ours by this much when "began before it" is asked, in ms: rather too long than given twice. */
const CLOCKS_APART_MS = 10 * 60_000;

/**
 * The marks of one card from all of its recorded actions, oldest first. An action that was undone counts as never done;
 * `good-after-all` lifts the rejections of its operation before it.
 */
export function marksOf(actions: readonly RecordedAction[]): readonly StaffMark[] {
  const undone = new Set(actions.map((action) => (action.kind === 'undone' ? action.undoes : null)));
  return actions.reduce<readonly StaffMark[]>(
    (marks, action) => (undone.has(action.number) ? marks : withAction(marks, action)),
    [],
  );
}

function withAction(marks: readonly StaffMark[], action: RecordedAction): readonly StaffMark[] {
  switch (action.kind) {
    case 'handed-over':
    case 'decided-elsewhere':
      return [...marks, { kind: action.kind, action }];
    case 'rejected': {
      const others = marks.filter((mark) => mark.kind !== 'rejected' || mark.action.operationId !== action.operationId);
      return action.outcome === 'good-after-all' ? others : [...others, { kind: 'rejected', action }];
    }
    case 'stored':
    case 'removed':
    case 'undone':
    case 'accepted':
      return marks;
  }
}

type Marked = Pick<CardTrack, 'marks' | 'operation' | 'newestIds'>;

/**
 * The mark that lies over D1's word on the card's present operation; null when none does. A mark without an operation
 * was made when D1 had named none: it covers every order that began before it. While no operation is known, the newest
 * mark counts: only a newer order, seen, lifts it.
 */
export function markInForce({ marks, operation, newestIds }: Marked): StaffMark | null {
  const covering = marks.filter((mark) => {
    const { action } = mark;
    if (operation === null || action.operationId === operation.operationId) return true;
    if (action.operationId === null) return operation.startMs <= action.at + CLOCKS_APART_MS;
    return mark.kind !== 'rejected' && isBefore(operation, action, newestIds);
  });
  return covering.at(-1) ?? null;
}

/**
 * Whether an order, which a slip names, is older than the one whose card the customer has: that one was the newest that D1 has
 * shown, or was made later.
 */
function isBefore({ operationId, endMs }: Operation, given: RecordedAction, newestIds: readonly string[]): boolean {
  if (newestIds.includes(operationId)) return false;
  if (given.operationId !== null && newestIds.includes(given.operationId)) return true;
  return endMs !== null && given.endTime !== null && endMs < given.endTime;
}
