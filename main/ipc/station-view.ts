/** Turns a snapshot of the station into the message that the screen is sent. Pure. */
import type { ReasonText } from '../config/reasons.ts';
import { isFailurePhase, ownerOf, type Language } from '../tracking/words.ts';
import { endedAt, type JudgedCard, type StationSnapshot } from '../tracking/station-snapshot.ts';
import type { Desk } from '../tracking/desk.ts';
import { elapsed, type Stamp } from '../tracking/instant.ts';
import type { StaffMark } from '../tracking/staff-action.ts';
import type { StaffRules } from '../tracking/staff-rules.ts';
import type { ActiveFault, Notice, Undoable } from '../tracking/station-state.ts';
import {
  SILENCE_LIMIT_MS,
  type CardView,
  type DeskView,
  type FaultView,
  type MarkView,
  type ScreenView,
  type SoundView,
  type StationView,
  type UndoView,
} from './contract.ts';
import { quietUntil, type QuietHours } from './quiet-hours.ts';

/** What people can set at the screen itself. */
export type ScreenLook = Pick<StationView, 'language' | 'theme'> & {
  readonly sound: Omit<SoundView, 'quietUntil'>;
};

/** What the screen is told of the station beside its state; only the look of the screen changes while it runs. */
export type StationFacts = Pick<
  StationView,
  | 'stationName'
  | 'persoStation'
  | 'version'
  | 'testBuild'
  | 'environment'
  | 'keyboardLayout'
  | 'maxCards'
  | 'dimAfterMs'
> &
  ScreenLook & {
    readonly rules: StaffRules;
    /** How long the check with D1 after a press may take, in ms. */
    readonly pressMs: number;
    readonly quiet: QuietHours | null;
    /** The bank's own words for a reason code of D1; null where it has none. */
    readonly reasonTextOf: (code: string, language: Language) => ReasonText | null;
  };

/** Longest text of D1 that reaches the screen. */
const MAX_TEXT_LENGTH = 200;

/** The phases whose own words say too little: staff read D1's words to support. */
const RAW_SHOWN = new Set<CardView['phase']>(['in-progress', 'failed', 'unclear']);

export function stationView(
  snapshot: StationSnapshot,
  facts: StationFacts & Pick<StationView, 'administrator'>,
  screen: ScreenView,
  sequence: number,
  now: Stamp,
  connectionSince: number,
): StationView {
  const { rules, pressMs, quiet, sound, reasonTextOf, ...shownFacts } = facts;
  return {
    ...shownFacts,
    sound: { ...sound, quietUntil: quietUntil(quiet, now.wall) },
    sequence,
    at: whole(now.wall),
    // Whoever sends it may say more: see `rest.ts`.
    silentAfterMs: SILENCE_LIMIT_MS,
    screen,
    connection: {
      state: snapshot.connection,
      lastContactAgeMs: snapshot.lastContactAgeMs,
      since: whole(connectionSince),
    },
    faults: snapshot.faults.map(faultView),
    stage: snapshot.cards[0]?.cardId ?? null,
    cards: snapshot.cards.map((card) => cardView(card, (code) => reasonTextOf(code, facts.language))),
    notice: snapshot.notice === null ? null : noticeView(snapshot.notice),
    desk: deskView(snapshot.desk, now, rules, pressMs),
    undo: undoView(snapshot.undoable, now),
    shelf: snapshot.shelf.map(({ card, place, since }) => ({
      cardId: card.cardId,
      reference: card.reference,
      place,
      since: whole(since.wall),
    })),
    staff: {
      identity: rules.identity,
      secondForHandOver: rules.secondForHandOver || snapshot.ledger === 'unaccepted',
      secondForReject: rules.secondForReject,
      checkPrint: rules.checkPrint,
      checkItems: [...rules.checkItems],
    },
    ledger: snapshot.ledger,
  };
}

