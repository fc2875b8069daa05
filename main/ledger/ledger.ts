/** The ledger as the rest of the program sees it: cards, answers that changed something, and what staff did. */
import type { CredentialStore } from '../credentials/credential-store.ts';
import type { Fault } from '../tracking/fault.ts';
import type { RecordedAction, StaffAction } from '../tracking/staff-action.ts';
import type { AnswerRecord } from './answer-row.ts';
import type { StoredCard } from './card-row.ts';
import type { Tail } from './chain.ts';
import type { Period } from './export.ts';
import type { PhasesSeenRead } from './phases-seen.ts';
import type { RecentRead } from './recent.ts';
import type { LedgerFault } from './sqlite-fault.ts';

interface Failed {
  readonly kind: 'fault';
  readonly fault: LedgerFault;
}

export type CardFound = { readonly kind: 'card'; readonly card: StoredCard } | { readonly kind: 'absent' } | Failed;
export type ActionsRead = { readonly kind: 'actions'; readonly actions: readonly RecordedAction[] } | Failed;

/**
 * The row is durable. `head` comes when the keychain knows of it, or with why it does not: the next record, or unlock, tries
 * again. The keychain may take many seconds, and nothing that follows from the row waits for it.
 */
export type Recorded =
  | { readonly kind: 'recorded'; readonly action: RecordedAction; readonly head: Promise<Fault | null> }
  | { readonly kind: 'fault'; readonly fault: Fault };

/**
 * `accepted`: whole, go on. `unaccepted`: the record began anew after a loss or a change, `why` says which; it can
 * be written, and a second person is asked for until the administrator accepts it. `failing`: nothing can be recorded;
 * unlock again when the trouble is over. `headFault`: the keychain does not know of the newest row yet.
 */
export type Unlocked =
  | { readonly standing: 'accepted'; readonly headFault: Fault | null }
  | { readonly standing: 'unaccepted'; readonly why: LedgerFault; readonly headFault: Fault | null }
  | { readonly standing: 'failing'; readonly fault: Fault };

export interface Pruned {
  /** Rows of all tables that went. */
  readonly removed: number;
  /** There is more to remove: call again when there is time. */
  readonly more: boolean;
  readonly fault: Fault | null;
}

/**
 * The local record. Everything but `unlock` is synchronous and takes a few ms; nothing throws.
 * After a fault the next call works again as soon as the trouble is over.
 */
export interface Ledger {
  /** Every card that is not finished. A row that cannot be read is left out and told in `faults`. */
  restore(): { readonly cards: readonly StoredCard[]; readonly faults: readonly LedgerFault[] };
  find(cardId: string): CardFound;
  /** All recorded actions of one card, oldest first. A fault is not "none". */
  actionsOf(cardId: string): ActionsRead;
  /** All recorded actions from this moment on (wall clock, ms since 1970), oldest first. */
  actionsSince(at: number): ActionsRead;
  /** At most `max` of what staff did with cards in the period, newest first. A fault is not "none". */
  recent(period: Period, max: number): RecentRead;
  /**
   * When each phase of the newest orders was first read before this moment (wall clock, ms since 1970), oldest first; so
   * much of the past as `maxRows` answers hold.
   */
  phasesSeen(before: number, maxRows: number): PhasesSeenRead;
  /** Durable, all or nothing; null when it is on disk. The cards of `answers` must be known or among `cards`. */
  save(cards: readonly StoredCard[], answers: readonly AnswerRecord[]): LedgerFault | null;
  /** The row and the card that it moves, durable in one transaction; then the head goes to the keychain. */
  record(action: StaffAction, card: StoredCard | null): Recorded;
  /** The administrator accepts the new record; `by` and `note` are one line each. */
  accept(by: string, note: string | null): Recorded;
  /**
   * Reads key and head from the keychain and checks every row. Once at start, and again after trouble; until it is done
   * nothing can be recorded.
   */
  unlock(store: CredentialStore): Promise<Unlocked>;
  /**
   * Cards that `restore` gave back with another reference or pinned order than was signed: somebody changed them in the file, or the
   * key was not there when they came. By the last unlock, also one that failed; null while there was no key to tell by.
   */
  unproven(): readonly string[] | null;
  /** The newest row's number and MAC, for metrics; null before unlock. */
  head(): Tail | null;
  /** When no head is on its way to the keychain any more, whether it arrived or not. */
  settled(): Promise<void>;
  /**
   * Removes a slice of what is older than so many calendar months before `now` (ms since 1970). Only with a clock that D1 agrees with: a wrong one would
   * remove too much.
   */
  prune(now: number, retentionMonths: number): Pruned;
  close(): void;
}

export type OpenedLedger =
  | { readonly kind: 'open'; readonly ledger: Ledger; readonly faults: readonly LedgerFault[] }
  | { readonly kind: 'fault'; readonly fault: LedgerFault };
