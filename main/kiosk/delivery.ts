/** What a second start of the program hands to the station that runs: parsed data, checked again on arrival. */
import { z } from 'zod';

export const Delivery = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('show') }),
  z.strictObject({
    kind: z.literal('watch'),
    cardId: z.string().max(512),
    operationId: z.string().max(512).optional(),
    reference: z.string().max(512).optional(),
  }),
  /** The credentials in the keychain were replaced. */
  z.strictObject({ kind: z.literal('credentials-changed') }),
]);
export type Delivery = z.infer<typeof Delivery>;
