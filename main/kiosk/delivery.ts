/** What a second start of the program hands to the station that runs: parsed data, checked again on arrival. */
import { z } from 'zod';

import { REFUSALS } from '../tracking/words.ts';
import { Question } from './station-answer.ts';

export const Delivery = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('show') }),
  z.strictObject({
    kind: z.literal('watch'),
    cardId: z.string().max(512),
    operationId: z.string().max(512).optional(),
    reference: z.string().max(512).optional(),
    /** Set where it came as a link: a station that takes none drops it. */
    source: z.literal('link').optional(),
    /** Set where somebody waits to hear what came of it. */
    question: Question.optional(),
  }),
  /** A link was refused by the start that it came with; the screen says so, and what it held is not passed on. */
  z.strictObject({ kind: z.literal('refused'), refusal: z.enum(REFUSALS) }),
  /** The credentials in the keychain were replaced. */
  z.strictObject({ kind: z.literal('credentials-changed') }),
  /** The credentials were removed, as far as they could be. */
  z.strictObject({ kind: z.literal('credentials-wiped') }),
  /** The administrator accepted a record that began anew. */
  z.strictObject({ kind: z.literal('ledger-accepted') }),
  /** Somebody asks whether the station may be updated now. */
  z.strictObject({ kind: z.literal('update-window'), question: Question }),
]);
export type Delivery = z.infer<typeof Delivery>;
