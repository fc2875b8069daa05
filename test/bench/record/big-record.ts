/**
 * A record as a station would have it after far more years than it keeps. Cards and answers are made inside SQLite, by the
 * form that the ledger's own code gives them; staff actions are signed and chained by the ledger's own code, so that
 * `verify` and every start find it whole. Indexes are made after the rows, by the very text of the migrations.
 */
import { randomBytes } from 'node:crypto';

import type { CredentialStore } from '../../../main/credentials/credential-store.ts';
import { Secret } from '../../../main/credentials/secret.ts';
import { rowInserter, type ActionRow } from '../../../main/ledger/action-row.ts';
import { writeHead } from '../../../main/ledger/anchor.ts';
import { KEY_BYTES, macOf, type Tail } from '../../../main/ledger/chain.ts';
import { readChain, writeTail } from '../../../main/ledger/chain-table.ts';
import { loadSqlite, type Database } from '../../../main/ledger/load-sqlite.ts';
import { closeFile, openFile } from '../../../main/ledger/open-file.ts';
import { inTransaction } from '../../../main/ledger/transaction.ts';
import { staffAction } from '../../../main/tracking/staff-action.ts';

/** What the rows are spread over. */
export interface BigRecord {
  /** Cards, of which each has four answers and most one action. */
  readonly cards: number;
  readonly actions: number;
  /** Wall clock of the oldest and the newest row, ms since 1970. */
  readonly from: number;
  readonly until: number;
}

/** Answers of one card: requested, at the printer, in progress, done. */
export const ANSWERS_A_CARD = 4;
/** Cards that are still watched when the station starts: as many as it takes. */
export const OPEN_CARDS = 60;
/** Signed rows of one transaction. */
const BATCH_ROWS = 50_000;

/** How many cards and actions make a record of about so many rows, actions being a ninth of them. */
export function shareOut(rows: number, from: number, until: number): BigRecord {
  const actions = Math.floor(rows / 9);
  return { cards: Math.ceil((rows - actions) / (1 + ANSWERS_A_CARD)), actions, from, until };
}

export function bigCardId(index: number): string {
  // The ids of D1 come in no order: an even mix of 32 bits, and the number itself so that none comes twice.
  const mixed = Math.imul(index, 0x9e3779b1) >>> 0;
  return `${mixed.toString(16).padStart(8, '0')}-${index}`;
}

export function bigOperationId(index: number): string {
  return `op-${bigCardId(index)}`;
}

/** Makes the record in an empty folder and its key and head in the keychain. Throws when that cannot be done. */
export async function makeBigRecord(folder: string, store: CredentialStore, record: BigRecord): Promise<void> {
  const opened = openFile(folder, loadSqlite(), Date.now);
  if (opened.kind === 'fault') throw new Error(opened.fault.detail);
  const { database } = opened;
  // Nothing of it is needed after a crash: no log that is copied into the file, no waiting for the disk, sorting in memory.
  database.exec(`PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;
    PRAGMA cache_size = -262144; PRAGMA temp_store = MEMORY`);
  const indexes = database
    .prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL`)
    .all() as { readonly name: string; readonly sql: string }[];
  for (const { name } of indexes) database.exec(`DROP INDEX ${name}`);
  fillCards(database, record);
  const key = randomBytes(KEY_BYTES);
  const { ledgerId, tail } = fillActions(database, key, record);
  for (const { sql } of indexes) database.exec(sql);
  // As the ledger keeps it, so that it can be read beside a station.
  database.exec('PRAGMA journal_mode = WAL');
  closeFile(database);
  await store.write('ledger-key', new Secret(key.toString('base64')));
  const fault = await writeHead(store, { ledgerId, ...tail });
  if (fault !== null) throw new Error(fault.detail);
}

/** The id of card `n` in SQL; `bigCardId` says the same in JavaScript. */
const CARD_ID = `printf('%08x-%d', (n * 2654435761) & 4294967295, n)`;

function fillCards(database: Database, { cards, from, until }: BigRecord): void {
  const at = `CAST(${from} + n * ${(until - from) / cards} AS INTEGER)`;
  const numbers = `WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${cards - 1})`;
  inTransaction(database, () => {
    database.exec(`${numbers}
      INSERT INTO cards SELECT id, 'Ticket ' || n, NULL, at, at + 60000,
        CASE WHEN n >= ${cards - OPEN_CARDS} THEN 'watched' ELSE 'finished' END, at + 90000, 'personalised', 'op-' || id,
        json_array(json_array('requested', at + 1000), json_array('at-printer', at + 12000),
          json_array('personalised', at + 60000)), 0,
        json_object('newestStartMs', at, 'newestIds', json_array('op-' || id), 'memories', json_array(json_array('op-' || id,
          json_object('done', json_object('endMs', at + 60000), 'failure', NULL, 'failedAfterDone', json('false'))))), NULL
      FROM (SELECT n, ${CARD_ID} AS id, ${at} AS at FROM numbers) ORDER BY id`);
    database.exec(`${numbers}, answers_of (step, phase, status, detail, after) AS (VALUES
        (0, 'requested', 'PENDING', 'CARD_PROD_REQUESTED', 1000), (1, 'at-printer', 'PENDING', 'CARD_PROD_READY', 12000),
        (2, 'in-progress', 'PENDING', 'CARD_PROD_ONGOING', 30000), (3, 'personalised', 'SUCCESSFUL', 'CARD_PROD_DONE', 60000))
      INSERT INTO answers (card_id, sent_at, correlation_id, operation_id, phase, status, detail, start_ms, end_ms)
      SELECT ${CARD_ID}, ${at} + after, lower(hex(randomblob(16))), 'op-' || ${CARD_ID}, phase, status, detail, ${at},
        CASE step WHEN 3 THEN ${at} + 60000 END
      FROM numbers CROSS JOIN answers_of`);
  });
}

function fillActions(
  database: Database,
  key: Buffer,
  { cards, actions, from, until }: BigRecord,
): { readonly ledgerId: string; readonly tail: Tail } {
  const facts = readChain(database);
  if (facts === null) throw new Error('the new record has no end');
  const { ledgerId } = facts;
  let { tail } = facts;
  const insert = rowInserter(database);
  for (let first = 0; first < actions; first += BATCH_ROWS) {
    inTransaction(database, () => {
      for (let index = first; index < Math.min(actions, first + BATCH_ROWS); index += 1) {
        const card = Math.floor((index * cards) / actions);
        const unsigned = handedOver(tail, card, Math.floor(from + ((until - from) * card) / cards) + 90_000);
        const row = { ...unsigned, mac: macOf(key, ledgerId, unsigned) };
        insert(row);
        tail = { count: row.number, mac: row.mac };
      }
      writeTail(database, key, ledgerId, tail);
    });
  }
  return { ledgerId, tail };
}

/** Whole numbers and plain text: nothing that the ledger would have to make fit for the file first, half a million times. */
function handedOver(before: Tail, card: number, at: number): ActionRow {
  const cardId = bigCardId(card);
  return {
    ...staffAction({ kind: 'handed-over', at, cardId, operationId: `op-${cardId}`, by: 'AB', endTime: at - 30_000 }),
    correlationId: '00000000-0000-4000-8000-000000000000',
    answerAt: at - 200,
    number: before.count + 1,
    note: null,
    covers: null,
    prev: before.mac,
  };
}
