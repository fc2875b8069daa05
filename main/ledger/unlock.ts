/** Brings file and keychain together: checks the record, and begins it anew where it cannot be gone on with as it is. */
import type { CredentialStore } from '../credentials/credential-store.ts';
import type { Fault } from '../tracking/fault.ts';
import { staffAction } from '../tracking/staff-action.ts';
import { FAULT_CAUSES } from '../tracking/words.ts';
import { insertRow } from './action-row.ts';
import { makeKey, readAnchor, type Anchor } from './anchor.ts';
import { unacceptedStart, type Tail } from './chain.ts';
import { isCheckpointSealed, writeCheckpoint, writeTail } from './chain-table.ts';
import { diagnose, type Diagnosis } from './diagnose.ts';
import { createKeeper, fileTaken, signedAfter, type Keeper } from './keeper.ts';
import type { Database } from './load-sqlite.ts';
import { ledgerFault, type LedgerFault } from './sqlite-fault.ts';
import { inTransaction } from './transaction.ts';
import { walkFile, type Walked } from './walk-file.ts';

export type UnlockedChain =
  | {
      readonly kind: 'unlocked';
      readonly keeper: Keeper;
      /** Why the record began anew, as long as nobody has accepted that. */
      readonly started: LedgerFault | null;
      readonly headFault: Fault | null;
    }
  | { readonly kind: 'fault'; readonly fault: Fault };

export interface UnlockOptions {
  readonly database: Database;
  /** Whether the file that is written to is still the one that lies in the profile. */
  readonly isThere: () => boolean;
  readonly store: CredentialStore;
  readonly now: () => number;
  /** Told of the key as soon as it was read, also where the record cannot be gone on with. */
  readonly onKey: (key: Buffer) => void;
}

/**
 * Checks every row against key and head. Trouble is written into the record itself, as a signed row over whatever was
 * found, so that it stays known until the administrator accepts it. Throws what SQLite throws.
 */
export async function unlockChain(options: UnlockOptions): Promise<UnlockedChain> {
  const { database, isThere, store } = options;
  const read = await readAnchor(store);
  if (read.kind === 'fault') return read;
  const { anchor } = read;
  if (anchor.key.kind === 'value') options.onKey(anchor.key.value);
  if (!isThere()) return { kind: 'fault', fault: fileTaken() };
  const walked = await walkFile(database, anchor);
  const diagnosis = diagnose(walked, anchor);
  const { ledgerId } = walked.facts;

  const keyed = await keyFor(anchor, store);
  if (keyed.kind === 'fault') return keyed;
  const { key } = keyed;
  const tail = diagnosis.kind === 'trouble' ? startAnew(options, key, walked, anchor, diagnosis) : walked.facts.tail;

  const keeper = createKeeper({ database, isThere, key, ledgerId, tail, store });
  const headFault = await keeper.syncHead();
  return { kind: 'unlocked', keeper, started: startedFault(walked, diagnosis), headFault };
}

async function keyFor({ key }: Anchor, store: CredentialStore): ReturnType<typeof makeKey> {
  // What is no key of ours signed nothing that could still be checked.
  return key.kind === 'value' ? { kind: 'key', key: key.value } : makeKey(store);
}

type Trouble = Extract<Diagnosis, { kind: 'trouble' }>;

/** Writes the row that says why, linked to what is there; numbers that were used before are not used again. */
function startAnew(
  { database, now }: UnlockOptions,
  key: Buffer,
  walked: Walked,
  { head }: Anchor,
  why: Trouble,
): Tail {
  const { facts, walk } = walked;
  const { tail: end, digest } = walk;
  const known = head.kind === 'value' ? head.value.count : 0;
  const row = signedAfter(key, facts.ledgerId, end, Math.max(end.count, facts.tail.count, known) + 1, {
    ...staffAction({ kind: 'accepted', at: now(), cardId: '' }),
    kind: 'started',
    note: `${why.cause}: ${why.detail}`,
    covers: digest,
  });
  const tail: Tail = { count: row.number, mac: row.mac };
  inTransaction(database, () => {
    // It holds nothing of its own. What was done with a card is found again from here on.
    if (walked.indexProblem !== null) database.exec('REINDEX actions');
    insertRow(database, row);
    writeTail(database, key, facts.ledgerId, tail);
    // The digest in the row covers the checkpoint as it was found; from here on it is sealed with the key that counts.
    if (!isCheckpointSealed(facts, key)) writeCheckpoint(database, key, facts.ledgerId, facts.checkpoint);
  });
  return tail;
}

/** Why the record that is gone on with is not accepted yet; null when it is. */
function startedFault({ walk }: Walked, diagnosis: Diagnosis): LedgerFault | null {
  if (diagnosis.kind === 'trouble') return ledgerFault(diagnosis.cause, diagnosis.detail);
  const start = unacceptedStart(walk);
  if (start === null) return null;
  const [word = '', ...rest] = start.why.split(': ');
  const cause = FAULT_CAUSES.ledger.find((one) => one === word) ?? 'chain-broken';
  return ledgerFault(cause, rest.join(': '));
}
