/** Walks all rows of the file, in slices, so that the screen is not held up. */
import { randomBytes } from 'node:crypto';

import { readRows } from './action-row.ts';
import type { Anchor } from './anchor.ts';
import { beginWalk, KEY_BYTES, step } from './chain.ts';
import { isCheckpointSealed, isTailSealed, readChain, type ChainFacts } from './chain-table.ts';
import type { Found } from './diagnose.ts';
import type { Database } from './load-sqlite.ts';

/** Rows per slice: a few ms of signing, then everything else gets its turn. */
const SLICE_ROWS = 250;

export interface Walked extends Found {
  readonly facts: ChainFacts;
}

/**
 * What SQLite finds wrong with tables and indexes, in its words; null when nothing. The walk reads the rows by their numbers, the
 * station those of a card by an index: a row that the index leaves out would be signed, and never met. Throws what SQLite throws.
 */
export function integrity(database: Database, table = ''): string | null {
  const scope = table === '' ? '1' : `'${table}'`;
  const row = database.prepare(`PRAGMA integrity_check(${scope})`).get() as { integrity_check?: string } | undefined;
  return row?.integrity_check === 'ok' ? null : (row?.integrity_check ?? 'The file cannot be checked.');
}

/**
 * What the file holds, judged with the key of `anchor`. Rows that are written while it runs are walked too, and the
 * last of them and the end of the file are read in one go. Throws what SQLite throws.
 */
export async function walkFile(database: Database, { key, head }: Anchor): Promise<Walked> {
  const begun = factsOf(database);
  // Without a key nothing fits; what is there is counted and linked to all the same.
  const used = key.kind === 'value' ? key.value : randomBytes(KEY_BYTES);
  const watched = head.kind === 'value' ? head.value.count : -1;
  let walk = beginWalk(begun.checkpoint, isCheckpointSealed(begun, used), watched);
  // From the first row, also where a checkpoint stands: what lies before it does not belong there.
  let position: bigint | number = 0;
  for (;;) {
    const rows = readRows(database, 'after', position, SLICE_ROWS);
    for (const row of rows) {
      walk = step(walk, row, used, begun.ledgerId);
      position = row.number as bigint;
    }
    if (rows.length < SLICE_ROWS) break;
    await new Promise((resume) => setImmediate(resume));
  }
  const facts = factsOf(database);
  return { facts, walk, tailSealed: isTailSealed(facts, used), indexProblem: integrity(database, 'actions') };
}

function factsOf(database: Database): ChainFacts {
  const facts = readChain(database);
  if (facts === null) throw new Error('the end of the record was taken out of the file');
  return facts;
}
