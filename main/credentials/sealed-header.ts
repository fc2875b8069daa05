/** The protected header of a sealed bundle: how its key is made from the passphrase. Pure. */
import { z } from 'zod';

import { topLevelKeys } from './json-keys.ts';

/** What sealing uses, and the least that is opened: 128 MiB and about half a second for each guess. */
export const SEALING_COST = { n: 2 ** 17, r: 8, p: 1 } as const;
/**
 * The most that is opened: whatever a file asks for, no more than 256 MiB and two seconds are spent on it. There is room
 * for one doubling, so that files which are sealed harder one day can be opened by stations of today.
 */
const DEAREST = { n: 2 ** 18, p: 2 } as const;
export const SALT_BYTES = 16;
const MAX_SALT_BYTES = 64;
/** The header of our own files has some 120 characters; anything much longer is not one. */
const MAX_HEADER_CHARACTERS = 1_024;

/** What scrypt costs and what it is fed with beside the passphrase. */
export interface KeyParameters {
  readonly n: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Buffer;
}

export type HeaderReading =
  | { readonly kind: 'parameters'; readonly parameters: KeyParameters }
  /** A whole sentence that repeats nothing of the file. */
  | { readonly kind: 'problem'; readonly message: string };

const Parameters = z.object({
  n: z
    .int()
    .min(SEALING_COST.n)
    .max(DEAREST.n)
    .refine((n) => Number.isInteger(Math.log2(n))),
  r: z.literal(SEALING_COST.r),
  p: z.int().min(SEALING_COST.p).max(DEAREST.p),
  salt: z
    .string()
    .max(MAX_SALT_BYTES * 2)
    .transform((text) => decodeExactly(text))
    .refine((salt): salt is Buffer => salt !== null && salt.length >= SALT_BYTES && salt.length <= MAX_SALT_BYTES),
});
/** `alg` to `salt` are all of ours; `typ` and `cty` are what other makers of such files add, and say nothing. */
const KNOWN = new Set(['alg', 'enc', 'kdf', 'n', 'r', 'p', 'salt', 'typ', 'cty']);

/** The header as it stands in a new file. */
export function formatHeader({ n, r, p, salt }: KeyParameters): string {
  return JSON.stringify({ alg: 'dir', enc: 'A256GCM', kdf: 'scrypt', n, r, p, salt: salt.toString('base64url') });
}

/** Reads the header of a file that may be anybody's; nothing is computed from it that is not within bounds. */
export function readHeader(json: string): HeaderReading {
  const header = json.length > MAX_HEADER_CHARACTERS ? null : parseObject(json);
  if (header === null) return problem('The sealed bundle is damaged: its header cannot be read.');
  if (Object.hasOwn(header, 'crit')) {
    return problem('The header of the sealed bundle marks an extension as critical (crit); this version knows none.');
  }
  if (header['alg'] !== 'dir' || header['enc'] !== 'A256GCM' || header['kdf'] !== 'scrypt') {
    return problem('The bundle is sealed in another way than this version opens: "dir", "A256GCM" and "scrypt" only.');
  }
  const names = topLevelKeys(json);
  if (names.some((name) => !KNOWN.has(name)) || new Set(names).size !== names.length) {
    return problem('The header of the sealed bundle has a field that this version does not know, or one twice.');
  }
  const parameters = Parameters.safeParse(header);
  if (parameters.success) return { kind: 'parameters', parameters: parameters.data };
  return problem(
    'The sealed bundle asks for scrypt parameters that are too weak, too large or none: n is 131072 or 262144, r is 8, p is 1 or 2, and the salt has 16 to 64 bytes.',
  );
}

/** The bytes of a base64url text, or null when it is not exactly how these bytes are written. */
export function decodeExactly(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}

function parseObject(json: string): Readonly<Record<string, unknown>> | null {
  try {
    const parsed = z.record(z.string(), z.unknown()).safeParse(JSON.parse(json));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function problem(message: string): HeaderReading {
  return { kind: 'problem', message };
}
