/**
 * The messages between main and the keychain process. Values travel as plain text over the private channel of the
 * two processes and nowhere else.
 */
import { z } from 'zod';

import { FAULT_CAUSES } from '../tracking/words.ts';

export const KeychainRequest = z.discriminatedUnion('op', [
  z.strictObject({ id: z.number().int(), op: z.literal('get'), service: z.string(), account: z.string() }),
  z.strictObject({
    id: z.number().int(),
    op: z.literal('set'),
    service: z.string(),
    account: z.string(),
    value: z.string(),
  }),
  z.strictObject({ id: z.number().int(), op: z.literal('remove'), service: z.string(), account: z.string() }),
]);
export type KeychainRequest = z.infer<typeof KeychainRequest>;

export const KeychainMessage = z.union([
  /** Sent once, when the process can take calls. */
  z.strictObject({ ready: z.literal(true) }),
  /** `value`: the text or null (`get`), null (`set`), whether there was an entry (`remove`). */
  z.strictObject({ id: z.number().int(), ok: z.literal(true), value: z.union([z.string(), z.boolean(), z.null()]) }),
  z.strictObject({
    id: z.number().int(),
    ok: z.literal(false),
    error: z.strictObject({ cause: z.enum(FAULT_CAUSES.keychain), detail: z.string() }),
  }),
]);
export type KeychainMessage = z.infer<typeof KeychainMessage>;
