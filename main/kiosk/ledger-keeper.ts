/** Opens the record, unlocks it with the keychain, tells of trouble with it, and tries again. */
import type { Log } from '../diagnostics/log.ts';
import type { Ledger, OpenedLedger, Unlocked } from '../ledger/ledger.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import type { Fault } from '../tracking/fault.ts';
import { clocksJumped } from '../tracking/clock-watch.ts';
import type { Clock, Stamp } from '../tracking/instant.ts';
import type { CardPast, NewCard } from '../tracking/new-track.ts';
import type { RecordedAction } from '../tracking/staff-action.ts';
import { withFault, withoutFault } from '../tracking/station-faults.ts';
import { withLedger, type FaultSource, type StationState } from '../tracking/station-state.ts';
import type { StationStore } from '../tracking/station-store.ts';
import type { Keychain } from './keychain.ts';
import { createLedgerCards } from './ledger-cards.ts';

export interface LedgerKeeperOptions {
  readonly profileFolder: string;
  readonly keychain: Keychain;
  readonly store: StationStore;
  readonly clock: Clock;
  readonly retentionMonths: number;
  readonly log: Log;
  /** The record gave the card back late, or what it knew of it: the card is to be asked for. */
  readonly onRemembered: (cardId: string) => void;
  /** Opens the record of a profile folder; `openLedger` when absent. */
  readonly openRecord?: (profileFolder: string) => OpenedLedger;
}

export interface LedgerKeeper {
  /** The open record; null while it cannot be opened. */
  readonly current: () => Ledger | null;
  /** Every recorded action of a card, oldest first; null where they cannot be read: handing over stops until they can. */
  readonly actionsOf: (cardId: string) => readonly RecordedAction[] | null;
  /** What the record knows of a card that is about to be watched; null for one that it has never seen. */
  readonly pastOf: (cardId: string) => CardPast | null;
  /** A watched card was named again, as a slip or another program names it. */
  readonly named: (card: NewCard) => void;
  /** Something could not be recorded, or its head not stored: the fault is shown, and the record is looked at again soon. */
  troubled(source: 'ledger' | 'ledger-head', fault: Fault): void;
  /** Reads key and head and checks the chain; again when the keychain may have come back, or a new record was accepted. */
  unlock(): void;
  /** When the keychain knows of the newest row, or will not hear of it: a program that ends before is taken for one that was killed. */
  settled(): Promise<void>;
  close(): void;
}

/** Trouble with the record is looked at again after this long, in ms. */
const RETRY_MS = 10_000;
/** What is older than the retention goes this often, in ms, a slice at a time; the first time this long after start. */
const PRUNE_EVERY_MS = 6 * 60 * 60_000;
const FIRST_PRUNE_MS = 5 * 60_000;
const NEXT_SLICE_MS = 1_000;

