/** One row of the record as it lies in the file, and the text of it that is signed. */
import { z } from 'zod';

import type { RecordedAction } from '../tracking/staff-action.ts';
import { ACTION_KINDS, REJECT_OUTCOMES, REJECT_REASONS, type ActionKind } from '../tracking/words.ts';
import type { Database, SqlValue } from './load-sqlite.ts';

/** `started` is the ledger's own: the record began anew over whatever lay there, and `note` says why. */
export type RowKind = ActionKind | 'started';

export interface ActionRow extends Omit<RecordedAction, 'kind'> {
  readonly kind: RowKind;
  /** `started`: cause and sentence. `accepted`: the administrator's reason. One line. */
  readonly note: string | null;
  /** `started` only: the digest over every row before it, as it was found. */
  readonly covers: string | null;
  /** MAC of the row before; empty for the very first. */
  readonly prev: string;
}

/** The columns in the order in which they are signed; `mac` stands apart. */
const COLUMNS = {
  number: 'number',
  kind: 'kind',
  at: 'at',
  cardId: 'card_id',
  operationId: 'operation_id',
  by: 'by',
  second: 'second',
  reason: 'reason',
  outcome: 'outcome',
  endTime: 'end_time',
  correlationId: 'correlation_id',
  answerAt: 'answer_at',
  undoes: 'undoes',
  note: 'note',
  covers: 'covers',
  prev: 'prev',
} as const satisfies Record<keyof ActionRow, string>;
const FIELDS = Object.keys(COLUMNS) as readonly (keyof ActionRow)[];
const SELECTED = [...FIELDS.map((field) => `"${COLUMNS[field]}" AS "${field}"`), 'mac'].join(', ');

/** A row as read: whatever the file holds, nothing is trusted yet. */
export type RawRow = Readonly<Record<keyof ActionRow | 'mac', unknown>>;

/**
 * The text that is signed: a JSON array of every column, in order, after the id of the ledger. JSON keeps text,
 * numbers and nothing apart, and no two rows have the same text. Integers read as bigint or number give the same one.
 */
export function signedText(ledgerId: string, row: RawRow | ActionRow): string {
  const values = FIELDS.map((field) => {
    const value = row[field];
    return typeof value === 'bigint' ? Number(value) : value;
  });
  return JSON.stringify(['card-station action 1', ledgerId, ...values]);
}

/** A row made fit for the file: whole milliseconds, and text that is the same after it was stored. */
export function storable<R extends ActionRow>(row: R): R {
  const fit = Object.entries(row).map(([field, value]: [string, unknown]) => [
    field,
    typeof value === 'number' ? Math.round(value) : typeof value === 'string' ? storableText(value) : value,
  ]);
  return Object.fromEntries(fit) as R;
}

/** Half a surrogate pair becomes another character in UTF-8, and a NUL may end the text. */
export function storableText(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8').replaceAll('\0', '\ufffd');
}

const instant = z.int();
const Row = z.object({
  number: z.int().positive(),
  kind: z.enum([...ACTION_KINDS, 'started']),
  at: instant,
  cardId: z.string(),
  operationId: z.string().nullable(),
  by: z.string().nullable(),
  second: z.string().nullable(),
  reason: z.enum(REJECT_REASONS).nullable(),
  outcome: z.enum(REJECT_OUTCOMES).nullable(),
  endTime: instant.nullable(),
  correlationId: z.string().nullable(),
  answerAt: instant.nullable(),
  undoes: z.int().nullable(),
  note: z.string().nullable(),
  covers: z.string().nullable(),
  prev: z.string(),
  mac: z.string(),
});
export type SignedRow = ActionRow & { readonly mac: string };

/** The row as data; null when its fields are not what a row can hold. */
export function parseRow(raw: RawRow): SignedRow | null {
  const values = Object.entries(raw).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]);
  const parsed = Row.safeParse(Object.fromEntries(values));
  return parsed.success ? parsed.data : null;
}

/** What staff did, without what only the chain needs; null for the ledger's own rows. */
export function actionOf(row: SignedRow): RecordedAction | null {
  const { kind, number, at, cardId, operationId, by, second, reason, outcome } = row;
  const { endTime, correlationId, answerAt, undoes } = row;
  if (kind === 'started') return null;
  const who = { by, second, reason, outcome };
  return { number, kind, at, cardId, operationId, ...who, endTime, correlationId, answerAt, undoes };
}

export function insertRow(database: Database, row: SignedRow): void {
  rowInserter(database)(row);
}

/** Adds many rows with one statement. */
export function rowInserter(database: Database): (row: SignedRow) => void {
  const columns = [...FIELDS.map((field) => `"${COLUMNS[field]}"`), 'mac'];
  const insert = database.prepare(
    `INSERT INTO actions (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  return (row) => {
    const values: SqlValue[] = [...FIELDS.map((field) => row[field]), row.mac];
    insert.run(...values);
  };
}

/** What rows are asked for by; every one of these is answered by an index. Numbers begin at 1: nothing hides below. */
export const ROW_QUERIES = {
  after: `SELECT ${SELECTED} FROM actions WHERE number > ? ORDER BY number LIMIT ?`,
  ofCard: `SELECT ${SELECTED} FROM actions WHERE card_id = ? AND number > 0 ORDER BY number`,
  since: `SELECT ${SELECTED} FROM actions WHERE at >= ? AND at < ? AND number > 0 ORDER BY at, number`,
} as const;

/** Rows as they lie in the file. A damaged number may be larger than JavaScript's: it is read whole. */
export function readRows(database: Database, query: keyof typeof ROW_QUERIES, ...values: SqlValue[]): RawRow[] {
  const statement = database.prepare(ROW_QUERIES[query]);
  statement.setReadBigInts(true);
  return statement.all(...values) as RawRow[];
}
