/** What the whole station looks like at one moment: every card judged, ranked and dated. Pure. */
import type { CardDetails } from './card-details.ts';
import type { CardTrack } from './card-track.ts';
import { proofOf } from './check-list.ts';
import { connectionOf } from './connection.ts';
import { heldCard, type Desk } from './desk.ts';
import { elapsed, type Stamp } from './instant.ts';
import type { Limits, Pace } from './limits.ts';
import { patienceOf } from './pace.ts';
import { actsFor } from './staff-acts.ts';
import { stageOrder, type Ranked } from './stage-order.ts';
import type { ActiveFault, LedgerStanding, Notice, ShelvedCard, StationState, Undoable } from './station-state.ts';
import { answerAge, judgeAt, type Judgement } from './verdict.ts';
import { visibleFaults } from './visible-faults.ts';
import { isFailurePhase, type CardAct, type ConnectionState, type Proof } from './words.ts';

export interface JudgedCard extends Ranked {
  readonly track: CardTrack;
  readonly judgement: Judgement;
  /** ms; null before the first answer. */
  readonly answerAgeMs: number | null;
  readonly details: CardDetails | null;
  readonly proof: Proof;
  readonly acts: readonly CardAct[];
}

export interface StationSnapshot {
  /** In stage order; the first is on stage. */
  readonly cards: readonly JudgedCard[];
  readonly connection: ConnectionState;
  readonly lastContactAgeMs: number | null;
  readonly faults: readonly ActiveFault[];
  readonly notice: Notice | null;
  readonly desk: Desk;
  readonly undoable: Undoable | null;
  /** Cards that are not asked for, oldest first. */
  readonly shelf: readonly ShelvedCard[];
  readonly ledger: LedgerStanding;
}

/** How long the outcome of a scan stays on screen, in ms: long enough to look up from the scanner and read. */
const NOTICE_MS = 8_000;

export function snapshotOf(state: StationState, now: Stamp, limits: Limits, pace: Pace): StationSnapshot {
  const touched = state.pin !== null && now.mono < state.pin.until.mono ? state.pin.cardId : null;
  const pin = heldCard(state.desk) ?? touched;
  const { contact, notice } = state;
  return {
    cards: stageOrder(
      [...state.cards.values()].map((track) => judgeCard(track, state, now, limits, pace)),
      pin,
    ),
    connection: connectionOf(contact, now, limits.freshnessMs),
    lastContactAgeMs: contact.lastAt === null ? null : elapsed(contact.lastAt, now),
    faults: visibleFaults(state, now, limits),
    notice: notice !== null && elapsed(notice.at, now) < NOTICE_MS ? notice : null,
    desk: state.desk,
    undoable: state.undoable,
    shelf: [...state.shelf.values()].sort((one, other) => one.since.mono - other.since.mono),
    ledger: state.ledger,
  };
}

function judgeCard(track: CardTrack, state: StationState, now: Stamp, limits: Limits, pace: Pace): JudgedCard {
  const judgement = judgeAt(track, { now, limits, pace });
  const memory = track.operation === null ? undefined : track.memories.get(track.operation.operationId);
  const details = state.details.get(track.cardId) ?? null;
  return {
    details,
    proof: proofOf(track, details),
    acts: actsFor(track, judgement),
    cardId: track.cardId,
    verdict: judgement.verdict,
    doubt: judgement.verdict === 'cannot-tell' ? judgement.doubt : null,
    patience: patienceOf(track, now, limits),
    wasGreen: memory !== undefined && memory.done !== null,
    acknowledged: track.acknowledged,
    addedAt: track.addedAt.wall,
    track,
    judgement,
    answerAgeMs: answerAge(track, now),
  };
}

/** When the card's way ended, so that its elapsed time stands still; null while it is still under way. */
export function endedAt(track: CardTrack): Stamp | null {
  return track.phase === 'personalised' || isFailurePhase(track.phase) ? track.phaseSince : null;
}
