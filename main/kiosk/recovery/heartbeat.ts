/**
 * Whether the page still paints what it is sent: pure. Every snapshot that goes out is owed until the page reports it, or a
 * newer one, as painted. Times are of a clock that nobody can set, in ms.
 */
import type { Trouble } from './decision.ts';

interface Owed {
  readonly sequence: number;
  readonly since: number;
}

export interface Heartbeat {
  /** The newest snapshot that was ever sent. */
  readonly sent: number;
  /** The newest one that this page reported; 0 while it has painted none. */
  readonly painted: number;
  readonly owed: readonly Owed[];
  /** Since when the page has reported an older one than before; null while it has not. */
  readonly backSince: number | null;
  /** Since when it has reported that nothing is in it; null while something is. */
  readonly emptySince: number | null;
  readonly lookedAt: number;
}

/** `silent`: what is on the glass may be old and must not be seen. */
export type Finding =
  { readonly kind: 'alive' } | { readonly kind: 'starting' } | { readonly kind: 'silent' } | Trouble;

/** Main looks at the page this often while it owes something, in ms. */
export const LOOK_EVERY_MS = 250;
/**
 * What a page that has stopped shows is covered when a snapshot is owed for so long, in ms: with the 0.9 s between two
 * snapshots about as soon as a page that lives withdraws its own green.
 */
export const COVER_AFTER_MS = 2_500;
/** A page that has painted nothing new for so long does not come back by itself, in ms: with a new page's start, 10 s hold. */
export const HUNG_AFTER_MS = 6_000;
/** A page that begins has so long for its first picture, in ms: a cold disk and a virus scanner may need it. */
export const START_LIMIT_MS = 20_000;
/** An older report than before, or an empty page, may be a slip of one frame; it is none after so long, in ms. */
export const WRONG_AFTER_MS = 3_000;
/** Main itself was stopped, slept or rested when it looks so much later than before, in ms: the page owes nothing for that time. */
export const MAIN_WAS_AWAY_MS = 2_000;

export function heartbeatBegin(sent: number, now: number): Heartbeat {
  return { sent, painted: 0, owed: [{ sequence: sent, since: now }], backSince: null, emptySince: null, lookedAt: now };
}

/** A snapshot goes out. */
export function withSent(beat: Heartbeat, sequence: number, now: number): Heartbeat {
  return { ...beat, sent: sequence, owed: [...beat.owed, { sequence, since: now }] };
}

/** The page reports that every snapshot up to this one is painted; 0 says that nothing is in it. */
export function withPainted(
  beat: Heartbeat,
  sequence: number,
  now: number,
): { readonly beat: Heartbeat; readonly trouble: Trouble | null } {
  if (sequence > beat.sent) return { beat, trouble: { kind: 'page-wrong', why: 'never-sent' } };
  if (sequence === 0) return { beat: { ...beat, emptySince: beat.emptySince ?? now }, trouble: null };
  if (sequence < beat.painted) return { beat: { ...beat, backSince: beat.backSince ?? now }, trouble: null };
  const owed = beat.owed.filter((one) => one.sequence > sequence);
  return { beat: { ...beat, painted: sequence, owed, backSince: null, emptySince: null }, trouble: null };
}

/** Whether there is nothing to look for until it is sent something again. */
export function owesNothing({ owed, painted, backSince, emptySince }: Heartbeat): boolean {
  return owed.length === 0 && painted > 0 && backSince === null && emptySince === null;
}

/** Main looks. `watched` is false while nobody could see the page: then it owes nothing. */
export function look(
  beat: Heartbeat,
  watched: boolean,
  now: number,
): { readonly beat: Heartbeat; readonly finding: Finding } {
  const away = !watched || now - beat.lookedAt > MAIN_WAS_AWAY_MS;
  const owed = away ? beat.owed.slice(-1).map(({ sequence }) => ({ sequence, since: now })) : beat.owed;
  const next = { ...beat, owed, lookedAt: now };
  return { beat: next, finding: watched ? judge(next, now) : { kind: beat.painted === 0 ? 'starting' : 'alive' } };
}

function judge({ owed: [oldest], painted, backSince, emptySince }: Heartbeat, now: number): Finding {
  const owedMs = oldest === undefined ? 0 : now - oldest.since;
  if (painted === 0) return owedMs >= START_LIMIT_MS ? { kind: 'page-hung', by: 'heartbeat' } : { kind: 'starting' };
  if (emptySince !== null && now - emptySince >= WRONG_AFTER_MS) return { kind: 'page-empty' };
  if (backSince !== null && now - backSince >= WRONG_AFTER_MS) return { kind: 'page-wrong', why: 'went-back' };
  if (owedMs >= HUNG_AFTER_MS) return { kind: 'page-hung', by: 'heartbeat' };
  return owedMs >= COVER_AFTER_MS ? { kind: 'silent' } : { kind: 'alive' };
}
