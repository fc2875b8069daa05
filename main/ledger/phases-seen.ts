/** When the phases of past orders were first seen: what a station can know of how long its cards take. */
import { z } from 'zod';

import { PHASES, type Phase } from '../tracking/words.ts';
import type { Database } from './load-sqlite.ts';
import type { LedgerFault } from './sqlite-fault.ts';

/** Of one order; wall clock, ms since 1970. */
export type PhasesSeen = ReadonlyMap<Phase, number>;

export type PhasesSeenRead =
  | { readonly kind: 'orders'; readonly orders: readonly PhasesSeen[] }
  | { readonly kind: 'fault'; readonly fault: LedgerFault };

/** Before when and how many at most, newest first. Answered by the index over the time. */
export const PHASES_QUERY = `
  SELECT card_id AS cardId, operation_id AS operationId, phase, sent_at AS at FROM answers
  WHERE sent_at < ? ORDER BY sent_at DESC LIMIT ?`;

/** Where rows were left out, an order this near to the oldest one may have lost its first phases and look quick, in ms. */
const CUT_OFF_MS = 3_600_000;

const Row = z.object({ cardId: z.string(), operationId: z.string(), phase: z.enum(PHASES), at: z.int() });

/** A row that cannot be read is left out: this is no proof of anything. Throws what SQLite throws. */
export function readPhasesSeen(database: Database, before: number, maxRows: number): PhasesSeenRead {
  const rows = database.prepare(PHASES_QUERY).all(Math.round(before), maxRows);
  const orders = new Map<string, Map<Phase, number>>();
  // Newest first: what is written last is the first time, and orders stand in the order of their newest answer.
  for (const raw of rows) {
    const row = Row.safeParse(raw);
    if (!row.success) continue;
    const key = JSON.stringify([row.data.cardId, row.data.operationId]);
    const seen = orders.get(key) ?? new Map<Phase, number>();
    orders.set(key, seen.set(row.data.phase, row.data.at));
  }
  const oldest =
    rows.length < maxRows ? -Infinity : Math.min(...[...orders.values()].flatMap((seen) => [...seen.values()]));
  const whole = [...orders.values()].filter((seen) => Math.min(...seen.values()) >= oldest + CUT_OFF_MS);
  return { kind: 'orders', orders: whole.reverse() };
}
