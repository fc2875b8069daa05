/**
 * The record at five million rows: what the station asks of it, and that retention keeps its file from growing.
 * `npx tsx test/bench/ledger.ts [ROWS]` prints the rows of the bench. Needs about 3 GB in the folder for temporary files.
 */
import { mkdtempSync, rmSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { createKeychainStore } from '../../main/credentials/keychain-store.ts';
import type { AnswerRecord } from '../../main/ledger/answer-row.ts';
import type { StoredCard } from '../../main/ledger/card-row.ts';
import type { Ledger } from '../../main/ledger/ledger.ts';
import { openLedger } from '../../main/ledger/open-ledger.ts';
import { monthsBefore } from '../../main/ledger/retention.ts';
import { staffAction } from '../../main/tracking/staff-action.ts';
import { MemoryKeychain } from '../unit/main/credentials/memory-keychain.ts';
import { note } from './bench-desk.ts';
import { rounded } from './figures.ts';
import { ANSWERS_A_CARD, bigCardId, bigOperationId, makeBigRecord, OPEN_CARDS, shareOut } from './record/big-record.ts';
import { timedRounds, timesOf, type Rounds, type Timed } from './record/timed.ts';
import { atMost, median, tableOf, type Row } from './rows.ts';

const ROWS = 5_000_000;
/** Bytes that a row takes with its part of the indexes, and once more for what SQLite keeps beside the file. */
const BYTES_A_ROW = 600;
/** What the screen waits for at most, in ms: a twentieth of what an eye notices. */
const MAX_QUERY_MS = 5;
/** A slice of the retention runs once a second when there is something to remove, and the screen waits with it, in ms. */
const MAX_SLICE_MS = 50;
/** A year of a busy station has about 10,000 signed rows, and handing over waits until all of them are checked, in ms a thousand. */
const MAX_THOUSAND_MS = 200;
/** What a file under retention may grow by while as much comes as goes, in %. */
const MAX_GROWTH_PERCENT = 1;
const MONTHS = 24;
const DAY_MS = 24 * 60 * 60_000;
/** Days that go by under retention. */
const DAYS = 5;
/** Calls of each kind in a round. */
const TIMES = 200;
/** New cards of one transaction, and apart from those of another day. */
const CARDS_AT_ONCE = 100;
const NUMBERS_A_DAY = 1_000_000;

/** The rows of the bench. Rejects when there is no room for the record, or when it is not found whole. */
export async function ledgerRows(rows = ROWS): Promise<Row[]> {
  const { bavail, bsize } = statfsSync(tmpdir());
  if (bavail * bsize < rows * BYTES_A_ROW * 2) throw new Error(`${tmpdir()} has no room for ${rows} rows`);
  const folder = mkdtempSync(join(tmpdir(), 'card-station-bench-ledger-'));
  try {
    return await measured(folder, rows);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(folder: string, rows: number): Promise<Row[]> {
  const until = Date.now();
  const record = shareOut(rows, monthsBefore(until, MONTHS), until);
  const store = createKeychainStore(new MemoryKeychain());
  await told(`${rows} rows made`, () => makeBigRecord(folder, store, record));
  const opened = await told('opened, its cards checked', () => openLedger(folder));
  if (opened.kind === 'fault' || opened.faults.length > 0) throw new Error('the record could not be opened whole');
  const { ledger } = opened;
  try {
    const queries = await askAll(ledger, record.cards, until);
    const began = performance.now();
    const unlocked = await ledger.unlock(store);
    if (unlocked.standing !== 'accepted') throw new Error('the record was not found whole');
    const thousandMs = ((performance.now() - began) * 1_000) / record.actions;
    note(`bench: every one of ${record.actions} signatures checked, ${rounded(thousandMs)} ms a thousand`);
    const written = await writeAll(ledger, until);
    const kept = await keepFor(ledger, join(folder, 'ledger.sqlite'), record.cards, until);
    return [
      ...rowsOf(queries, rows, 'most'),
      ...rowsOf(written, rows, 'half'),
      atMost('ledger: 1,000 signatures checked at start', thousandMs, MAX_THOUSAND_MS, 'ms'),
      atMost('ledger: slice of the retention (95 %)', kept.slice.most, MAX_SLICE_MS, 'ms'),
      atMost(`ledger: growth in ${DAYS} days under retention`, kept.growthPercent, MAX_GROWTH_PERCENT, '%'),
    ];
  } finally {
    ledger.close();
  }
}

/** Reads are judged by what 95 % of them stay within; writes, which the disk decides, by what half of them do: the middle round. */
function rowsOf(queries: Readonly<Record<string, Rounds>>, rows: number, judged: 'most' | 'half'): Row[] {
  const share = judged === 'most' ? '95 %' : 'half';
  return Object.entries(queries).map(([name, rounds]) => {
    for (const { half, most, max } of rounds)
      note(`bench: ${name}: half within ${rounded(half)} ms, 95 % within ${rounded(most)}, all within ${rounded(max)}`);
    const runs = rounds.map((times) => times[judged]);
    return atMost(`ledger of ${rows} rows: ${name} (${share})`, median(runs), MAX_QUERY_MS, 'ms', { runs });
  });
}

/** What the station asks while it runs. Throws when something does not answer as it should: speed without truth is none. */
async function askAll(ledger: Ledger, cards: number, until: number): Promise<Readonly<Record<string, Rounds>>> {
  const any = (index: number): number => (index * 7_919) % cards;
  const today = { from: until - DAY_MS, to: until + DAY_MS };
  return {
    'cards at start': await timedRounds(TIMES, () => {
      if (ledger.restore().cards.length !== OPEN_CARDS) throw new Error('cards are missing at the start');
    }),
    'one card by its id': await timedRounds(TIMES, (index) => {
      if (ledger.find(bigCardId(any(index))).kind !== 'card') throw new Error('a card was not found');
    }),
    'what staff did with a card': await timedRounds(TIMES, (index) => {
      if (ledger.actionsOf(bigCardId(any(index))).kind !== 'actions') throw new Error('actions were not found');
    }),
    'a card that nobody knows': await timedRounds(TIMES, (index) => {
      if (ledger.find(`nobody-${index}`).kind !== 'absent') throw new Error('a card was made up');
    }),
    "staff's list of today": await timedRounds(TIMES, () => {
      const read = ledger.recent(today, 50);
      if (read.kind !== 'recent' || read.actions.length === 0) throw new Error('the list of today is empty');
    }),
  };
}

/** What the station writes; each call is durable when it returns. */
async function writeAll(ledger: Ledger, until: number): Promise<Readonly<Record<string, Rounds>>> {
  return {
    'a card and its answer written': await timedRounds(TIMES, (index) => save(ledger, index, until, 1)),
    'a handover recorded': await timedRounds(TIMES, (index) => recordOne(ledger, index, until)),
  };
}

/** Days go by: as much comes as goes. */
async function keepFor(
  ledger: Ledger,
  file: string,
  cards: number,
  until: number,
): Promise<{ readonly slice: Timed; readonly growthPercent: number }> {
  const perDay = Math.ceil(cards / ((MONTHS / 12) * 365));
  const before = sizeOf(file);
  const slices: number[] = [];
  for (let day = 1; day <= DAYS; day += 1) {
    const now = until + day * DAY_MS;
    for (let more = true; more;) {
      const began = performance.now();
      const pruned = ledger.prune(now, MONTHS);
      slices.push(performance.now() - began);
      if (pruned.fault !== null) throw new Error(pruned.fault.detail);
      ({ more } = pruned);
    }
    for (let card = 0; card < perDay; card += CARDS_AT_ONCE) {
      const first = day * NUMBERS_A_DAY + card;
      save(ledger, first, now, Math.min(CARDS_AT_ONCE, perDay - card));
      await recordOne(ledger, first, now);
    }
  }
  return { slice: timesOf(slices), growthPercent: (100 * (sizeOf(file) - before)) / before };
}

/** New cards, each with all its answers, in one transaction. */
function save(ledger: Ledger, first: number, at: number, cards: number): void {
  const ids = Array.from({ length: cards }, (_, index) => `new-${bigCardId(first + index)}`);
  const answers = ids.flatMap((cardId) =>
    Array.from({ length: ANSWERS_A_CARD }, (_, step) => answer(cardId, at + step * 10_000)),
  );
  const fault = ledger.save(
    ids.map((cardId) => finished(cardId, at)),
    answers,
  );
  if (fault !== null) throw new Error(fault.detail);
}

async function recordOne(ledger: Ledger, index: number, at: number): Promise<void> {
  const cardId = `new-${bigCardId(index)}`;
  const operationId = bigOperationId(index);
  const action = staffAction({ kind: 'handed-over', at, cardId, operationId, by: 'AB', endTime: at, answerAt: at });
  const recorded = ledger.record(action, finished(cardId, at));
  if (recorded.kind === 'fault') throw new Error(recorded.fault.detail);
  await recorded.head;
}

function finished(cardId: string, at: number): StoredCard {
  return {
    cardId,
    reference: 'Ticket',
    pinnedOperationId: null,
    addedAt: at,
    touchedAt: at,
    place: 'finished',
    placedAt: at,
    phase: 'personalised',
    firstSeenOf: `op-${cardId}`,
    firstSeen: new Map([
      ['requested', at],
      ['at-printer', at],
      ['personalised', at],
    ]),
    newOrder: false,
    history: {
      newestStartMs: at,
      newestIds: [`op-${cardId}`],
      memories: new Map([[`op-${cardId}`, { done: { endMs: at }, failure: null, failedAfterDone: false }]]),
      voidedAt: null,
    },
  };
}

function answer(cardId: string, at: number): AnswerRecord {
  return {
    cardId,
    sentAt: at,
    correlationId: '00000000-0000-4000-8000-000000000000',
    operation: {
      operationId: `op-${cardId}`,
      phase: 'personalised',
      status: 'SUCCESSFUL',
      detail: 'CARD_PROD_DONE',
      startMs: at,
      endMs: at,
      reason: null,
      errorCode: null,
      error: null,
    },
  };
}

/** The file with its log, in bytes: what is on the disk after a day. */
function sizeOf(file: string): number {
  return statSync(file).size + (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0);
}

async function told<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  note(`bench: ${what} in ${rounded((performance.now() - began) / 1_000)} s`);
  return result;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(tableOf(await ledgerRows(Number(process.argv[2] ?? ROWS))));
}
