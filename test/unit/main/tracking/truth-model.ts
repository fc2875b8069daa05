/**
 * A second, independent reading of the rules for green, written over the raw answers of D1 alone. It shares no code
 * with main and says only when green would be wrong, so that the program may be stricter than it.
 */
import type { Stamp } from '../../../../main/tracking/instant.ts';
import { CARD, type Entry } from './builders.ts';

/** An answer as it came: what it held, when it was asked for. Kept in the order of arrival. */
export interface Arrived {
  readonly entries: readonly Entry[];
  readonly sentAt: Stamp;
  /** The operation that the card was pinned to when it came. */
  readonly pinned: string | null;
}

const FRESH_MS = 60_000;

function detailOf(entry: Entry): unknown {
  return (entry['details'] as Entry)['status'];
}

function ours(entries: readonly Entry[], pinned: string | null): readonly Entry[] {
  return entries.filter(
    (entry) =>
      entry['operation'] === 'PRODUCE' &&
      entry['cardId'] === CARD &&
      (pinned === null || entry['operationId'] === pinned),
  );
}

export function startOf(entry: Entry): number {
  return Date.parse(entry['startTime'] as string);
}

/** The one operation that an answer may speak for, given all that was ever seen of the card; null when there is none. */
function spokenFor(entries: readonly Entry[], seen: readonly Entry[], pinned: string | null): string | null {
  if (pinned !== null) return ours(entries, pinned).length > 0 ? pinned : null;
  const newest = Math.max(...seen.map(startOf));
  const ever = new Set(seen.filter((entry) => startOf(entry) === newest).map((entry) => entry['operationId']));
  const here = ours(entries, pinned).find((entry) => startOf(entry) === newest);
  return ever.size === 1 && here !== undefined ? (here['operationId'] as string) : null;
}

/** The operation of which this answer says DONE, exactly and alone; null for every other answer. */
export function doneOperation(arrived: Arrived, all: readonly Arrived[]): string | null {
  const { pinned } = arrived;
  const seen = all.flatMap((one) => ours(one.entries, one.pinned));
  const operationId = spokenFor(arrived.entries, seen, pinned);
  const said = ours(arrived.entries, pinned).filter((entry) => entry['operationId'] === operationId);
  const exact = said.every((entry) => entry['status'] === 'SUCCESSFUL' && detailOf(entry) === 'CARD_PROD_DONE');
  return operationId !== null && said.length > 0 && exact ? operationId : null;
}

/** The answer that was asked for last; of two asked for at once the one that came later. */
export function newestOf(arrived: readonly Arrived[]): Arrived | null {
  return arrived.reduce<Arrived | null>(
    (best, one) => (best === null || one.sentAt.mono >= best.sentAt.mono ? one : best),
    null,
  );
}

/**
 * Why green would be wrong now; null when the rules on the newest answer leave it open. `current` are the answers since
 * the card was last put on the screen, `all` are those of the times before as well.
 */
export function objectionToGreen(
  current: readonly Arrived[],
  all: readonly Arrived[],
  voids: readonly Stamp[],
  now: Stamp,
): string | null {
  const newest = newestOf(current);
  if (newest === null) return 'no answer yet';
  if (doneOperation(newest, all) === null) return 'the newest answer is no exact DONE of the watched operation';
  if (now.mono - newest.sentAt.mono >= FRESH_MS || now.wall - newest.sentAt.wall >= FRESH_MS)
    return 'the newest answer is stale';
  if (voids.some((at) => at.mono > newest.sentAt.mono)) return 'the newest answer is void';
  const last = current[current.length - 1];
  if (last === undefined || doneOperation(last, all) === null) return 'the answer that came last contradicts';
  return null;
}

const FAILED_WORDS = new Set(['DATA_EXCEPTION', 'CARD_PROD_EXCEPTION', 'CARD_PROD_CANCELED']);

/** D1 said in these words that the operation failed; a contradiction is no failure. */
function isFailure(entry: Entry): boolean {
  return entry['status'] === 'FAILED' && FAILED_WORDS.has(String(detailOf(entry)));
}

function isDone(entry: Entry): boolean {
  return entry['status'] === 'SUCCESSFUL' && detailOf(entry) === 'CARD_PROD_DONE';
}

/** Why the earlier failures of this operation forbid green; `all` is in the order in which it was asked. */
export function objectionOfFailures(all: readonly Arrived[], operationId: string): string | null {
  const told = all.map(({ entries, pinned }) =>
    ours(entries, pinned).filter((entry) => entry['operationId'] === operationId),
  );
  const final = told[told.length - 1]?.find(isDone);
  const ends = told
    .flat()
    .filter(isFailure)
    .map((entry) => entry['endTime']);
  const doneAt = final?.['endTime'];
  const later = (end: unknown): boolean =>
    typeof end === 'string' && typeof doneAt === 'string' && Date.parse(doneAt) > Date.parse(end);
  if (!ends.every(later)) return 'a failure that this DONE is not later than';
  const firstDone = told.findIndex((entries) => entries.length === 1 && entries.every(isDone));
  const failedAfter =
    firstDone >= 0 && told.slice(firstDone + 1).some((entries) => entries.length === 1 && entries.every(isFailure));
  return failedAfter ? 'a failure after a DONE' : null;
}
