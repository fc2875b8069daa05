/** What staff did with cards in a period, newest first, each with what the cards' own table knows of it. */
import { z } from 'zod';

import { FINISHING_KINDS, REJECT_OUTCOMES, type FinishingKind, type RejectOutcome } from '../tracking/words.ts';
import type { Period } from './export.ts';
import type { Database } from './load-sqlite.ts';
import { ledgerFault, type LedgerFault } from './sqlite-fault.ts';

export interface RecentAction {
  readonly number: number;
  readonly kind: FinishingKind;
  /** Wall clock, ms since 1970. */
  readonly at: number;
  readonly cardId: string;
  readonly reference: string | null;
  readonly by: string | null;
  readonly second: string | null;
  /** `rejected` only. */
  readonly outcome: RejectOutcome | null;
  /** It was taken back. */
  readonly undone: boolean;
}

export type RecentRead =
  | { readonly kind: 'recent'; readonly actions: readonly RecentAction[] }
  | { readonly kind: 'fault'; readonly fault: LedgerFault };

const KINDS = FINISHING_KINDS.map((kind) => `'${kind}'`).join(', ');

/** From, to and how many at most. Answered by the index over the time; what takes an action back is one of the same card. */
export const RECENT_QUERY = `
  SELECT done.number, done.kind, done.at, done.card_id AS cardId, cards.reference, done.by, done.second, done.outcome,
    EXISTS (SELECT 1 FROM actions AS later WHERE later.card_id = done.card_id AND later.number > done.number
      AND later.kind = 'undone' AND later.undoes = done.number) AS undone
  FROM actions AS done LEFT JOIN cards ON cards.card_id = done.card_id
  WHERE done.at >= ? AND done.at < ? AND done.number > 0 AND done.kind IN (${KINDS})
  ORDER BY done.at DESC, done.number DESC LIMIT ?`;

const Row = z.object({
  number: z.int().positive(),
  kind: z.enum(FINISHING_KINDS),
  at: z.int(),
  cardId: z.string(),
  reference: z.string().nullable(),
  by: z.string().nullable(),
  second: z.string().nullable(),
  outcome: z.enum(REJECT_OUTCOMES).nullable(),
  undone: z.literal([0, 1]).transform((value) => value === 1),
});

/** A row that cannot be read is a fault: a list with a hole would look whole. Throws what SQLite throws. */
export function readRecent(database: Database, { from, to }: Period, max: number): RecentRead {
  const actions: RecentAction[] = [];
  for (const raw of database.prepare(RECENT_QUERY).all(Math.round(from), Math.round(to), max)) {
    const row = Row.safeParse(raw);
    if (!row.success) return { kind: 'fault', fault: ledgerFault('damaged', 'A row of today cannot be read.') };
    actions.push(row.data);
  }
  return { kind: 'recent', actions };
}
