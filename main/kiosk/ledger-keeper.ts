/** Opens the record, gives its cards back to the state, unlocks it with the keychain, and tries again after trouble. */
import type { Log } from '../diagnostics/log.ts';
import type { StoredCard } from '../ledger/card-row.ts';
import type { Ledger, Unlocked } from '../ledger/ledger.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import type { Fault } from '../tracking/fault.ts';
import type { Clock } from '../tracking/instant.ts';
import {
  mergedPast,
  newTrack,
  pastOf as pastOfTrack,
  restoredTrack,
  stampOf,
  type CardPast,
} from '../tracking/new-track.ts';
import type { RecordedAction } from '../tracking/staff-action.ts';
import { withFault, withoutFault } from '../tracking/station-faults.ts';
import { withLedger, withShelved, withTrack, type FaultSource, type StationState } from '../tracking/station-state.ts';
import type { StationStore } from '../tracking/station-store.ts';
import { pastOfActions, pastOfStored, remembered } from './card-picture.ts';
import type { Keychain } from './keychain.ts';

export interface LedgerKeeperOptions {
  readonly profileFolder: string;
  readonly keychain: Keychain;
  readonly store: StationStore;
  readonly clock: Clock;
  readonly retentionMonths: number;
  readonly log: Log;
  /** A card is read anew: what the record knew of it came late. */
  readonly onRemembered: (cardId: string) => void;
}

export interface LedgerKeeper {
  /** The open record; null while it cannot be opened. */
  readonly current: () => Ledger | null;
  /** What the record knows of a card that is about to be watched; null for one that it has never seen. */
  readonly pastOf: (cardId: string) => CardPast | null;
  /** Something could not be recorded, or its head not stored: the fault is shown, and the record is looked at again soon. */
  troubled(source: 'ledger' | 'ledger-head', fault: Fault): void;
  /** Reads key and head and checks the chain; again when the keychain may have come back, or a new record was accepted. */
  unlock(): void;
  close(): void;
}

/** Trouble with the record is looked at again after this long, in ms. */
const RETRY_MS = 10_000;
/** What is older than the retention goes this often, in ms, a slice at a time; the first time this long after start. */
const PRUNE_EVERY_MS = 6 * 60 * 60_000;
const FIRST_PRUNE_MS = 5 * 60_000;
const NEXT_SLICE_MS = 1_000;

