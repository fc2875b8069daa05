import { parseInstant } from './instant.ts';
import { phaseOf, type OperationPhase } from './phase.ts';
import { AnswerBody, PRODUCE, ProduceEntry } from './wire.ts';

/** Which operation an answer is read for. Without a pinned operation the newest `startTime` counts. */
export interface Watched {
  readonly cardId: string;
  readonly pinnedOperationId: string | null;
}

/** One PRODUCE operation of the watched card, as read from one answer. */
export interface Operation {
  readonly operationId: string;
  readonly phase: OperationPhase;
  /** D1's `status` and `details.status`, letter by letter. */
  readonly status: string;
  readonly detail: string;
  /** ms since 1970; `endMs` is null when D1 gave none or none that can be read. */
  readonly startMs: number;
  readonly endMs: number | null;
  readonly reason: string | null;
  readonly errorCode: string | null;
  readonly error: string | null;
}

/** What one answer says of one card. `malformed` is a fault and no answer at all. */
export type Reading =
  /** `older` stood beside it: it is not the one that counts, and what was said of it is not forgotten either. */
  | { readonly kind: 'operation'; readonly operation: Operation; readonly older: readonly Operation[] }
  | { readonly kind: 'no-operation' }
  /** Two operations share the newest start, or one stands there twice with different content; `seen` is all of it. */
  | { readonly kind: 'unclear'; readonly seen: readonly Operation[] }
  | { readonly kind: 'malformed'; readonly detail: string };

/** Longest text of D1 that is kept; the screen cuts at 200. */
const MAX_TEXT_LENGTH = 400;

/**
 * Reads the JSON body of one answer for one card. Pure and total: every input gives exactly one reading.
 *
 * Entries of other operations and other cards are ignored unparsed. One PRODUCE entry of this card that cannot be read
 * spoils the whole answer, and so does one that does not say whose card it is: a newer order could hide behind an
 * older DONE.
 */
export function readAnswer(body: unknown, watched: Watched): Reading {
  const envelope = AnswerBody.safeParse(body);
  if (!envelope.success) return malformed('the answer has no list "operations" of objects');

  const operations: Operation[] = [];
  for (const entry of envelope.data.operations) {
    if (entry['operation'] !== PRODUCE) continue;
    if (typeof entry['cardId'] !== 'string') return malformed('a PRODUCE operation names no cardId');
    if (entry['cardId'] !== watched.cardId) continue;
    const operation = readEntry(entry);
    if (operation.kind === 'malformed') return operation;
    operations.push(operation.operation);
  }
  return choose(operations, watched.pinnedOperationId);
}

function readEntry(
  entry: unknown,
): { readonly kind: 'entry'; readonly operation: Operation } | Extract<Reading, { kind: 'malformed' }> {
  const parsed = ProduceEntry.safeParse(entry);
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.join('.') ?? '';
    return malformed(`a PRODUCE operation of this card has no readable "${path}"`);
  }
  const { operationId, status, startTime, endTime, details, errorCode, error } = parsed.data;
  const startMs = parseInstant(startTime);
  if (startMs === null) return malformed('a PRODUCE operation of this card has no readable "startTime"');
  return {
    kind: 'entry',
    operation: {
      operationId,
      phase: phaseOf(status, details.status),
      status: cut(status),
      detail: cut(details.status),
      startMs,
      endMs: endTime === undefined ? null : parseInstant(endTime),
      reason: text(details.reason),
      errorCode: text(errorCode),
      error: text(error),
    },
  };
}

function choose(operations: readonly Operation[], pinnedOperationId: string | null): Reading {
  const candidates =
    pinnedOperationId === null ? operations : operations.filter((one) => one.operationId === pinnedOperationId);
  if (candidates.length === 0) return { kind: 'no-operation' };

  const newestStartMs = candidates.reduce((newest, one) => Math.max(newest, one.startMs), -Infinity);
  const byId = new Map<string, Operation>();
  for (const one of candidates) {
    const twin = byId.get(one.operationId);
    if (twin !== undefined && !sameContent(twin, one)) return { kind: 'unclear', seen: candidates };
    byId.set(one.operationId, one);
  }
  const newest = [...byId.values()].filter((one) => one.startMs === newestStartMs);
  const [only] = newest;
  if (only === undefined || newest.length > 1) return { kind: 'unclear', seen: candidates };
  return { kind: 'operation', operation: only, older: [...byId.values()].filter((one) => one !== only) };
}

function sameContent(one: Operation, other: Operation): boolean {
  return (Object.keys(one) as (keyof Operation)[]).every((key) => one[key] === other[key]);
}

function malformed(detail: string): { readonly kind: 'malformed'; readonly detail: string } {
  return { kind: 'malformed', detail };
}

function text(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : cut(value);
}

function cut(value: string): string {
  return value.length > MAX_TEXT_LENGTH ? value.slice(0, MAX_TEXT_LENGTH) : value;
}
