/** Words for what staff do: marks, refusals, the check, the outcome, undo. */
import type { ActRequest, CardView, DeskView, MarkView, StationView } from '../../main/ipc/contract.ts';
import type { Line } from './line.ts';

type Refusal = Extract<DeskView, { kind: 'refused' }>['why'];
type Undo = NonNullable<StationView['undo']>;
type Outcome = Extract<ActRequest, { act: 'reject' }>['outcome'];

const SECOND_MS = 1_000;
/** As main records a second person whose name is not asked for. */
export const PRESENT = 'present';

/** What staff did with the card, in place of a reason from D1. */
export function markWord(mark: MarkView): Line {
  return { key: `mark.word.${mark.kind}` };
}

/** The same for the list, where the verdict stands beside it as shape and colour. */
export function markListed(mark: MarkView): Line {
  return { key: `mark.listed.${mark.kind}` };
}

/** When it was done and by whom. */
export function markWhen({ at, by, second }: MarkView, timeOf: (instant: number) => string): Line {
  const values = { at: timeOf(at), by: by ?? '', second: second ?? '' };
  if (by === null) return { key: second === null ? 'mark.when.nobody' : 'mark.when.present', values };
  return { key: second === null || second === PRESENT ? 'mark.when.one' : 'mark.when.two', values };
}

/** What follows from it now; `when` is the sentence above, said. */
export function markInstruction(mark: MarkView, when: string): Line {
  const kind = mark.kind === 'rejected' ? (mark.outcome ?? 'rejected') : mark.kind;
  return { key: `mark.then.${kind}`, otherwise: 'mark.then.rejected', values: { when } };
}

/** What happened to a press, that nothing came of it, and what to do now. */
export function refusalLines(why: Refusal): { readonly what: Line; readonly nothing: Line; readonly now: Line } {
  return {
    what: { key: `refused.what.${why}` },
    nothing: { key: why === 'too-late' ? 'refused.nothing-undone' : 'refused.nothing' },
    now: { key: `refused.now.${why}` },
  };
}

/** Seconds left, counted so that the last one shown is 1; taken from the snapshot, never from a clock of the page. */
export function secondsLeft(leftMs: number): number {
  return Math.max(1, Math.ceil(leftMs / SECOND_MS));
}

export function undoWhat({ kind }: Pick<Undo, 'kind'>): Line {
  return { key: `undo.kind.${kind}` };
}

export function undoAction({ leftMs }: Pick<Undo, 'leftMs'>): Line {
  return { key: 'undo.action', values: { seconds: secondsLeft(leftMs) } };
}

export function checkingTime(askedMs: number, limitMs: number): Line {
  const limit = Math.ceil(limitMs / SECOND_MS);
  return { key: 'checking.time', values: { seconds: Math.min(limit, Math.round(askedMs / SECOND_MS)), limit } };
}

/** What the button of an act says. A card that is rejected already is not rejected again: its outcome is changed. */
export function actLine(act: CardView['acts'][number], { mark }: Pick<CardView, 'mark'>): Line {
  return { key: act === 'reject' && mark?.kind === 'rejected' ? 'act.reject-again' : `act.${act}` };
}

/** What the dialog of a rejection is about: to reject, to change the outcome of what was rejected, or to lift the rejection. */
export function rejectLines(
  { mark }: Pick<CardView, 'mark'>,
  outcome: Outcome | null,
): { readonly title: Line; readonly explain: Line; readonly confirm: Line } {
  const good = outcome === 'good-after-all';
  const what = good ? '-good-after-all' : mark?.kind === 'rejected' ? '-again' : '';
  return {
    title: { key: `dialog.reject.title${what}` },
    explain: { key: `dialog.reject.explain${what}` },
    confirm: { key: `dialog.reject.confirm${good ? what : ''}` },
  };
}

/** The outcomes that a rejection offers; a rejected card can also turn out to be good after all. */
export function outcomesFor(card: Pick<CardView, 'mark'>): readonly Outcome[] {
  const ends: readonly Outcome[] = ['destroyed', 'returned'];
  return card.mark?.kind === 'rejected' ? [...ends, 'good-after-all'] : ends;
}

/** What D1 knows of the plastic, in one line; null when it is nothing. */
export function detailsText(details: CardView['details']): string | null {
  const parts = [details?.scheme, details?.product, details?.expiry].filter((part) => typeof part === 'string');
  return parts.length === 0 ? null : parts.join(' · ');
}
