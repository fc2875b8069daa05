import { createHash } from 'node:crypto';

import { z } from 'zod';

/**
 * The longest entry, in bytes. Windows ends at 2,560 bytes per entry, and one of the two keychain libraries stores
 * UTF-16 there: 1,200 ASCII characters fit both ways.
 */
export const MAX_PART_BYTES = 1_200;
/** The most parts of one value: 14,400 bytes hold an RSA 8192 key in base64 twice over. */
export const MAX_PARTS = 12;

/** Which of the two sets of part entries a value lives in; a new value is always written to the other one. */
export const GENERATIONS = ['a', 'b'] as const;
export type Generation = (typeof GENERATIONS)[number];

/**
 * The entry that makes a value count. It is written after all parts, so whatever it names was complete.
 * The digest is of the value's UTF-8 bytes: it tells a mix from a whole.
 */
const Head = z.strictObject({
  format: z.literal(1),
  generation: z.enum(GENERATIONS),
  encoding: z.enum(['ascii', 'base64']),
  parts: z.number().int().min(0).max(MAX_PARTS),
  /** Length of all parts together, in characters, which are bytes too: parts are ASCII. */
  length: z
    .number()
    .int()
    .min(0)
    .max(MAX_PARTS * MAX_PART_BYTES),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Head = z.infer<typeof Head>;

export type SplitResult =
  { readonly kind: 'split'; readonly head: Head; readonly parts: readonly string[] } | { readonly kind: 'too-large' };

/** Printable ASCII is stored as it is; all else as base64, since keychains differ in what they do to other bytes. */
const PLAIN = /^[\x20-\x7e]*$/;

/** Cuts a value into entries of at most 1,200 ASCII characters, and makes the head that names them. */
export function splitValue(value: string, generation: Generation): SplitResult {
  const encoding = PLAIN.test(value) ? 'ascii' : 'base64';
  const stored = encoding === 'ascii' ? value : Buffer.from(value, 'utf8').toString('base64');
  if (stored.length > MAX_PARTS * MAX_PART_BYTES) return { kind: 'too-large' };
  const parts: string[] = [];
  for (let start = 0; start < stored.length; start += MAX_PART_BYTES) {
    parts.push(stored.slice(start, start + MAX_PART_BYTES));
  }
  return {
    kind: 'split',
    parts,
    head: { format: 1, generation, encoding, parts: parts.length, length: stored.length, sha256: digest(value) },
  };
}

/** The value, or null when the parts are not exactly those that the head was written for. */
export function joinParts(head: Head, parts: readonly string[]): string | null {
  const stored = parts.join('');
  if (parts.length !== head.parts || stored.length !== head.length) return null;
  const value = head.encoding === 'ascii' ? stored : Buffer.from(stored, 'base64').toString('utf8');
  return digest(value) === head.sha256 ? value : null;
}

export function formatHead(head: Head): string {
  return JSON.stringify(head);
}

/** The head in an entry's text, or null when the text is not one. */
export function parseHead(text: string): Head | null {
  try {
    const parsed = Head.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export function otherGeneration(generation: Generation): Generation {
  return generation === 'a' ? 'b' : 'a';
}

/** The account under which a part is kept; the head is kept under the plain name. */
export function partAccount(name: string, generation: Generation, index: number): string {
  return `${name}.${generation}.${index}`;
}

function digest(value: string): string {
  return createHash('sha256').update(value, 'utf8').digest('hex');
}
