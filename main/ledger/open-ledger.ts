/** Puts the ledger together: the file at once, the chain when the keychain answers. */
import type { CredentialStore } from '../credentials/credential-store.ts';
import type { Fault } from '../tracking/fault.ts';
import { staffAction, type RecordedAction } from '../tracking/staff-action.ts';
import { actionOf, parseRow, readRows, type RawRow } from './action-row.ts';
import { insertAnswer } from './answer-row.ts';
import { CARD_QUERIES, parseCard, putCard, unprovenCards, type StoredCard } from './card-row.ts';
import { sealOfLabel, type Label } from './chain.ts';
import { readChain } from './chain-table.ts';
import type { Keeper, NewRow } from './keeper.ts';
import type { ActionsRead, CardFound, Ledger, OpenedLedger, Recorded, Unlocked } from './ledger.ts';
import { loadSqlite, type Sqlite } from './load-sqlite.ts';
import { closeFile, fileIdentity, openFile } from './open-file.ts';
import { readPhasesSeen } from './phases-seen.ts';
import { readRecent } from './recent.ts';
import { monthsBefore, pruneSlice } from './retention.ts';
import { faultOf, ledgerFault, type LedgerFault } from './sqlite-fault.ts';
import { inTransaction } from './transaction.ts';
import { unlockChain } from './unlock.ts';

export interface LedgerOptions {
  /** Wall clock, ms since 1970. */
  readonly now?: () => number;
  readonly sqlite?: () => Sqlite;
}

/** Later than any action. */
const END_OF_TIME = Number.MAX_SAFE_INTEGER;

/**
 * Opens the ledger of a profile, at once and without the keychain. `faults` tells of a damaged file that was set aside.
 * After a fault, open again: nothing is kept open.
 */
