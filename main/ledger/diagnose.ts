/** What file and keychain say together: whether the record is whole, and if not, what happened to it. Pure. */
import type { Anchor, Head } from './anchor.ts';
import type { ChainProblem, Walk } from './chain.ts';
import { BORN_FRESH, type ChainFacts } from './chain-table.ts';
import type { LedgerCause } from './sqlite-fault.ts';

/** What was found in the file: what it says of itself, and what the walk over its rows says. */
export interface Found {
  readonly facts: Pick<ChainFacts, 'ledgerId' | 'born' | 'tail' | 'checkpoint'>;
  readonly tailSealed: boolean;
  readonly walk: Walk;
  /** What is wrong with the way by which rows are found, a part of a sentence; null when nothing. */
  readonly indexProblem: string | null;
}

export type Diagnosis =
  /** Nothing was ever recorded: key and head are to be made. */
  | { readonly kind: 'first' }
  /** Whole; the head may be behind the file, by rows that were written before the program ended. */
  | { readonly kind: 'whole' }
  | { readonly kind: 'trouble'; readonly cause: LedgerCause; readonly detail: string };

/** Decides in the order of what explains most: the keychain, the file as a whole, its rows, its end. */
export function diagnose(found: Found, { key, head }: Anchor): Diagnosis {
  const { facts, walk } = found;
  const blank = facts.tail.count === 0 && walk.rows === 0;
  const known = head.kind === 'value' ? head.value : null;
  if (blank && facts.born !== BORN_FRESH)
    return trouble('damaged', `The damaged record was set aside as ${facts.born}.`);
  if (blank && known !== null && known.count > 0 && known.ledgerId !== facts.ledgerId)
    return trouble('lost', `The record of ${String(known.count)} ${known.count === 1 ? 'row' : 'rows'} is not there.`);
  if (blank && head.kind !== 'spoiled' && (known === null || known.count === 0)) return { kind: 'first' };
  if (key.kind === 'absent') return trouble('key-missing', 'The keychain holds no key for this record.');
  if (key.kind === 'spoiled') return trouble('key-changed', 'The key in the keychain is not one that was made here.');
  if (head.kind === 'spoiled')
    return trouble('key-changed', 'The head in the keychain is not one that was written here.');
  return ofRows(found, known);
}

function ofRows({ facts, walk, tailSealed, indexProblem }: Found, head: Head | null): Diagnosis {
  const { tail } = facts;
  if (walk.rows > 0 && walk.changedRows === walk.rows && !tailSealed)
    return trouble('key-changed', 'The key in the keychain is not the one that signed this record: no row fits it.');
  const [first] = walk.problems;
  if (first !== undefined) return trouble('chain-broken', problemSentence(first, walk.problemCount));
  if (indexProblem !== null) return trouble('chain-broken', `The rows of a card cannot be relied on: ${indexProblem}.`);
  if (!tailSealed || tail.count !== walk.tail.count || tail.mac !== walk.tail.mac) {
    const missing = tail.count > walk.tail.count;
    return trouble(
      'chain-broken',
      missing ? `${rowsSentence(walk.tail.count + 1, tail.count)} at the end.` : 'The end of the record was altered.',
    );
  }
  if (head === null) return trouble('key-missing', 'The keychain holds no head for this record.');
  if (head.ledgerId !== facts.ledgerId)
    return trouble('lost', 'The record is not there; another one lies in its place.');
  if (tail.count < head.count)
    return trouble('rolled-back', `This is an older copy of the record. ${rowsSentence(tail.count + 1, head.count)}.`);
  // Retention never removes a row that the head does not know of yet; a head that is older still was put back itself.
  if (head.count >= facts.checkpoint.count && walk.macAtWatched !== head.mac)
    return trouble('chain-broken', `Row ${String(head.count)} is not the one that the keychain knows.`);
  return { kind: 'whole' };
}

/** One problem in a sentence, for support and for the administrator. */
export function problemSentence({ number, until, at, what }: ChainProblem, count: number): string {
  const when = at === null ? '' : ` of ${new Date(at).toISOString()}`;
  const more = count > 1 ? ` ${String(count - 1)} more ${count === 2 ? 'problem' : 'problems'}.` : '';
  return `${sentence()}${more}`;

  function sentence(): string {
    switch (what) {
      case 'changed':
        return `Row ${String(number)}${when} was changed.`;
      case 'moved':
        return `Row ${String(number)}${when} does not follow the row before it.`;
      case 'missing':
        return `${rowsSentence(number, until)}.`;
      case 'covered':
        return `Rows before row ${String(number)}${when} were changed after it was written.`;
      case 'checkpoint':
        return `The checkpoint after row ${String(number)} was altered.`;
    }
  }
}

function rowsSentence(first: number, last: number): string {
  return first === last
    ? `Row ${String(first)} is missing`
    : `The rows ${String(first)} to ${String(last)} are missing`;
}

function trouble(cause: LedgerCause, detail: string): Diagnosis {
  return { kind: 'trouble', cause, detail };
}