function cardView(
  { track, judgement, patience, doubt, answerAgeMs, details, proof, acts }: JudgedCard,
  reasonTextOf: (code: string) => ReasonText | null,
): CardView {
  const { operation } = track;
  const ended = endedAt(track);
  return {
    cardId: track.cardId,
    reference: track.reference,
    operationId: operation?.operationId ?? null,
    phase: track.phase,
    verdict: judgement.verdict,
    doubt,
    patience,
    raw:
      operation !== null && RAW_SHOWN.has(track.phase)
        ? { status: cut(operation.status) ?? '', detail: cut(operation.detail) ?? '' }
        : null,
    reason: cut(operation?.reason),
    errorCode: cut(operation?.errorCode),
    error: cut(operation?.error),
    reasonText: reasonTextView(track, reasonTextOf),
    newOrder: track.newOrder,
    addedAt: whole(track.addedAt.wall),
    phaseSince: whole(track.phaseSince.wall),
    answerAt: track.answer === null ? null : whole(track.answer.sentAt.wall),
    answerAgeMs,
    greenForMs: judgement.verdict === 'hand-over' ? judgement.greenForMs : null,
    endedAt: ended === null ? null : whole(ended.wall),
    mark: judgement.verdict === 'do-not-hand-over' && judgement.mark !== null ? markView(judgement.mark) : null,
    acknowledged: track.acknowledged,
    details: details === null ? null : { scheme: details.scheme, expiry: details.expiry, product: details.product },
    proof,
    acts: [...acts],
  };
}

/** Words for a reason are for failures: of an order that D1 has not ended they would say too much. */
function reasonTextView(
  { phase, operation }: JudgedCard['track'],
  reasonTextOf: (code: string) => ReasonText | null,
): CardView['reasonText'] {
  const reason = operation?.reason ?? null;
  return reason !== null && isFailurePhase(phase) ? reasonTextOf(reason) : null;
}

function markView({ kind, action }: StaffMark): MarkView {
  return { kind, at: whole(action.at), by: action.by, second: action.second, outcome: action.outcome };
}

function deskView(desk: Desk, now: Stamp, rules: StaffRules, pressMs: number): DeskView {
  switch (desk.kind) {
    case 'free':
      return { kind: 'free' };
    case 'open':
      return { kind: 'open', dialog: desk.dialog, cardId: desk.cardId };
    case 'checking':
      return { kind: 'checking', cardId: desk.cardId, since: whole(desk.at.wall), limitMs: pressMs };
    case 'given': {
      const { cardId, reference, at } = desk;
      return { kind: 'given', cardId, reference, at: whole(at.wall), leftMs: whole(rules.undoMs - elapsed(at, now)) };
    }
    case 'refused':
      return { kind: 'refused', cardId: desk.cardId, why: desk.why, at: whole(desk.at.wall) };
  }
}

function undoView(undoable: Undoable | null, now: Stamp): UndoView | null {
  if (undoable === null || now.mono >= undoable.until.mono) return null;
  const { action, card, until } = undoable;
  const leftMs = whole(until.mono - now.mono);
  return { number: action.number, kind: action.kind, cardId: card.cardId, reference: card.reference, leftMs };
}

export function faultView({ fault, since }: ActiveFault): FaultView {
  return {
    family: fault.family,
    cause: fault.cause,
    owner: ownerOf(fault),
    detail: fault.detail,
    correlationId: fault.correlationId,
    since: whole(since.wall),
    daysLeft: fault.daysLeft ?? null,
    skewMs: fault.skewMs ?? null,
    ...(fault.at === undefined ? {} : { at: fault.at }),
  };
}

function noticeView(notice: Notice): NonNullable<StationView['notice']> {
  switch (notice.kind) {
    case 'refused':
      return { kind: 'refused', id: notice.id, refusal: notice.refusal, max: notice.max };
    case 'already-watched':
      return { kind: 'already-watched', id: notice.id, cardId: notice.cardId };
  }
}

function cut(text: string | null | undefined): string | null {
  return text === null || text === undefined ? null : text.slice(0, MAX_TEXT_LENGTH);
}

function whole(ms: number): number {
  return Math.max(0, Math.round(ms));
}
