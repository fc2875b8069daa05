/** What staff did today, as the page is given it. Part of the contract. */
import { FINISHING_KINDS, REJECT_OUTCOMES } from '../tracking/words.ts';
import { z } from '../tracking/plain-zod.ts';

/** Of today's actions the page is given the newest, and no more than these. */
export const MAX_RECENT = 50;

/** Something that staff did today, as the record has it: what is over, and no verdict on any card. */
export const RecentView = z.strictObject({
  number: z.number().int().positive(),
  kind: z.enum(FINISHING_KINDS),
  at: z.number().int(),
  cardId: z.string(),
  reference: z.string().nullable(),
  /** Initials or badge; null where the station asks for none. */
  by: z.string().nullable(),
  second: z.string().nullable(),
  outcome: z.enum(REJECT_OUTCOMES).nullable(),
  undone: z.boolean(),
});
export type RecentView = z.infer<typeof RecentView>;

/** Newest first; `unavailable` when the record cannot be read. */
export const RecentList = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('actions'), actions: z.array(RecentView).max(MAX_RECENT) }),
  z.strictObject({ kind: z.literal('unavailable') }),
]);
export type RecentList = z.infer<typeof RecentList>;
