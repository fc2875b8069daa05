/** The administrator's PIN as it is stored: a salted scrypt hash together with its own parameters. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

import { z } from 'zod';

import { Secret } from './secret.ts';

/**
 * The cost of one guess: 32 MiB and about a tenth of a second on a branch PC. A PIN has few digits, so this alone does
 * not protect it: the keychain does, and on the screen the growing delay.
 */
const COST = { n: 2 ** 15, r: 8, p: 1 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** The dearest hash that is computed: what stands in the keychain must not be able to use up the PC's memory. */
const MAX_N = 2 ** 17;
/** What scrypt may use at the dearest cost (128 · N · r), and a little more, in bytes. */
const MAX_MEMORY = 160 * 1024 * 1024;

const base64Of = (bytes: number) =>
  z
    .string()
    .max(64)
    .transform((text) => Buffer.from(text, 'base64'))
    .refine((buffer) => buffer.length === bytes);

const PinHashText = z.strictObject({
  format: z.literal(1),
  kdf: z.literal('scrypt'),
  n: z
    .int()
    .min(COST.n)
    .max(MAX_N)
    .refine((n) => Number.isInteger(Math.log2(n))),
  r: z.literal(COST.r),
  p: z.literal(COST.p),
  salt: base64Of(SALT_BYTES),
  hash: base64Of(HASH_BYTES),
});
export type PinHash = z.infer<typeof PinHashText>;

/** Hashes a new PIN with a salt of its own, as the text that is kept in the keychain. */
export async function hashPin(pin: Secret): Promise<Secret> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(pin, salt, COST);
  const text = { format: 1, kdf: 'scrypt', ...COST, salt: salt.toString('base64'), hash: hash.toString('base64') };
  return new Secret(JSON.stringify(text));
}

/** The hash in the keychain's text, or null when the text is none that this version makes. */
export function parsePinHash(stored: Secret): PinHash | null {
  try {
    const parsed = PinHashText.safeParse(JSON.parse(stored.reveal()));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Whether this is the PIN. Computed beside the main thread, and compared in a time that says nothing. */
export async function isPin(pin: Secret, stored: PinHash): Promise<boolean> {
  return timingSafeEqual(await derive(pin, stored.salt, stored), stored.hash);
}

function derive(pin: Secret, salt: Buffer, { n, r, p }: { n: number; r: number; p: number }): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(pin.reveal(), salt, HASH_BYTES, { N: n, r, p, maxmem: MAX_MEMORY }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
