/**
 * What the keychain process tells main; what it is asked is in `keychain-request.ts`. Values travel as plain text over the
 * private channel of the two processes and nowhere else.
 */
import { z } from 'zod';

import { FAULT_CAUSES } from '../tracking/words.ts';

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