export function createLedgerKeeper(options: LedgerKeeperOptions): LedgerKeeper {
  const { store, clock, log } = options;
  let ledger: Ledger | null = null;
  /** Cards that were added while the record could not be asked. */
  const blind = new Set<string>();
  let cancelRetry = (): void => undefined;
  let cancelPrune = (): void => undefined;
  let unlocking = false;
  let closed = false;
  const isClosed = (): boolean => closed;

  function open(): void {
    if (closed || ledger !== null) return;
    const opened = openLedger(options.profileFolder);
    if (opened.kind === 'fault') {
      store.change((state) => withLedger(state, 'failing'));
      return again('ledger', opened.fault);
    }
    ledger = opened.ledger;
    const { cards, faults } = ledger.restore();
    store.change((state) => withLedger(withoutFault(state, 'ledger'), 'opening'));
    for (const fault of [...opened.faults, ...faults]) trouble('ledger', fault);
    for (const card of cards) restore(ledger, card);
    for (const cardId of blind) catchUp(cardId);
    schedulePrune(FIRST_PRUNE_MS);
  }

  function restore(from: Ledger, stored: StoredCard): void {
    const now = clock.now();
    const { cardId, place } = stored;
    const back = remembered(stored, actionsOf(from, cardId));
    store.change((state) => {
      if (place === 'finished' || state.cards.has(cardId) || state.shelf.has(cardId)) return state;
      if (place === 'watched') return withTrack(state, restoredTrack(back, now));
      return withShelved(state, { card: back.card, place, since: stampOf(stored.placedAt, now) }, back.past);
    });
  }

  /** A card that came while the record could not be asked: with what it knows, the card is read anew. */
  function catchUp(cardId: string): void {
    const past = pastOf(cardId);
    const track = store.getState().cards.get(cardId);
    if (past === null || track === undefined) return;
    const { touchedAt, addedAt } = track;
    const anew = { ...newTrack(track, clock.now(), mergedPast(pastOfTrack(track), past)), touchedAt, addedAt };
    store.change((state) => withTrack(state, anew));
    options.onRemembered(cardId);
  }

  function actionsOf(from: Ledger, cardId: string): readonly RecordedAction[] {
    const read = from.actionsOf(cardId);
    if (read.kind === 'actions') return read.actions;
    // Not "none": while this fault stands nothing is handed over.
    blind.add(cardId);
    trouble('ledger', read.fault);
    return [];
  }

  function pastOf(cardId: string): CardPast | null {
    blind.delete(cardId);
    if (ledger === null) {
      blind.add(cardId);
      return null;
    }
    const actions = actionsOf(ledger, cardId);
    const found = ledger.find(cardId);
    switch (found.kind) {
      case 'card':
        return pastOfStored(found.card, actions);
      case 'fault':
        blind.add(cardId);
        trouble('ledger', found.fault);
        return pastOfActions(actions);
      case 'absent':
        return actions.length === 0 ? null : pastOfActions(actions);
    }
  }

  async function unlockNow(from: Ledger): Promise<void> {
    const opened = await options.keychain.open();
    if (isClosed()) return;
    if (opened.kind === 'fault') return again('ledger-head', opened.fault);
    const unlocked = await from.unlock(opened.store);
    if (isClosed()) return;
    tell(unlocked);
    // What an earlier fault kept from being read.
    for (const cardId of [...blind]) catchUp(cardId);
  }

  /** A record that began anew can be written, so that its fault stands apart from those that keep it from being written. */
  function tell(unlocked: Unlocked): void {
    const { standing } = unlocked;
    const failed = standing === 'failing' ? unlocked.fault : null;
    const begun = standing === 'unaccepted' ? unlocked.why : null;
    const head = standing === 'failing' ? null : unlocked.headFault;
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
    if (failed !== null || head !== null) cancelRetry = clock.after(RETRY_MS, bringUp);
  }

  function again(source: 'ledger' | 'ledger-head', fault: Fault): void {
    trouble(source, fault);
    cancelRetry();
    cancelRetry = clock.after(RETRY_MS, bringUp);
  }

  function trouble(source: 'ledger' | 'ledger-head', fault: Fault): void {
    logFault(fault);
    store.change((state) => withFault(state, source, fault, clock.now()));
  }

  function logFault({ family, cause, detail }: Fault): void {
    log.write({ event: 'ledger', family, cause, detail });
  }

  function bringUp(): void {
    cancelRetry();
    open();
    if (unlocking || ledger === null) return;
    unlocking = true;
    void unlockNow(ledger)
      .catch((error: unknown) => {
        const detail = `unexpected ${error instanceof Error ? error.name : typeof error} with the record`;
        again('ledger', { family: 'ledger', cause: 'damaged', detail, correlationId: null });
      })
      .finally(() => {
        unlocking = false;
      });
  }

  function schedulePrune(ms: number): void {
    cancelPrune = clock.after(ms, () => {
      // Only with a clock that D1 agrees with: a wrong one would remove too much.
      const trusted = !store.getState().faults.has('clock') && store.getState().contact.lastAt !== null;
      const pruned = trusted ? ledger?.prune(clock.now().wall, options.retentionMonths) : undefined;
      if (pruned !== undefined && pruned.fault !== null) trouble('ledger', pruned.fault);
      schedulePrune(pruned?.more === true ? NEXT_SLICE_MS : PRUNE_EVERY_MS);
    });
  }

  open();
  return {
    current: () => ledger,
    pastOf,
    troubled: again,
    unlock: bringUp,
    close() {
      closed = true;
      cancelRetry();
      cancelPrune();
      ledger?.close();
      ledger = null;
    },
  };
}
