/** Turns a snapshot of the station into the message that the screen is sent. Pure. */
import { FAULT_OWNER } from '../tracking/words.ts';
import { endedAt, type JudgedCard, type StationSnapshot } from '../tracking/station-snapshot.ts';
import type { ActiveFault, Notice } from '../tracking/station-state.ts';
import type { Stamp } from '../tracking/instant.ts';
import type { CardView, FaultView, ScreenView, StationView } from './contract.ts';

/** What does not change while the station runs. */
export type StationFacts = Pick<
  StationView,
  'stationName' | 'persoStation' | 'version' | 'testBuild' | 'environment' | 'language' | 'maxCards'
>;

/** Longest text of D1 that reaches the screen. */
const MAX_TEXT_LENGTH = 200;

/** The phases whose own words say too little: staff read D1's words to support. */
const RAW_SHOWN = new Set<CardView['phase']>(['in-progress', 'failed', 'unclear']);

export function stationView(
  snapshot: StationSnapshot,
  facts: StationFacts,
  screen: ScreenView,
  sequence: number,
  now: Stamp,
  connectionSince: number,
): StationView {
  return {
    ...facts,
    sequence,
    at: whole(now.wall),
    screen,
    connection: {
      state: snapshot.connection,
      lastContactAgeMs: snapshot.lastContactAgeMs,
      since: whole(connectionSince),
    },
    faults: snapshot.faults.map(faultView),
    stage: snapshot.cards[0]?.cardId ?? null,
    cards: snapshot.cards.map(cardView),
    notice: snapshot.notice === null ? null : noticeView(snapshot.notice),
  };
}

function cardView({ track, judgement, patience, doubt, answerAgeMs }: JudgedCard): CardView {
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
    newOrder: track.newOrder,
    addedAt: whole(track.addedAt.wall),
    phaseSince: whole(track.phaseSince.wall),
    answerAt: track.answer === null ? null : whole(track.answer.sentAt.wall),
    answerAgeMs,
    greenForMs: judgement.verdict === 'hand-over' ? judgement.greenForMs : null,
    endedAt: ended === null ? null : whole(ended.wall),
  };
}

function faultView({ fault, since }: ActiveFault): FaultView {
  return {
    family: fault.family,
    cause: fault.cause,
    owner: FAULT_OWNER[fault.family],
    detail: fault.detail,
    correlationId: fault.correlationId,
    since: whole(since.wall),
    daysLeft: fault.daysLeft ?? null,
    skewMs: fault.skewMs ?? null,
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
