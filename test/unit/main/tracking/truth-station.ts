/**
 * A station reduced to its pure parts, with a record that survives its restarts, beside an account of what it was told:
 * by D1 in raw answers, by staff in recorded actions. The account runs on one true clock that never restarts.
 */
import { withDeskClosed, withDialog } from '../../../../main/tracking/desk-transitions.ts';
import { afterPressRead, checkPress } from '../../../../main/tracking/hand-over.ts';
import type { Timing } from '../../../../main/tracking/verdict.ts';
import type { Stamp } from '../../../../main/tracking/instant.ts';
import { restoredTrack, type CardPast, type RememberedCard } from '../../../../main/tracking/new-track.ts';
import { readAnswer } from '../../../../main/tracking/read-answer.ts';
import { withRecorded } from '../../../../main/tracking/recorded.ts';
import { withShown, type ShownSnapshot } from '../../../../main/tracking/shown-snapshots.ts';
import { planAct, planUndo, type ActPlan, type ActPress } from '../../../../main/tracking/staff-acts.ts';
import type { RecordedAction, StaffAction } from '../../../../main/tracking/staff-action.ts';
import { marksOf } from '../../../../main/tracking/staff-marks.ts';
import { snapshotOf } from '../../../../main/tracking/station-snapshot.ts';
import {
  EMPTY_STATION,
  shelved,
  withAnswersVoided,
  withCard,
  withoutCard,
  withTrack,
  withTrackEvent,
  type StationState,
} from '../../../../main/tracking/station-state.ts';
import { at, body, CARD, LIMITS, PACE, type Entry } from './builders.ts';
import { keptCard } from './kept-card.ts';
import { ALL_CHECKED, NOBODY, RULES } from './staff-builders.ts';
import type { Arrived } from './truth-model.ts';
import type { StationStep } from './truth-steps.ts';

const RUNNING: StationState = { ...EMPTY_STATION, ledger: 'accepted', setup: 'ready' };
/** A station comes up this long after its clock began to count, in ms. */
const BOOT_MS = 300;
/** Staff look at the card for this long before they press, in ms: longer than the buttons are inert. */
const LOOK_MS = 650;
/** D1 may take so long to confirm a press, in ms. */
const PRESS_MS = 4_000;

/** Everything that can be known of the card at one moment, on the clock that never restarts. */
export interface Account {
  /** Answers since the card was last put on the screen, and since it was first. */
  readonly current: readonly Arrived[];
  readonly all: readonly Arrived[];
  /** When clocks jumped. */
  readonly voids: readonly Stamp[];
  readonly record: readonly RecordedAction[];
  readonly trueNow: Stamp;
}

/** A handover that went into the record, with the account as it stood right before. */
export interface HandedOver extends Account {
  readonly operationId: string | null;
  /** True time of the press, in ms. */
  readonly pressedAt: number;
}

export class TruthStation implements Account {
  state: StationState = RUNNING;
  /** Since the card was last put on the screen. */
  current: Arrived[] = [];
  all: Arrived[] = [];
  voids: Stamp[] = [];
  record: RecordedAction[] = [];
  handedOver: HandedOver[] = [];
  /** The marks before the newest action, by its number. */
  marksBefore = new Map<number, readonly number[]>();
  private trueMs = 50_000;
  private wall = at(0).wall;
  private bootedAt = 0;
  private onScreenSince = 50_000;
  private shown: readonly ShownSnapshot[] = [];
  private kept: RememberedCard | null = null;

  constructor(pinned: string | null) {
    this.take({ kind: 'scan', pinned });
  }

  /** The moment on the program's clocks. */
  get now(): Stamp {
    return { mono: this.trueMs - this.bootedAt, wall: this.wall };
  }

  /** The moment on the account's clock. */
  get trueNow(): Stamp {
    return { mono: this.trueMs, wall: this.wall };
  }

  get track(): StationState['cards'] extends ReadonlyMap<string, infer T> ? T | undefined : never {
    return this.state.cards.get(CARD);
  }

  take(step: StationStep): void {
    this.pass(1, 1);
    const before = this.track;
    switch (step.kind) {
      case 'answer':
        this.answer(step.entries, step.underWayMs);
        break;
      case 'void':
        this.state = withAnswersVoided(this.state, this.now);
        this.voids.push(this.trueNow);
        break;
      case 'time':
        this.pass(step.mono, step.wall);
        break;
      case 'scan': {
        const card = { cardId: CARD, pinnedOperationId: step.pinned, reference: null };
        this.state = withCard(this.state, card, this.now, this.recordedPast());
        break;
      }
      case 'park':
        this.state = shelved(this.state, CARD, 'parked', this.now);
        break;
      case 'restart':
        this.restart(step.downMs);
        break;
      case 'reject':
        this.act({ ...NOBODY, ...this.look(), act: 'reject', reason: 'print', outcome: step.outcome });
        break;
      case 'decide-elsewhere':
        this.act({ by: null, second: 'present', ...this.look(), act: step.kind });
        break;
      case 'store':
      case 'remove':
        this.act({ ...NOBODY, ...this.look(), act: step.kind });
        break;
      case 'undo': {
        const number = this.state.undoable?.action.number;
        if (number !== undefined) this.carryOut(planUndo(this.state, number, this.now));
        break;
      }
      case 'hand-over':
        this.handOver(step);
        break;
    }
    if (before === undefined && this.track !== undefined) this.onScreenSince = this.trueMs;
    // Put on the screen anew: what was asked for before is no answer of this card any more.
    if (this.track !== undefined && this.track.answer === null && before?.answer !== null) this.current = [];
    if (this.track !== undefined) this.kept = keptCard(this.track, this.record);
  }

