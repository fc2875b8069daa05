/** How what is wrong looks on its way to the screen; part of the contract. */
import { FAULT_FAMILIES, FAULT_PLACES, IMPORT_PROBLEMS, OWNERS } from '../tracking/words.ts';
import { z } from '../tracking/plain-zod.ts';

export const FaultView = z.strictObject({
  family: z.enum(FAULT_FAMILIES),
  cause: z.string(),
  owner: z.enum(OWNERS),
  detail: z.string(),
  correlationId: z.string().nullable(),
  since: z.number().int().nonnegative(),
  daysLeft: z.number().int().nullable(),
  skewMs: z.number().nullable(),
  /** Where it lies when that is not D1 itself. */
  at: z.enum(FAULT_PLACES).optional(),
});
export type FaultView = z.infer<typeof FaultView>;

/** Why a bundle that the roll-out put into the machine's folder was not taken. */
export const ImportView = z.strictObject({
  problem: z.enum(IMPORT_PROBLEMS),
  /** For support: the file, and what is wrong with it. */
  detail: z.string().max(300),
});
export type ImportView = z.infer<typeof ImportView>;
