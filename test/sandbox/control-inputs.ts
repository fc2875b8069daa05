import { z } from 'zod';

import { SCENARIO_NAMES, STATE_NAMES } from './scenarios.ts';
import { SEED_NAMES } from './seed-answers.ts';

/** The bodies of the control API. They are strict: a mistyped key must not pass for a fault that was injected. */
const cardId = z.string().min(1).max(200);
const ms = z.number().min(0).max(86_400_000);
const status = z.number().int().min(200).max(599);
const text = z.string().max(2_000_000);

/** `null` is a card that the details call does not know. */
export const DetailsInput = z.record(z.string(), z.unknown()).nullable();

export const OrderInput = z.strictObject({
  cardId: cardId.exactOptional(),
  scenario: z.enum(SCENARIO_NAMES),
  operationId: z.string().min(1).max(200).exactOptional(),
  speed: z.number().positive().max(10_000).exactOptional(),
  details: DetailsInput.exactOptional(),
});

export const SetInput = z.union([
  z.strictObject({ state: z.enum(STATE_NAMES) }),
  z.strictObject({
    status: text,
    detail: text,
    reason: text.exactOptional(),
    errorCode: text.exactOptional(),
    error: text.exactOptional(),
  }),
]);

/** `null` takes the override away. */
export const RawInput = z
  .strictObject({ body: text, status: status.exactOptional(), contentType: text.exactOptional() })
  .nullable();

const Effect = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('status'), status, retryAfter: z.string().max(100).exactOptional() }),
  z.strictObject({ kind: z.literal('delay'), ms }),
  z.strictObject({
    kind: z.enum(['reset', 'hang', 'cut', 'stall', 'html', 'truncated-json', 'no-content', 'not-modified', 'gzip']),
  }),
  z.strictObject({ kind: z.literal('redirect'), location: text.exactOptional() }),
  z.strictObject({ kind: z.literal('age'), seconds: z.number().int().nonnegative() }),
  z.strictObject({ kind: z.literal('old-date'), behindMs: z.number() }),
  z.strictObject({ kind: z.literal('oversize'), bytes: z.number().int().positive().max(20_000_000).exactOptional() }),
  z.strictObject({ kind: z.literal('content-type'), value: text.exactOptional() }),
  z.strictObject({
    kind: z.literal('body'),
    body: text,
    status: status.exactOptional(),
    contentType: text.exactOptional(),
  }),
]);

export const FaultInput = z.strictObject({
  effect: Effect,
  on: z.enum(['token', 'status', 'details', 'other']).exactOptional(),
  cardId: cardId.exactOptional(),
  path: z.string().max(500).exactOptional(),
  times: z.number().int().positive().exactOptional(),
});

export const ClockInput = z.strictObject({ offsetMs: z.number().int() });
export const SeedInput = z.strictObject({ answer: z.enum(SEED_NAMES) });
export const NetworkInput = z.strictObject({ state: z.enum(['online', 'offline']) });
export const SettingsInput = z.strictObject({
  absent: z.enum(['not-found', 'empty']).exactOptional(),
  tokenLifeS: z.number().int().nonnegative().exactOptional(),
});
export const NothingInput = z.strictObject({});