  private pass(mono: number, wall: number): void {
    this.trueMs += mono;
    this.wall += wall;
  }

  private answer(entries: readonly Entry[], underWayMs: number): void {
    const { track, now } = this;
    if (track === undefined) return;
    const sentAt = { mono: now.mono - underWayMs, wall: now.wall - underWayMs };
    // A read is given up when its card leaves the screen or the program ends.
    if (this.trueMs - underWayMs < this.onScreenSince) return;
    const reading = readAnswer(body(...entries), track);
    if (reading.kind === 'malformed') throw new Error(reading.detail);
    this.state = withTrackEvent(this.state, CARD, { kind: 'answered', reading, sentAt, at: now });
    const arrived: Arrived = {
      entries,
      sentAt: { mono: this.trueMs - underWayMs, wall: sentAt.wall },
      pinned: track.pinnedOperationId,
    };
    this.current.push(arrived);
    this.all.push(arrived);
  }

  /** Staff look at the stage, twice: what they press then was there for long enough. */
  private look(): { readonly cardId: string; readonly operationId: string | null; readonly sequence: number } {
    this.show();
    this.pass(LOOK_MS, LOOK_MS);
    const sequence = this.show();
    const operationId = this.track?.operation?.operationId ?? null;
    return { cardId: CARD, operationId, sequence };
  }

  private show(): number {
    const [first] = snapshotOf(this.state, this.now, LIMITS, PACE).cards;
    const stage =
      first === undefined
        ? null
        : { cardId: first.cardId, operationId: first.track.operation?.operationId ?? null, verdict: first.verdict };
    const sequence = (this.shown.at(-1)?.sequence ?? 0) + 1;
    this.shown = withShown(this.shown, sequence, stage, this.now);
    return sequence;
  }

  private timing(): Timing {
    return { now: this.now, limits: LIMITS, pace: PACE };
  }

  private act(press: ActPress): void {
    this.carryOut(planAct(this.state, press, this.shown, RULES, this.timing()));
  }

  private carryOut(plan: ActPlan): void {
    if (plan.kind === 'record') this.tell(this.write(plan.action));
    if (plan.kind === 'unrecorded') this.state = withoutCard(withDeskClosed(this.state), CARD);
  }

  private write(action: StaffAction): RecordedAction {
    const recorded = { ...action, number: this.record.length + 1 };
    this.marksBefore.set(recorded.number, this.track?.marks.map((mark) => mark.action.number) ?? []);
    this.record.push(recorded);
    return recorded;
  }

  private tell(recorded: RecordedAction): void {
    this.state = withRecorded(this.state, recorded, this.record, this.now, RULES.undoMs);
  }

  private handOver(step: Extract<StationStep, { kind: 'hand-over' }>): void {
    const { operationId, ...look } = this.look();
    if (operationId === null) return;
    const press = { ...look, ...NOBODY, operationId, checks: ALL_CHECKED };
    this.state = withDialog(this.state, 'hand-over', CARD, this.now);
    const checked = checkPress(this.state, press, this.shown, RULES, this.timing());
    this.state = withDeskClosed(this.state);
    if (checked.kind === 'refused') return;
    const pressedAt = this.now;
    const pressedTrue = this.trueMs;
    this.state = {
      ...this.state,
      desk: { kind: 'checking', cardId: CARD, operationId, reference: null, at: pressedAt },
    };
    for (const one of step.during) this.take(one);
    const after = afterPressRead(
      this.state,
      press,
      checked.persons,
      { pressedAt, pressMs: PRESS_MS },
      { kind: step.read },
      this.timing(),
    );
    this.state = { ...this.state, desk: { kind: 'free' } };
    if (after.kind === 'refused') return;
    const { current, all, voids, trueNow } = this;
    const account = { current: [...current], all: [...all], voids: [...voids], record: [...this.record], trueNow };
    this.handedOver.push({ ...account, operationId: after.action.operationId, pressedAt: pressedTrue });
    const recorded = this.write(after.action);
    if (step.then === 'gone') this.state = withoutCard(this.state, CARD);
    if (step.then === 'crash') this.restart(50);
    else this.tell(recorded);
  }

  /** What the record knows of the card; null before anything was written. */
  private recordedPast(): CardPast | null {
    return this.kept === null ? null : { ...this.kept.past, marks: marksOf(this.record) };
  }

  private restart(downMs: number): void {
    const watched = this.track === undefined ? null : keptCard(this.track, this.record);
    this.kept = watched ?? this.kept;
    this.pass(downMs, downMs);
    this.bootedAt = this.trueMs - BOOT_MS;
    this.onScreenSince = this.trueMs;
    this.shown = [];
    this.current = [];
    this.state = watched === null ? RUNNING : withTrack(RUNNING, restoredTrack(watched, this.now));
  }
}
