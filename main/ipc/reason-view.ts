import { z } from '../tracking/plain-zod.ts';

/** What the bank tells staff of a reason code, in the chosen language: shown beside the code, and it changes no verdict. */
export const ReasonTextView = z.strictObject({
  words: z.string().max(120),
  do: z.string().max(120).nullable(),
  call: z.string().max(60).nullable(),
});
