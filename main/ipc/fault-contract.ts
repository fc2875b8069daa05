/** How a fault looks on its way to the screen; part of the contract. */
import { FAULT_FAMILIES, OWNERS } from '../tracking/words.ts';
import { z } from './plain-zod.ts';

export const FaultView = z.strictObject({
  family: z.enum(FAULT_FAMILIES),
  cause: z.string(),
  owner: z.enum(OWNERS),
  detail: z.string(),
  correlationId: z.string().nullable(),
  since: z.number().int().nonnegative(),
  daysLeft: z.number().int().nullable(),
  skewMs: z.number().nullable(),
});
export type FaultView = z.infer<typeof FaultView>;
