/** Walks all rows of the file, in slices, so that the screen is not held up. */
import { randomBytes } from 'node:crypto';

import { readRows } from './action-row.ts';
import type { Anchor } from './anchor.ts';
import { beginWalk, KEY_BYTES, step } from './chain.ts';
import { isCheckpointSealed, isTailSealed, readChain, type ChainFacts } from './chain-table.ts';
import type { Found } from './diagnose.ts';
import type { Database } from './load-sqlite.ts';
import { lostRow } from './rows-by-card.ts';

/** Rows per slice: a few ms of signing, then everything else gets its turn. */
const SLICE_ROWS = 250;

export interface Walked extends Found {
  readonly facts: ChainFacts;
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
  let indexProblem: string | null = null;
  for (;;) {
    const rows = readRows(database, 'after', position, SLICE_ROWS);
    indexProblem ??= lostRow(database, rows);
    for (const row of rows) {
      walk = step(walk, row, used, begun.ledgerId);
      position = row.number as bigint;
    }
    if (rows.length < SLICE_ROWS) break;
    await new Promise((resume) => setImmediate(resume));
  }
  const facts = factsOf(database);
  return { facts, walk, tailSealed: isTailSealed(facts, used), indexProblem };
}

function factsOf(database: Database): ChainFacts {
  const facts = readChain(database);
  if (facts === null) throw new Error('the end of the record was taken out of the file');
  return facts;
}
