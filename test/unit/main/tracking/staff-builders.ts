/** Small builders for the tests of what staff do: rules, recorded actions, presses, and a station with a green card. */
import { withDialog } from '../../../../main/tracking/desk-transitions.ts';
import type { HandOverPress } from '../../../../main/tracking/hand-over.ts';
import type { Timing } from '../../../../main/tracking/verdict.ts';
import type { Stamp } from '../../../../main/tracking/instant.ts';
import { readAnswer } from '../../../../main/tracking/read-answer.ts';
import { withShown, type ShownSnapshot } from '../../../../main/tracking/shown-snapshots.ts';
import { staffAction, type RecordedAction } from '../../../../main/tracking/staff-action.ts';
import type { ActPress } from '../../../../main/tracking/staff-acts.ts';
import type { StaffRules } from '../../../../main/tracking/staff-rules.ts';
import { EMPTY_STATION, withCard, withTrackEvent, type StationState } from '../../../../main/tracking/station-state.ts';
import type { ActionKind, Verdict } from '../../../../main/tracking/words.ts';
import { at, body, CARD, DONE, LIMITS, PACE, produce, type Entry } from './builders.ts';

/** The rules of a branch that asks for nothing but the check list. */
export const RULES: StaffRules = {
  identity: 'none',
  badge: null,
  secondForHandOver: false,
  secondForReject: false,
  checkPrint: true,
  checkItems: [],
  undoMs: 30_000,
};

export const NOBODY = { by: null, second: null } as const;
export const ALL_CHECKED = { lastFour: null, readBack: true, print: true, items: [] } as const;

/** An entry of the record about the card, done to `op-a` unless said otherwise. */
export function recorded(number: number, kind: ActionKind, more: Partial<RecordedAction> = {}): RecordedAction {
  return { ...staffAction({ kind, at: at(0).wall, cardId: CARD, operationId: 'op-a' }), number, ...more };
}

export function timing(now: Stamp): Timing {
  return { now, limits: LIMITS, pace: PACE };
}

/** A station with an accepted record that watches the card from the tests' zero on. */
export function openStation(pinnedOperationId: string | null = null, reference: string | null = null): StationState {
  const state: StationState = { ...EMPTY_STATION, ledger: 'accepted', setup: 'ready' };
  return withCard(state, { cardId: CARD, pinnedOperationId, reference }, at(0));
}

/** The station after one answer about the card, asked for and arrived at these moments. */
export function told(state: StationState, entries: readonly Entry[], sentMs: number, atMs = sentMs): StationState {
  const track = state.cards.get(CARD);
  if (track === undefined) throw new Error('the card is not watched');
  const reading = readAnswer(body(...entries), track);
  if (reading.kind === 'malformed') throw new Error(reading.detail);
  const correlationId = `call-${String(sentMs)}`;
  return withTrackEvent(state, CARD, { kind: 'answered', reading, sentAt: at(sentMs), at: at(atMs), correlationId });
}

/** A station whose card was said to be DONE a second after zero, with the check list open about it. */
export function greenStation(end: Entry = {}): StationState {
  return withDialog(told(openStation(), [produce(DONE, end)], 1_000), 'hand-over', CARD, at(1_500));
}

/** One snapshot with the card on stage since `sinceMs`, sent at `sentMs`, numbered 7. */
export function shownCard(
  sentMs: number,
  verdict: Verdict = 'hand-over',
  operationId: string | null = 'op-a',
  sinceMs = 1_000,
): readonly ShownSnapshot[] {
  const stage = { cardId: CARD, operationId, verdict };
  return withShown(withShown([], 6, stage, at(sinceMs)), 7, stage, at(sentMs));
}

export function handOverPress(more: Partial<HandOverPress> = {}): HandOverPress {
  return { cardId: CARD, operationId: 'op-a', sequence: 7, checks: ALL_CHECKED, ...NOBODY, ...more };
}

const PRESSED = { cardId: CARD, operationId: 'op-a', sequence: 7, ...NOBODY } as const;

export function rejectPress(more: Partial<Extract<ActPress, { act: 'reject' }>> = {}): ActPress {
  return { ...PRESSED, act: 'reject', reason: 'print', outcome: 'destroyed', ...more };
}

export function actPress(
  act: Exclude<ActPress['act'], 'reject'>,
  more: Partial<typeof PRESSED> | object = {},
): ActPress {
  return { ...PRESSED, act, ...more };
}
