/**
 * The shape of D1's answer, as tolerant as D1's change policy asks: extra fields, extra operations and new values pass.
 * Source: D1 portal, Track production and Card order tracking (operation object).
 */
import { z } from './plain-zod.ts';

/** The envelope: whatever else it holds, `operations` is a list of objects. */
export const AnswerBody = z.looseObject({ operations: z.array(z.looseObject({})) });

/** Longest identifier that we keep; D1's own are at most 64 characters. */
const MAX_ID_LENGTH = 256;

/** Text that is shown and never interpreted; anything but text counts as absent. */
const optionalText = z.string().optional().catch(undefined);

/** A `PRODUCE` entry of the watched card: the four fields without which nothing can be said, and texts to show. */
export const ProduceEntry = z.looseObject({
  operationId: z.string().min(1).max(MAX_ID_LENGTH),
  status: z.string(),
  startTime: z.string(),
  endTime: optionalText,
  errorCode: optionalText,
  error: optionalText,
  details: z.looseObject({ status: z.string(), reason: optionalText }),
});
export type ProduceEntry = z.infer<typeof ProduceEntry>;

/** The only operation type that says something about personalisation. */
export const PRODUCE = 'PRODUCE';
