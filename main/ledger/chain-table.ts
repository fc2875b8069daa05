/** The one row beside the actions: whose file it is, where the chain ends, and what retention left in place of old rows. */
import { randomBytes } from 'node:crypto';

import { sealOfCheckpoint, sealOfTail, type Checkpoint, type Tail } from './chain.ts';
import type { Database } from './load-sqlite.ts';

/** 128 random bits: no two files are taken for each other. */
const LEDGER_ID_BYTES = 16;

export interface ChainFacts {
  readonly ledgerId: string;
  /** `fresh`: there was no file. Else the name under which a damaged one was set aside to make room for this one. */
  readonly born: string;
  readonly tail: Tail;
  readonly tailSeal: string;
  readonly checkpoint: Checkpoint;
  readonly checkpointSeal: string;
}

export const BORN_FRESH = 'fresh';

const FACTS = `SELECT ledger_id, born, count, mac, seal, checkpoint_count, checkpoint_mac, checkpoint_digest,
  checkpoint_at, checkpoint_seal FROM chain WHERE id = 1`;

/** Null when the row was taken away. */
export function readChain(database: Database): ChainFacts | null {
  const row = database.prepare(FACTS).get() as Record<string, string | number | null> | undefined;
  if (row === undefined) return null;
  const at = row['checkpoint_at'];
  return {
    ledgerId: String(row['ledger_id']),
    born: String(row['born']),
    tail: { count: Number(row['count']), mac: String(row['mac']) },
    tailSeal: String(row['seal']),
    checkpoint: {
      count: Number(row['checkpoint_count']),
      mac: String(row['checkpoint_mac']),
      digest: String(row['checkpoint_digest']),
      at: typeof at === 'number' ? at : null,
    },
    checkpointSeal: String(row['checkpoint_seal']),
  };
}

/** Names a file that has no name yet. */
export function bearChain(database: Database, born: string): void {
  database
    .prepare(`INSERT INTO chain VALUES (1, ?, ?, 0, '', '', 0, '', '', NULL, '') ON CONFLICT DO NOTHING`)
    .run(randomBytes(LEDGER_ID_BYTES).toString('hex'), born);
}

export function writeTail(database: Database, key: Buffer, ledgerId: string, tail: Tail): void {
  database
    .prepare('UPDATE chain SET count = ?, mac = ?, seal = ? WHERE id = 1')
    .run(tail.count, tail.mac, sealOfTail(key, ledgerId, tail));
}

export function writeCheckpoint(database: Database, key: Buffer, ledgerId: string, checkpoint: Checkpoint): void {
  const { count, mac, digest, at } = checkpoint;
  database
    .prepare(
      `UPDATE chain SET checkpoint_count = ?, checkpoint_mac = ?, checkpoint_digest = ?, checkpoint_at = ?,
        checkpoint_seal = ? WHERE id = 1`,
    )
    .run(count, mac, digest, at, sealOfCheckpoint(key, ledgerId, checkpoint));
}

/** An untouched file has nothing to seal. */
export function isTailSealed({ ledgerId, tail, tailSeal }: ChainFacts, key: Buffer): boolean {
  return (tail.count === 0 && tailSeal === '') || tailSeal === sealOfTail(key, ledgerId, tail);
}

export function isCheckpointSealed({ ledgerId, checkpoint, checkpointSeal }: ChainFacts, key: Buffer): boolean {
  const untouched = checkpoint.count === 0 && checkpoint.digest === '' && checkpoint.mac === '';
  return (untouched && checkpointSeal === '') || checkpointSeal === sealOfCheckpoint(key, ledgerId, checkpoint);
}
