/**
 * Handing over: what must hold when "Hand over" is pressed, and what D1 must have said after the press before the
 * handover is recorded. Pure; the only path on which a handover becomes a record.
 */
import { checksProblem, type Checks } from './check-list.ts';
import type { CardTrack } from './card-track.ts';
import { isOther } from './desk.ts';
import { elapsed, type Stamp } from './instant.ts';
import { pressedStage, type ShownSnapshot, type StagePress } from './shown-snapshots.ts';
import { staffAction, type StaffAction } from './staff-action.ts';
import { checkPersons, type Persons, type StaffRules } from './staff-rules.ts';
import type { StationState } from './station-state.ts';
import { judgeAt, type Timing } from './verdict.ts';
import type { ActRefusal } from './words.ts';

export interface HandOverPress extends StagePress, Persons {
  readonly operationId: string;
  readonly checks: Checks;
}

export type PressResult =
  { readonly kind: 'ask'; readonly persons: Persons } | { readonly kind: 'refused'; readonly why: ActRefusal };

/** Whether D1 is to be asked once more for this press, or why the press does not count. */
export function checkPress(
  state: StationState,
  press: HandOverPress,
  shown: readonly ShownSnapshot[],
  rules: StaffRules,
  timing: Timing,
): PressResult {
  if (state.desk.kind === 'checking') return refused('busy');
  const stage = pressedStage(shown, press, timing.now);
  if (typeof stage === 'string') return refused(stage);
  const track = state.cards.get(press.cardId);
  if (track?.operation?.operationId !== press.operationId) return refused('changed');
  if (stage.verdict !== 'hand-over' || !isGreen(track, timing)) return refused('withdrawn');
  if (state.desk.kind !== 'open' || state.desk.dialog !== 'hand-over' || state.desk.cardId !== press.cardId)
    return refused('check-list');
  // A slip that came in this moment, which the page does not show yet.
  if (isOther(state.desk, track)) return refused('changed');
  const problem = checksProblem(press.checks, track, state.details.get(press.cardId) ?? null, rules);
  if (problem !== null) return refused(problem);
  const recordable = ledgerProblem(state);
  if (recordable !== null) return refused(recordable);
  const checked = checkPersons(press, rules, rules.secondForHandOver || state.ledger === 'unaccepted');
  return checked.kind === 'ok' ? { kind: 'ask', persons: checked.persons } : checked;
}

/** Trouble of any of these keeps a handover from being recorded soundly. */
const LEDGER_SOURCES = ['ledger', 'ledger-cards', 'ledger-head'] as const;

/** Why nothing can be recorded now; null when the record is open and its head is safe in the keychain. */
export function ledgerProblem(state: StationState): Extract<ActRefusal, 'ledger'> | null {
  if (state.ledger !== 'accepted' && state.ledger !== 'unaccepted') return 'ledger';
  return LEDGER_SOURCES.some((source) => state.faults.has(source)) ? 'ledger' : null;
}

/** What came of asking D1 after the press. */
export type PressRead =
  | { readonly kind: 'answered' }
  | { readonly kind: 'fault' }
  | { readonly kind: 'too-late' }
  | { readonly kind: 'too-soon' };

/** When it was pressed, and how long D1 may take to confirm, in ms. */
export interface Pressed {
  readonly pressedAt: Stamp;
  readonly pressMs: number;
}

export type AfterRead =
  { readonly kind: 'record'; readonly action: StaffAction } | { readonly kind: 'refused'; readonly why: ActRefusal };

/** The two clocks may differ by so much while D1 is asked, in ms, before the machine must have slept, or a clock was set. */
const CLOCKS_APART_MS = 2_000;

/**
 * The handover to record, or why there is none. Only a fresh DONE of the pressed operation, asked for after the press and come
 * within `pressMs` of it on either clock, with nothing that staff did lying over it, is recorded.
 */
export function afterPressRead(
  state: StationState,
  press: Pick<HandOverPress, 'cardId' | 'operationId'>,
  persons: Persons,
  { pressedAt, pressMs }: Pressed,
  read: PressRead,
  timing: Timing,
): AfterRead {
  switch (read.kind) {
    case 'too-soon':
      return refused('too-soon');
    case 'fault':
    case 'too-late':
      return refused('no-answer');
    case 'answered':
      break;
  }
  const track = state.cards.get(press.cardId);
  if (track === undefined) return refused('changed');
  // What was read back from the slip is not what the card is called by now.
  if (state.desk.kind === 'checking' && state.desk.reference !== track.reference) return refused('changed');
  if (track.operation?.operationId !== press.operationId || !isGreen(track, timing)) return refused('withdrawn');
  if (track.answer === null || track.answer.sentAt.mono < pressedAt.mono) return refused('no-answer');
  // A machine that slept meanwhile kept the timer of the press from ending it, and D1's answer in its socket.
  if (elapsed(pressedAt, timing.now) > pressMs + CLOCKS_APART_MS) return refused('no-answer');
  const recordable = ledgerProblem(state);
  if (recordable !== null) return refused(recordable);
  // The record began anew meanwhile: from then on it takes two.
  if (state.ledger === 'unaccepted' && persons.second === null) return refused('second-person');
  return {
    kind: 'record',
    action: staffAction({
      kind: 'handed-over',
      at: timing.now.wall,
      cardId: press.cardId,
      operationId: press.operationId,
      ...persons,
      endTime: track.operation.endMs,
      correlationId: track.answer.correlationId,
      answerAt: track.answer.sentAt.wall,
    }),
  };
}

function isGreen(track: CardTrack, timing: Timing): boolean {
  return judgeAt(track, timing).verdict === 'hand-over';
}

function refused(why: ActRefusal): { readonly kind: 'refused'; readonly why: ActRefusal } {
  return { kind: 'refused', why };
}