export function createLedgerKeeper(options: LedgerKeeperOptions): LedgerKeeper {
  const { store, clock, log, openRecord = openLedger } = options;
  let ledger: Ledger | null = null;
  let cancelRetry = (): void => undefined;
  let cancelPrune = (): void => undefined;
  let unlocking = false;
  /** Asked for while it was being unlocked: what is found may be of before. */
  let askedAgain = false;
  let closed = false;
  const isClosed = (): boolean => closed;
  const { onRemembered } = options;
  const cards = createLedgerCards({ store, clock, onFault: (fault) => troubled('ledger', fault), onRemembered });

  /** Gives the cards that it put on the screen. */
  function open(): readonly string[] {
    if (closed || ledger !== null) return [];
    const opened = openRecord(options.profileFolder);
    if (opened.kind === 'fault') {
      store.change((state) => withLedger(state, 'failing'));
      troubled('ledger', opened.fault);
      return [];
    }
    store.change((state) => withLedger(withoutFault(state, 'ledger'), 'opening'));
    for (const fault of opened.faults) troubled('ledger', fault);
    const restored = cards.takeFrom(opened.ledger);
    // Last: whoever writes cards into it must know all that it knew of them.
    ledger = opened.ledger;
    schedulePrune(FIRST_PRUNE_MS);
    return restored;
  }

  async function unlockNow(from: Ledger): Promise<void> {
    const opened = await options.keychain.open();
    if (isClosed()) return;
    if (opened.kind === 'fault') return troubled('ledger-head', opened.fault);
    const unlocked = await from.unlock(opened.store);
    if (isClosed()) return;
    const { ledger: before } = store.getState();
    // First of all, so that nothing is signed but what was.
    for (const cardId of cards.strip(from)) log.write({ event: 'ledger', outcome: 'label-not-proven', cardId });
    tell(unlocked);
    // The cards came before the record was checked: rows of theirs may not have been found by then.
    cards.catchUp(from, unlocked.standing === 'unaccepted' && before !== 'unaccepted');
  }

  /** A record that began anew can be written, so that its fault stands apart from those that keep it from being written. */
  function tell(unlocked: Unlocked): void {
    const { standing } = unlocked;
    const failed = standing === 'failing' ? unlocked.fault : null;
    const begun = standing === 'unaccepted' ? unlocked.why : null;
    const head = standing === 'failing' ? null : unlocked.headFault;
    cancelRetry();
    log.write({ event: 'ledger', outcome: standing });
    for (const fault of [failed, begun, head]) if (fault !== null) logFault(fault);
    store.change((state) => {
      const told = (next: StationState, source: FaultSource, fault: Fault | null): StationState =>
        fault === null ? withoutFault(next, source) : withFault(next, source, fault, clock.now());
      return withLedger(
        told(told(told(state, 'ledger', failed), 'ledger-begun', begun), 'ledger-head', head),
        standing,
      );
    });
    if (failed !== null || head !== null) lookAgain();
  }

  function troubled(source: 'ledger' | 'ledger-head', fault: Fault): void {
    logFault(fault);
    store.change((state) => withFault(state, source, fault, clock.now()));
    lookAgain();
  }

  function lookAgain(): void {
    cancelRetry();
    cancelRetry = clock.after(RETRY_MS, bringUp);
  }

  function logFault({ family, cause, detail }: Fault): void {
    log.write({ event: 'ledger', family, cause, detail });
  }

  function bringUp(): void {
    cancelRetry();
    // Whoever starts the station asks for the cards of the first time; those that come late nobody waits for.
    for (const cardId of open()) onRemembered(cardId);
    askedAgain = unlocking;
    if (unlocking || ledger === null) return;
    unlocking = true;
    void unlockNow(ledger)
      .catch((error: unknown) => {
        const detail = `unexpected ${error instanceof Error ? error.name : typeof error} with the record`;
        troubled('ledger', { family: 'ledger', cause: 'damaged', detail, correlationId: null });
      })
      .finally(() => {
        unlocking = false;
        if (askedAgain) bringUp();
      });
  }

  function schedulePrune(ms: number): void {
    cancelPrune = clock.after(ms, () => {
      const pruned = isClockTrusted(store.getState(), clock.now())
        ? ledger?.prune(clock.now().wall, options.retentionMonths)
        : undefined;
      if (pruned !== undefined && pruned.fault !== null) troubled('ledger', pruned.fault);
      schedulePrune(pruned?.more === true ? NEXT_SLICE_MS : PRUNE_EVERY_MS);
    });
  }

  open();
  return {
    current: () => ledger,
    actionsOf: (cardId) => (ledger === null ? null : cards.actionsOf(ledger, cardId)),
    pastOf: (cardId) => cards.pastOf(ledger, cardId),
    named: (card) => cards.named(card),
    troubled,
    unlock: bringUp,
    settled: () => ledger?.settled() ?? Promise.resolve(),
    close() {
      closed = true;
      cancelRetry();
      cancelPrune();
      ledger?.close();
      ledger = null;
    },
  };
}

/** Only with a clock that D1 agrees with, and that has not been set since: a wrong one would remove too much of the record. */
function isClockTrusted({ faults, contact }: StationState, now: Stamp): boolean {
  return !faults.has('clock') && contact.lastAt !== null && !clocksJumped(contact.lastAt, now);
}
