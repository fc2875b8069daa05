/** The record as text for auditors: every field of every row, and at the end the checkpoint and the head. */
import { statSync } from 'node:fs';
import { join } from 'node:path';

import { readRows, type RawRow } from './action-row.ts';
import { readChain } from './chain-table.ts';
import { loadSqlite, type Database, type Sqlite } from './load-sqlite.ts';
import { closeQuietly, LEDGER_FILE, openReadOnly } from './open-file.ts';
import { faultOf, ledgerFault, type LedgerFault } from './sqlite-fault.ts';

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** From the first moment (included) to the last (not included), ms since 1970. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

const FIELDS = [
  'record',
  'number',
  'time',
  'kind',
  'cardId',
  'operationId',
  'by',
  'second',
  'reason',
  'outcome',
  'endTime',
  'correlationId',
  'answerTime',
  'undoes',
  'note',
  'covers',
  'previousMac',
  'mac',
  'ledgerId',
] as const;
type Line = Partial<Readonly<Record<(typeof FIELDS)[number], string | number | null>>>;

export type Exported =
  | { readonly kind: 'exported'; readonly actions: number }
  /** There is no record in the folder. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'fault'; readonly fault: LedgerFault };

/** Rows that are read at once. */
const SLICE_ROWS = 500;

/**
 * Gives the lines to `write`, from one moment of the file, beside a running station. The number of actions, or why it
 * could not be done; what `write` throws is thrown on.
 */
export function exportLedger(
  folder: string,
  period: Period,
  format: ExportFormat,
  write: (text: string) => void,
  sqlite: () => Sqlite = loadSqlite,
): Exported {
  if (isMissing(join(folder, LEDGER_FILE))) return { kind: 'nothing' };
  const text = format === 'csv' ? csvLine : jsonLine;
  let database: Database | null = null;
  try {
    database = openReadOnly(folder, sqlite());
    database.exec('BEGIN');
    const chain = readChain(database);
    if (chain === null) return { kind: 'fault', fault: ledgerFault('damaged', 'The end of the record is missing.') };
    if (format === 'csv') write(`${FIELDS.join(',')}\r\n`);
    let actions = 0;
    let position: bigint | number = 0;
    for (;;) {
      const rows = readRows(database, 'after', position, SLICE_ROWS);
      for (const row of rows) {
        position = row.number as bigint;
        if (Number(row.at) < period.from || Number(row.at) >= period.to) continue;
        write(text(lineOf(row)));
        actions += 1;
      }
      if (rows.length < SLICE_ROWS) break;
    }
    const { checkpoint, tail, ledgerId } = chain;
    const time = isoTime(checkpoint.at);
    const { count, mac, digest } = checkpoint;
    if (count > 0) write(text({ record: 'checkpoint', number: count, time, covers: digest, mac, ledgerId }));
    write(text({ record: 'head', number: tail.count, mac: tail.mac, ledgerId }));
    return { kind: 'exported', actions };
  } catch (error) {
    if (error instanceof Error && 'errcode' in error) return { kind: 'fault', fault: faultOf(error, folder) };
    throw error;
  } finally {
    closeQuietly(database);
  }
}

/** True only where there certainly is none: what else is wrong shows when it is opened. */
function isMissing(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}

function lineOf(row: RawRow): Line {
  return {
    record: 'action',
    number: whole(row.number),
    time: isoTime(row.at),
    kind: plain(row.kind),
    cardId: plain(row.cardId),
    operationId: plain(row.operationId),
    by: plain(row.by),
    second: plain(row.second),
    reason: plain(row.reason),
    outcome: plain(row.outcome),
    endTime: isoTime(row.endTime),
    correlationId: plain(row.correlationId),
    answerTime: isoTime(row.answerAt),
    undoes: whole(row.undoes),
    note: plain(row.note),
    covers: plain(row.covers),
    previousMac: plain(row.prev),
    mac: plain(row.mac),
  };
}

function plain(value: unknown): string | null {
  // Text is all that these columns hold, unless the file is damaged.
  return value === null || typeof value === 'string' ? value : `(${typeof value})`;
}

function whole(value: unknown): number | null {
  return value === null ? null : Number(value);
}

/** ISO 8601, UTC; a damaged number that is no time stays a number. */
function isoTime(value: unknown): string | number | null {
  if (value === null) return null;
  const date = new Date(Number(value));
  return Number.isNaN(date.getTime()) ? Number(value) : date.toISOString();
}

/** One JSON object; fields that do not apply are left out. */
function jsonLine(line: Line): string {
  return `${JSON.stringify(line)}\n`;
}

/** Programs that show tables run a cell that begins so as a formula; behind an apostrophe it is text. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NEEDS_QUOTES = /[",\r\n\t;]|^\s|\s$/;

/** Source: RFC 4180. */
function csvLine(line: Line): string {
  return `${FIELDS.map((field) => csvCell(line[field] ?? null)).join(',')}\r\n`;
}

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
