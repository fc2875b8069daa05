/** The newest lines of the log, as they may leave the branch: each read again by the list of its fields, ids cut to their ends. Pure. */
import { listed } from '../../diagnostics/log.ts';

/** So many characters of a card id tell two cards of a day apart over the phone, and no card is found by them elsewhere. */
const TAIL = 4;
/** Digits in a row from here on can be a card number, whatever else they are. */
const LONG_NUMBER = /\d{9,}/g;

/** The newest `max` lines of `text`, oldest first. A line that is not one of the log is only counted. */
export function logLines(
  text: string,
  max: number,
): { readonly lines: readonly string[]; readonly unreadable: number } {
  const rows = text.split('\n').filter((row) => row !== '');
  const read = rows.map(rowOf);
  // Of all rows: the detail of one can name the card of another.
  const cardIds = [...new Set(read.flatMap((row) => (row === null || row.cardId === '' ? [] : [row.cardId])))];
  // The longest first: one id can be a part of another.
  cardIds.sort((one, other) => other.length - one.length);
  const newest = read.slice(-max);
  return {
    lines: newest.flatMap((row) => (row === null ? [] : [shortened(row.line, cardIds)])),
    unreadable: newest.filter((row) => row === null).length,
  };
}

interface Row {
  readonly line: string;
  readonly cardId: string;
}

function rowOf(text: string): Row | null {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return null;
    const { at, mono } = parsed as Readonly<Record<string, unknown>>;
    if (typeof at !== 'string' || typeof mono !== 'number') return null;
    const fields = listed(parsed);
    const { cardId } = fields;
    return { line: JSON.stringify({ at, mono, ...fields }), cardId: typeof cardId === 'string' ? cardId : '' };
  } catch {
    return null;
  }
}

/** Ids of calls and clocks stay: they are no cards, and support looks for them. */
function shortened(line: string, cardIds: readonly string[]): string {
  const fields = JSON.parse(line) as Record<string, unknown>;
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value !== 'string' || name === 'at' || name === 'correlationId' || name === 'certificateEnds') continue;
    const without = cardIds.reduce((text, id) => text.replaceAll(id, tailOf(id)), value);
    fields[name] = without.replace(LONG_NUMBER, tailOf);
  }
  return JSON.stringify(fields);
}

function tailOf(id: string): string {
  return id.length <= TAIL ? '…' : `…${id.slice(-TAIL)}`;
}