export function openLedger(folder: string, options: LedgerOptions = {}): OpenedLedger {
  const { now = Date.now, sqlite = loadSqlite } = options;
  let library: Sqlite;
  try {
    library = sqlite();
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown error';
    return { kind: 'fault', fault: ledgerFault('read-only', `SQLite cannot be loaded: ${why}`) };
  }
  const opened = openFile(folder, library, now);
  if (opened.kind === 'fault') return opened;
  const { database, path, identity, faults } = opened;
  const isThere = (): boolean => fileIdentity(path) === identity;

  let keeper: Keeper | null = null;
  /** Why nothing can be recorded; told to whoever tries. */
  let lockedBy: Fault = ledgerFault('locked', 'The keychain has not been read yet.');
  let unlocking: Promise<Unlocked> | null = null;
  let accepted = false;
  /** Of labels, from the first unlock on: what a card comes with is signed also while the record is checked once more. */
  let sealOf: ((label: Label) => string) | null = null;
  /** The rows of the cards as they were given back. By the unlock the file may hold others: staff name cards, or somebody wrote. */
  let given: readonly unknown[] = [];
  let unproven: readonly string[] | null = null;

  function attempt<T>(work: () => T): T | { readonly kind: 'fault'; readonly fault: LedgerFault } {
    try {
      return work();
    } catch (error) {
      return { kind: 'fault', fault: faultOf(error, folder) };
    }
  }

  function put(card: StoredCard): void {
    putCard(database, card, sealOf?.(card) ?? null);
  }

  function add(row: NewRow, card: StoredCard | null): Recorded {
    const holder = keeper;
    if (holder === null) return { kind: 'fault', fault: lockedBy };
    const appended = attempt(() =>
      holder.append(row, () => {
        if (card !== null) put(card);
      }),
    );
    if ('fault' in appended) {
      const lost = appended.fault.cause === 'chain-broken' || appended.fault.cause === 'lost';
      if (lost) lock(appended.fault);
      return { kind: 'fault', fault: appended.fault };
    }
    const action = actionOf(appended);
    if (action === null)
      return { kind: 'fault', fault: ledgerFault('damaged', 'A row of the ledger itself came back.') };
    if (action.kind === 'accepted') accepted = true;
    return { kind: 'recorded', action, head: holder.syncHead() };
  }

  function lock(fault: Fault): void {
    keeper = null;
    lockedBy = fault;
  }

  /** Who spoils the record as well as a label must not have that on the screen for as long as the record fails. */
  function checkLabels(key: Buffer): void {
    const ledgerId = readChain(database)?.ledgerId ?? '';
    unproven = unprovenCards(given, (label) => sealOfLabel(key, ledgerId, label));
  }

  async function unlock(store: CredentialStore): Promise<Unlocked> {
    lock(ledgerFault('locked', 'The record is being checked.'));
    try {
      const result = await unlockChain({ database, isThere, store, now, onKey: checkLabels });
      if (result.kind === 'fault') return failing(result.fault);
      const { started, headFault } = result;
      const { key, ledgerId } = result.keeper;
      sealOf = (label) => sealOfLabel(key, ledgerId, label);
      checkLabels(key);
      keeper = result.keeper;
      accepted = started === null;
      return started === null
        ? { standing: 'accepted', headFault }
        : { standing: 'unaccepted', why: started, headFault };
    } catch (error) {
      return failing(faultOf(error, folder));
    }
  }

  function failing(fault: Fault): Unlocked {
    lock(fault);
    return { standing: 'failing', fault };
  }

  const ledger: Ledger = {
    restore() {
      const rows = attempt(() => ({ kind: 'rows', rows: database.prepare(CARD_QUERIES.open).all() }) as const);
      if (rows.kind === 'fault') return { cards: [], faults: [rows.fault] };
      given = rows.rows;
      const cards = rows.rows.map(parseCard);
      const spoiled = cards.filter((card) => card === null).length;
      const sentence = `${String(spoiled)} of the cards cannot be read.`;
      return {
        cards: cards.filter((card) => card !== null),
        faults: spoiled === 0 ? [] : [ledgerFault('damaged', sentence)],
      };
    },
    find: (cardId) =>
      attempt((): CardFound => {
        const row = database.prepare(CARD_QUERIES.one).get(cardId);
        if (row === undefined) return { kind: 'absent' };
        const card = parseCard(row);
        const fault = ledgerFault('damaged', 'What is known of this card cannot be read.');
        return card === null ? { kind: 'fault', fault } : { kind: 'card', card };
      }),
    actionsOf: (cardId) => attempt(() => actionsOf(readRows(database, 'ofCard', cardId))),
    actionsSince: (at) => attempt(() => actionsOf(readRows(database, 'since', Math.round(at), END_OF_TIME))),
    recent: (period, max) => attempt(() => readRecent(database, period, max)),
    phasesSeen: (before, maxRows) => attempt(() => readPhasesSeen(database, before, maxRows)),
    save(cards, answers) {
      const saved = attempt(() =>
        inTransaction(database, () => {
          for (const card of cards) put(card);
          for (const answer of answers) insertAnswer(database, answer);
          return { kind: 'saved' } as const;
        }),
      );
      return saved.kind === 'fault' ? saved.fault : null;
    },
    record: (action, card) => add({ ...action, note: null, covers: null }, card),
    accept: (by, note) =>
      add({ ...staffAction({ kind: 'accepted', at: now(), cardId: '', by }), note, covers: null }, null),
    unlock(store) {
      unlocking ??= unlock(store).finally(() => (unlocking = null));
      return unlocking;
    },
    head: () => keeper?.tail() ?? null,
    settled: () => keeper?.settled() ?? Promise.resolve(),
    unproven: () => unproven,
    prune(at, retentionMonths) {
      // A new start that nobody has accepted must not be forgotten.
      if (keeper === null || !accepted) return { removed: 0, more: false, fault: null };
      const holder = keeper;
      const pruned = attempt(() => pruneSlice(database, holder, monthsBefore(at, retentionMonths), at));
      return 'fault' in pruned ? { removed: 0, more: false, fault: pruned.fault } : { ...pruned, fault: null };
    },
    close() {
      lock(ledgerFault('locked', 'The ledger is closed.'));
      closeFile(database);
    },
  };
  return { kind: 'open', ledger, faults };
}

function actionsOf(rows: readonly RawRow[]): ActionsRead {
  const actions: RecordedAction[] = [];
  for (const raw of rows) {
    const row = parseRow(raw);
    if (row === null)
      return {
        kind: 'fault',
        fault: ledgerFault('damaged', `Row ${String(raw.number)} of the record cannot be read.`),
      };
    const action = actionOf(row);
    if (action !== null) actions.push(action);
  }
  return { kind: 'actions', actions };
}
