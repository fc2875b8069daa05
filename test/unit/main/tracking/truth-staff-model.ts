/**
 * A second, independent reading of what staff did, over the record alone: whether something lies over D1's word on an
 * operation. It shares no code with main.
 */
import type { RecordedAction } from '../../../../main/tracking/staff-action.ts';

const CLOCKS_APART_MS = 600_000;

function wasUndone(action: RecordedAction, record: readonly RecordedAction[]): boolean {
  return record.some((other) => other.kind === 'undone' && other.undoes === action.number);
}

/** Rejected, and later found good after all. */
function wasLifted(action: RecordedAction, record: readonly RecordedAction[]): boolean {
  if (action.kind !== 'rejected') return false;
  return record.some(
    (other) =>
      other.number > action.number &&
      other.kind === 'rejected' &&
      other.outcome === 'good-after-all' &&
      other.operationId === action.operationId &&
      !wasUndone(other, record),
  );
}

function forbids(action: RecordedAction): boolean {
  if (action.kind === 'rejected') return action.outcome !== 'good-after-all';
  return action.kind === 'handed-over' || action.kind === 'decided-elsewhere';
}

/** The numbers of the actions that forbid handing this operation over. */
export function covering(record: readonly RecordedAction[], operationId: string, startMs: number): readonly number[] {
  return record
    .filter((action) => forbids(action) && !wasUndone(action, record) && !wasLifted(action, record))
    .filter((action) =>
      action.operationId === null ? startMs <= action.at + CLOCKS_APART_MS : action.operationId === operationId,
    )
    .map((action) => action.number);
}

/** True when this operation was handed over and that was not taken back. */
export function standsHandedOver(record: readonly RecordedAction[], operationId: string): boolean {
  return record.some(
    (action) => action.kind === 'handed-over' && action.operationId === operationId && !wasUndone(action, record),
  );
}
