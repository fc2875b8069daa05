/** Everything that staff do with a card besides handing it over: what is allowed, and what is recorded. Pure. */
import type { CardTrack } from './card-track.ts';
import { ledgerProblem } from './hand-over.ts';
import { isOver } from './instant.ts';
import { pressedStage, type ShownSnapshot, type StagePress } from './shown-snapshots.ts';
import { staffAction, type StaffAction } from './staff-action.ts';
import { checkPersons, type Persons, type StaffRules } from './staff-rules.ts';
import type { StationState } from './station-state.ts';
import { judgeAt, type Judgement, type Timing } from './verdict.ts';
import type { ActRefusal, CardAct, RejectOutcome, RejectReason } from './words.ts';

/** One request from a dialog. */
export type ActPress = StagePress &
  Persons &
  (
    | { readonly act: 'reject'; readonly reason: RejectReason; readonly outcome: RejectOutcome }
    | { readonly act: 'store' }
    | { readonly act: 'decide-elsewhere' }
    | { readonly act: 'remove' }
  );

export type ActPlan =
  | { readonly kind: 'record'; readonly action: StaffAction }
  /** The record is in trouble, and this act is no evidence of anything: it is done all the same. */
  | { readonly kind: 'unrecorded' }
  | { readonly kind: 'refused'; readonly why: ActRefusal };

/** What staff can do with a card now, in the order of the buttons. */
export function actsFor(track: CardTrack, judgement: Judgement): readonly CardAct[] {
  const acts: CardAct[] = [];
  if (judgement.verdict === 'hand-over') acts.push('hand-over');
  if (judgement.verdict === 'do-not-hand-over' && !track.acknowledged) acts.push('acknowledge');
  if (canReject(track, judgement)) acts.push('reject');
  if (canDecideElsewhere(judgement)) acts.push('decide-elsewhere');
  if (judgement.verdict !== 'do-not-hand-over') acts.push('store');
  acts.push('remove');
  return acts;
}

/** There is a card to reject once D1 has ended its operation; what the customer has cannot be rejected. */
function canReject(track: CardTrack, judgement: Judgement): boolean {
  if (track.operation === null) return false;
  if (judgement.verdict === 'do-not-hand-over' && judgement.mark !== null) return judgement.mark.kind === 'rejected';
  const memory = track.memories.get(track.operation.operationId);
  return memory !== undefined && (memory.done !== null || memory.failure !== null);
}

/** Only while D1 gives no answer: what it contradicts itself about, or does not know, nobody decides over it. */
function canDecideElsewhere(judgement: Judgement): boolean {
  if (judgement.verdict !== 'cannot-tell') return false;
  switch (judgement.doubt) {
    case 'never-answered':
    case 'stale':
      return true;
    case 'not-found':
    case 'contradiction':
    case 'clock-jump':
      return false;
  }
}

/** What is to be recorded for a request, or why it does not count. */
export function planAct(
  state: StationState,
  press: ActPress,
  shown: readonly ShownSnapshot[],
  rules: StaffRules,
  timing: Timing,
): ActPlan {
  const { now } = timing;
  if (state.desk.kind === 'checking') return refused('busy');
  const stage = pressedStage(shown, press, now);
  if (typeof stage === 'string') return refused(stage);
  const track = state.cards.get(press.cardId);
  if (track === undefined || (track.operation?.operationId ?? null) !== press.operationId) return refused('changed');
  const judgement = judgeAt(track, timing);
  if (!actsFor(track, judgement).includes(press.act)) return refused('not-allowed');
  if (press.act === 'reject' && press.outcome === 'good-after-all' && !isRejected(judgement))
    return refused('not-allowed');
  const checked = checkPersons(press, rules, needsSecond(press, rules));
  if (checked.kind === 'refused') return checked;
  const problem = ledgerProblem(state);
  if (problem !== null) return press.act === 'remove' ? { kind: 'unrecorded' } : refused(problem);
  const common = { at: now.wall, cardId: press.cardId, operationId: press.operationId, ...checked.persons };
  switch (press.act) {
    case 'reject': {
      const { reason, outcome } = press;
      return { kind: 'record', action: staffAction({ kind: 'rejected', ...common, reason, outcome }) };
    }
    case 'store':
      return { kind: 'record', action: staffAction({ kind: 'stored', ...common }) };
    case 'decide-elsewhere':
      return { kind: 'record', action: staffAction({ kind: 'decided-elsewhere', ...common }) };
    case 'remove':
      return { kind: 'record', action: staffAction({ kind: 'removed', ...common }) };
  }
}

/**
 * The entry that takes the newest action back, or why it does not count; while D1 is asked for a press, nothing is undone. It is
 * in nobody's name: a wrong tap has to be undone at once, so that nobody is asked, and another may press than did what is undone.
 */
export function planUndo(
  state: StationState,
  number: number,
  now: { readonly mono: number; readonly wall: number },
): ActPlan {
  if (state.desk.kind === 'checking') return refused('busy');
  const { undoable } = state;
  if (undoable?.action.number !== number || isOver(undoable.until, now)) return refused('too-late');
  const problem = ledgerProblem(state);
  if (problem !== null) return refused(problem);
  const { cardId, operationId } = undoable.action;
  return {
    kind: 'record',
    action: staffAction({ kind: 'undone', at: now.wall, cardId, operationId, undoes: number }),
  };
}

function isRejected(judgement: Judgement): boolean {
  return judgement.verdict === 'do-not-hand-over' && judgement.mark?.kind === 'rejected';
}

function needsSecond(press: ActPress, rules: StaffRules): boolean {
  switch (press.act) {
    case 'reject':
      return rules.secondForReject;
    case 'decide-elsewhere':
      return true;
    case 'store':
    case 'remove':
      return false;
  }
}

function refused(why: ActRefusal): Extract<ActPlan, { kind: 'refused' }> {
  return { kind: 'refused', why };
}
