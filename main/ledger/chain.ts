/** The chain of signed rows: how a row is signed, and the walk that checks them one after the other. Pure. */
import { createHash, createHmac } from 'node:crypto';

import { parseRow, signedText, type ActionRow, type RawRow, type SignedRow } from './action-row.ts';

/** 256 random bits, the length that HMAC-SHA-256 is made for. */
export const KEY_BYTES = 32;
/** Problems that are kept by name; more are only counted. */
const MAX_NAMED_PROBLEMS = 20;

/** The number of the newest row and its MAC; 0 and empty before the first. */
export interface Tail {
  readonly count: number;
  readonly mac: string;
}

/** Stands in place of the rows that retention removed: the last of them, and the digest over them all. */
export interface Checkpoint extends Tail {
  readonly digest: string;
  /** When it was made, ms since 1970; null while nothing was removed. */
  readonly at: number | null;
}

export interface ChainProblem {
  /** The row that is wrong, or the first one that is missing. */
  readonly number: number;
  /** When the row says it was written, ms since 1970; null when that cannot be read. */
  readonly at: number | null;
  /** `changed`: not what was signed. `missing`: rows `number` to `until`. `moved`: the row before it is another one. `covered`: rows before it were changed after it was written. `checkpoint`: not what was signed. */
  readonly what: 'changed' | 'missing' | 'moved' | 'covered' | 'checkpoint';
  readonly until: number;
}

/** A row at which the record began anew, and who accepted that, if anybody did. */
export interface NewStart {
  readonly number: number;
  readonly at: number;
  readonly why: string;
  readonly acceptedBy: string | null;
  readonly accepted: boolean;
}

/** What the walk knows after some rows. */
export interface Walk {
  readonly rows: number;
  readonly tail: Tail;
  readonly digest: string;
  /** Problems that no later new start answers for. */
  readonly problems: readonly ChainProblem[];
  readonly problemCount: number;
  /** Rows since the last new start, or since the beginning, whose own signature fails. */
  readonly changedRows: number;
  /** Problems that lie before a new start that names them. */
  readonly oldProblems: readonly ChainProblem[];
  readonly starts: readonly NewStart[];
  /** The rows before `watched` are all there was when the head was written; `macAtWatched` is that row's. */
  readonly watched: number;
  readonly macAtWatched: string | null;
}

/** The MAC of a row, hex. Its text holds the MAC of the row before. */
export function macOf(key: Buffer, ledgerId: string, row: ActionRow | RawRow): string {
  return hmac(key, signedText(ledgerId, row));
}

/** The signature over the tail, hex: who cuts rows off cannot make the file say that it always ended there. */
export function sealOfTail(key: Buffer, ledgerId: string, { count, mac }: Tail): string {
  return hmac(key, JSON.stringify(['card-station tail 1', ledgerId, count, mac]));
}

export function sealOfCheckpoint(key: Buffer, ledgerId: string, { count, mac, digest, at }: Checkpoint): string {
  return hmac(key, JSON.stringify(['card-station checkpoint 1', ledgerId, count, mac, digest, at]));
}

/** What a card came with: it says which order counts, and whose card staff take it for. */
export interface Label {
  readonly cardId: string;
  readonly reference: string | null;
  readonly pinnedOperationId: string | null;
}

export function sealOfLabel(key: Buffer, ledgerId: string, { cardId, reference, pinnedOperationId }: Label): string {
  return hmac(key, JSON.stringify(['card-station label 1', ledgerId, cardId, reference, pinnedOperationId]));
}

/** The digest over a row and everything before it, as it lies in the file, right or wrong. */
export function digestWith(digest: string, ledgerId: string, row: RawRow): string {
  // Whatever lies there: a damaged file may hold a number where the MAC was.
  const mac = typeof row.mac === 'string' ? row.mac : `(${typeof row.mac})`;
  return createHash('sha256')
    .update(JSON.stringify([digest, signedText(ledgerId, row), mac]))
    .digest('hex');
}

/** Where the walk begins: at the very first row, or behind the checkpoint. `watched` is the row that the head names. */
export function beginWalk(checkpoint: Checkpoint, checkpointSealed: boolean, watched: number): Walk {
  const { count, mac, digest, at } = checkpoint;
  const problems: readonly ChainProblem[] = checkpointSealed
    ? []
    : [{ number: count, until: count, at, what: 'checkpoint' }];
  return {
    rows: 0,
    tail: { count, mac },
    digest,
    problems,
    problemCount: problems.length,
    changedRows: 0,
    oldProblems: [],
    starts: [],
    watched,
    macAtWatched: watched === count ? mac : null,
  };
}

/** One row further. Total: whatever the file holds, the walk goes on behind it. */
export function step(walk: Walk, raw: RawRow, key: Buffer, ledgerId: string): Walk {
  const number = Number(raw.number);
  // A row that retention removed has come back, or one was put where none can be: it is no part of the chain.
  if (number <= walk.tail.count) return withProblems(walk, [{ number, until: number, at: null, what: 'moved' }]);
  const row = parseRow(raw);
  const signed = row !== null && row.mac === macOf(key, ledgerId, raw);
  const restarts = signed && row.kind === 'started';
  const found: ChainProblem[] = [];
  const at = row?.at ?? null;
  const gap = number !== walk.tail.count + 1;
  // A new start may skip numbers: those of rows that are known to have been there once are not used again.
  if (gap && !restarts) found.push({ number: walk.tail.count + 1, until: number - 1, at, what: 'missing' });
  if (!signed) found.push({ number, until: number, at, what: 'changed' });
  else if ((!gap || restarts) && row.prev !== walk.tail.mac) found.push({ number, until: number, at, what: 'moved' });
  if (restarts && row.covers !== walk.digest) found.push({ number, until: number, at, what: 'covered' });
  const answered = restarts && found.length === 0;
  const mac = typeof raw.mac === 'string' ? raw.mac : '';
  return {
    ...walk,
    rows: walk.rows + 1,
    tail: { count: number, mac },
    digest: digestWith(walk.digest, ledgerId, raw),
    problems: answered ? [] : [...walk.problems, ...found].slice(0, MAX_NAMED_PROBLEMS),
    problemCount: answered ? 0 : walk.problemCount + found.length,
    changedRows: answered ? 0 : walk.changedRows + (signed ? 0 : 1),
    oldProblems: answered ? [...walk.oldProblems, ...walk.problems].slice(0, MAX_NAMED_PROBLEMS) : walk.oldProblems,
    starts: signed ? startsWith(walk.starts, row) : walk.starts,
    macAtWatched: number === walk.watched ? mac : walk.macAtWatched,
  };
}

function withProblems(walk: Walk, found: readonly ChainProblem[]): Walk {
  return {
    ...walk,
    problems: [...walk.problems, ...found].slice(0, MAX_NAMED_PROBLEMS),
    problemCount: walk.problemCount + found.length,
  };
}

function startsWith(starts: readonly NewStart[], row: SignedRow): readonly NewStart[] {
  if (row.kind === 'started') {
    const start = { number: row.number, at: row.at, why: row.note ?? '', accepted: false, acceptedBy: null };
    return [...starts, start];
  }
  if (row.kind !== 'accepted') return starts;
  return starts.map((one) => (one.accepted ? one : { ...one, accepted: true, acceptedBy: row.by }));
}

/** The new start that nobody has accepted yet; null when there is none. */
export function unacceptedStart(walk: Walk): NewStart | null {
  return walk.starts.findLast((one) => !one.accepted) ?? null;
}

function hmac(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}
