/** Carries out what staff asked for at the screen: asks D1 once more, records, and tells the state. Decides nothing. */
import type { Log } from '../diagnostics/log.ts';
import { withoutRepeats } from '../diagnostics/repeated-lines.ts';
import { withChecking, withDeskClosed, withDialog, withRefusal } from '../tracking/desk-transitions.ts';
import { afterPressRead, checkPress, type HandOverPress } from '../tracking/hand-over.ts';
import type { Clock } from '../tracking/instant.ts';
import type { Limits, Pace } from '../tracking/limits.ts';
import { NO_PAST } from '../tracking/new-track.ts';
import type { Poller } from '../tracking/poller.ts';
import { withRecorded } from '../tracking/recorded.ts';
import type { ShownSnapshot } from '../tracking/shown-snapshots.ts';
import { actsFor, planAct, planUndo, type ActPlan, type ActPress } from '../tracking/staff-acts.ts';
import type { RecordedAction, StaffAction } from '../tracking/staff-action.ts';
import type { StaffRules } from '../tracking/staff-rules.ts';
import { withoutCard, withTrackEvent } from '../tracking/station-state.ts';
import type { StationStore } from '../tracking/station-store.ts';
import { judgeAt, type Timing } from '../tracking/verdict.ts';
import type { ActionKind, ActRefusal, Dialog } from '../tracking/words.ts';
import type { LedgerKeeper } from './ledger-keeper.ts';

export interface StaffDeskOptions {
  readonly store: StationStore;
  readonly poller: Pick<Poller, 'readNow' | 'forget' | 'wakeFirst'>;
  readonly record: Pick<LedgerKeeper, 'current' | 'troubled' | 'actionsOf'>;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly pace: Pace;
  readonly rules: StaffRules;
  /** How long D1 may take to confirm a press, in ms. */
  readonly pressMs: number;
  /** The newest snapshots that the page was sent. */
  readonly shown: () => readonly ShownSnapshot[];
  readonly log: Log;
  /** Told of each action that is on disk. */
  readonly onRecorded?: (kind: ActionKind) => void;
}

/** Everything that staff can do with the card on stage; the outcome is in the state, never in a return value. */
export interface StaffDesk {
  open(dialog: Dialog, cardId: string): void;
  close(): void;
  acknowledge(cardId: string): void;
  handOver(press: HandOverPress): Promise<void>;
  act(press: ActPress): Promise<void>;
  undo(number: number): Promise<void>;
}

export function createStaffDesk(options: StaffDeskOptions): StaffDesk {
  const { store, poller, clock, limits, pace, rules } = options;
  const timing = (): Timing => ({ now: clock.now(), limits, pace });
  const refusals = withoutRepeats(options.log, clock);
  /** One action is recorded at a time: a second press meanwhile is the first one again. */
  let busy = false;

  async function once(cardId: string, work: () => Promise<void> | void): Promise<void> {
    if (busy) return refuse(cardId, 'busy');
    busy = true;
    try {
      await work();
    } finally {
      busy = false;
    }
  }

  async function handOver(press: HandOverPress): Promise<void> {
    const { cardId } = press;
    const pressedAt = clock.now();
    const checked = checkPress(store.getState(), press, options.shown(), rules, timing());
    if (checked.kind === 'refused') return refuse(cardId, checked.why);
    store.change((state) => withChecking(state, press, pressedAt));
    try {
      const read = await poller.readNow(cardId, options.pressMs);
      const pressed = { pressedAt, pressMs: options.pressMs };
      const after = afterPressRead(store.getState(), press, checked.persons, pressed, read, timing());
      if (after.kind === 'refused') return refuse(cardId, after.why);
      record(after.action);
    } finally {
      // Whatever went wrong on the way: nothing was recorded, and the screen says so.
      if (store.getState().desk.kind === 'checking') refuse(cardId, 'ledger');
    }
  }

  function carryOut(cardId: string, plan: ActPlan): void {
    switch (plan.kind) {
      case 'refused':
        return refuse(cardId, plan.why);
      case 'unrecorded':
        poller.forget(cardId);
        store.change((state) => withoutCard(withDeskClosed(state), cardId));
        return;
      case 'record':
        record(plan.action);
    }
  }

  /**
   * Puts the action into the record and, in the same moment, what follows from it on the screen; a refusal where it could not be
   * recorded. What D1 says while the keychain is written meets a card that was given already.
   */
  function record(action: StaffAction): void {
    const ledger = options.record.current();
    // Before the row is written: what is said of it ends by this moment, however long the disk takes, or the machine sleeps.
    const at = clock.now();
    const outcome = ledger?.record(action, null) ?? null;
    if (ledger === null || outcome === null) return refuse(action.cardId, 'ledger');
    if (outcome.kind === 'fault') {
      options.record.troubled('ledger', outcome.fault);
      return refuse(action.cardId, 'ledger');
    }
    const { action: recorded, head } = outcome;
    const { kind, cardId, correlationId } = recorded;
    options.log.write({ event: 'staff', outcome: kind, cardId, correlationId });
    options.onRecorded?.(kind);
    const all = options.record.actionsOf(cardId) ?? [...knownOf(cardId), recorded];
    store.change((state) => withRecorded(state, recorded, all, at, rules.undoMs));
    if (store.getState().cards.has(cardId)) poller.wakeFirst(cardId);
    else poller.forget(cardId);
    void head.then((fault) => {
      if (fault !== null) options.record.troubled('ledger-head', fault);
    });
  }

  /** What of the recorded actions is known to lie over D1's word, without the record. */
  function knownOf(cardId: string): readonly RecordedAction[] {
    const { cards, past } = store.getState();
    const { marks } = cards.get(cardId) ?? past.get(cardId) ?? NO_PAST;
    return marks.map(({ action }) => action);
  }

  function refuse(asked: string, why: ActRefusal): void {
    // What is not on the screen may be anything, a card number included: it is neither shown nor logged.
    const cardId = isKnown(asked) ? asked : '';
    refusals.write({ event: 'staff', outcome: 'refused', cardId, cause: why });
    // A second press beside a running check changes nothing on the screen.
    if (store.getState().desk.kind !== 'checking' || why !== 'busy')
      store.change((state) => withRefusal(state, cardId, why, clock.now()));
  }

  function isKnown(cardId: string): boolean {
    const { cards, undoable } = store.getState();
    return cards.has(cardId) || undoable?.card.cardId === cardId;
  }

  return {
    open(dialog, cardId) {
      const track = store.getState().cards.get(cardId);
      if (track === undefined) return;
      if (actsFor(track, judgeAt(track, timing())).includes(dialog))
        store.change((state) => withDialog(state, dialog, cardId, clock.now()));
    },
    close: () => store.change(withDeskClosed),
    acknowledge(cardId) {
      store.change((state) => withTrackEvent(state, cardId, { kind: 'acknowledged', at: clock.now() }));
    },
    handOver: (press) => once(press.cardId, () => handOver(press)),
    act: (press) =>
      once(press.cardId, () =>
        carryOut(press.cardId, planAct(store.getState(), press, options.shown(), rules, timing())),
      ),
    undo(number) {
      const cardId = store.getState().undoable?.card.cardId ?? '';
      return once(cardId, () => carryOut(cardId, planUndo(store.getState(), number, clock.now())));
    },
  };
}
