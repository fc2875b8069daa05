/** A card as it is kept over a restart, and its row in the file. */
import { z } from 'zod';

import type { CardHistory } from '../tracking/new-track.ts';
import { FAILURE_PHASES, PHASES, PLACES, type Phase, type Place } from '../tracking/words.ts';
import type { Label } from './chain.ts';
import type { Database, SqlValue } from './load-sqlite.ts';

/** A card with everything that outlives the run. Instants are wall clock, ms since 1970. */
export interface StoredCard {
  readonly cardId: string;
  readonly reference: string | null;
  readonly pinnedOperationId: string | null;
  readonly addedAt: number;
  readonly touchedAt: number;
  readonly place: Place;
  readonly placedAt: number;
  /** The last phase that was seen; after a restart it says nothing about now. */
  readonly phase: Phase;
  /** The operation that the phases were first seen of. */
  readonly firstSeenOf: string | null;
  readonly firstSeen: ReadonlyMap<Phase, number>;
  readonly newOrder: boolean;
  /**
   * As given back: `voidedAt` is null, and a failure was asked for at minus infinity, because monotonic time means
   * nothing after a restart.
   */
  readonly history: CardHistory;
}

const instant = z.number();
const History = z.strictObject({
  newestStartMs: instant.nullable(),
  newestIds: z.array(z.string()),
  memories: z.array(
    z.tuple([
      z.string(),
      z.strictObject({
        done: z.strictObject({ endMs: instant.nullable() }).nullable(),
        failure: z.strictObject({ phase: z.enum(FAILURE_PHASES), endMs: instant.nullable() }).nullable(),
        failedAfterDone: z.boolean(),
      }),
    ]),
  ),
});
const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'not JSON' });
    return z.NEVER;
  }
});
const Row = z.object({
  card_id: z.string(),
  reference: z.string().nullable(),
  pinned_operation_id: z.string().nullable(),
  added_at: instant,
  touched_at: instant,
  place: z.enum(PLACES),
  placed_at: instant,
  phase: z.enum(PHASES),
  first_seen_of: z.string().nullable(),
  first_seen: json.pipe(z.array(z.tuple([z.enum(PHASES), instant]))),
  new_order: z.literal([0, 1]),
  history: json.pipe(History),
});

/** The card of a row; null when the row does not hold one. */
export function parseCard(raw: unknown): StoredCard | null {
  const parsed = Row.safeParse(raw);
  if (!parsed.success) return null;
  const { data } = parsed;
  const memories = data.history.memories.map(([operationId, { failure, ...memory }]) => {
    const known = failure === null ? null : { ...failure, askedAtMono: -Infinity };
    return [operationId, { ...memory, failure: known }] as const;
  });
  return {
    cardId: data.card_id,
    reference: data.reference,
    pinnedOperationId: data.pinned_operation_id,
    addedAt: data.added_at,
    touchedAt: data.touched_at,
    place: data.place,
    placedAt: data.placed_at,
    phase: data.phase,
    firstSeenOf: data.first_seen_of,
    firstSeen: new Map(data.first_seen),
    newOrder: data.new_order === 1,
    history: {
      newestStartMs: data.history.newestStartMs,
      newestIds: data.history.newestIds,
      memories: new Map(memories),
      voidedAt: null,
    },
  };
}

const UPSERT = `
  INSERT INTO cards (card_id, reference, pinned_operation_id, added_at, touched_at, place, placed_at, phase,
    first_seen_of, first_seen, new_order, history, seal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (card_id) DO UPDATE SET
    reference = iif(excluded.seal IS NULL AND cards.seal IS NOT NULL, cards.reference, excluded.reference),
    pinned_operation_id = iif(excluded.seal IS NULL AND cards.seal IS NOT NULL, cards.pinned_operation_id,
      excluded.pinned_operation_id), added_at = excluded.added_at,
    touched_at = excluded.touched_at, place = excluded.place, placed_at = excluded.placed_at, phase = excluded.phase,
    first_seen_of = excluded.first_seen_of, first_seen = excluded.first_seen, new_order = excluded.new_order,
    history = excluded.history, seal = coalesce(excluded.seal, cards.seal)`;

/**
 * Writes the card over whatever was known of it. `seal` is that of its label; without one a sealed label stays as it is: nobody
 * could take the new one for proven at the next start, and the old one would be gone with it.
 */
export function putCard(database: Database, card: StoredCard, seal: string | null): void {
  const memories = [...card.history.memories].map(([operationId, { done, failure, failedAfterDone }]) => [
    operationId,
    { done, failure: failure === null ? null : { phase: failure.phase, endMs: failure.endMs }, failedAfterDone },
  ]);
  const { newestStartMs, newestIds } = card.history;
  const values: SqlValue[] = [
    card.cardId,
    card.reference,
    card.pinnedOperationId,
    Math.round(card.addedAt),
    Math.round(card.touchedAt),
    card.place,
    Math.round(card.placedAt),
    card.phase,
    card.firstSeenOf,
    JSON.stringify([...card.firstSeen]),
    card.newOrder ? 1 : 0,
    JSON.stringify({ newestStartMs, newestIds, memories }),
    seal,
  ];
  database.prepare(UPSERT).run(...values);
}

/** Of rows of cards, those whose label is not as it was signed. */
export function unprovenCards(rows: readonly unknown[], sealOf: (label: Label) => string): readonly string[] {
  return rows.flatMap((raw) => {
    const card = parseCard(raw);
    return card === null || (raw as { readonly seal: unknown }).seal === sealOf(card) ? [] : [card.cardId];
  });
}

/** What cards are asked for by; both are answered by an index. */
export const CARD_QUERIES = {
  open: `SELECT * FROM cards WHERE place <> 'finished' ORDER BY added_at`,
  one: 'SELECT * FROM cards WHERE card_id = ?',
} as const;
