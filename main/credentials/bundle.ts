import { z } from 'zod';

import { topLevelKeys } from './json-keys.ts';
import { Secret } from './secret.ts';

/** A bundle holds two keys and a short chain, some 15 KiB at most; four times that is refused unread. */
export const MAX_BUNDLE_BYTES = 64 * 1024;

/** Something that keeps a bundle from being stored: a plain sentence that names the field and never its content. */
export interface BundleProblem {
  /** The bundle's field, or `bundle` for the whole. */
  readonly field: BundleField | 'bundle';
  readonly message: string;
}

const secretText = z
  .string()
  .min(1)
  .transform((text) => new Secret(text));

/** Printable ASCII without a space at either end: what is pasted with a stray space would never match at D1. */
const printable = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/);

/**
 * The fields of a `direct` bundle. `issuerId` has exactly 10 characters (D1: field patterns and lengths); the length
 * of `aggregatorId`, `kid` and `audience` is not published, so they are only bounded.
 */
const FIELDS = {
  issuerId: z.string().regex(/^[A-Za-z0-9_-]{10}$/),
  aggregatorId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  kid: printable(128),
  audience: printable(256),
  signingKey: secretText,
  // Public, but what stands in its place by mistake may be a key.
  clientCertificate: secretText,
  clientKey: secretText,
} as const;
type ValueField = keyof typeof FIELDS;
export type BundleField = ValueField | 'mode';

const EXPECTED: Readonly<Record<ValueField, string>> = {
  issuerId: 'must be exactly 10 letters, digits, "-" or "_"',
  aggregatorId: 'must be null or 1 to 64 letters, digits, "-" or "_"',
  kid: 'must be 1 to 128 printable ASCII characters without a space at either end',
  audience: 'must be null or 1 to 256 printable ASCII characters without a space at either end',
  signingKey: 'must be a private key in PEM form, as text',
  clientCertificate: 'must be a certificate in PEM form, as text',
  clientKey: 'must be a private key in PEM form, as text',
};
const OPTIONAL: ReadonlySet<ValueField> = new Set(['aggregatorId', 'audience']);

/** The fields that were readable; a field with a problem is left out, so that the others can still be checked. */
export type BundleFields = { readonly [F in ValueField]?: z.infer<(typeof FIELDS)[F]> };

export interface BundleReading {
  readonly fields: BundleFields;
  readonly problems: readonly BundleProblem[];
}

/** Reads a plain JSON bundle. Names every problem of its form at once; the keys themselves are checked elsewhere. */
export function readBundle(text: string): BundleReading {
  if (Buffer.byteLength(text, 'utf8') > MAX_BUNDLE_BYTES) return refused('bundle', 'The bundle is larger than 64 KiB.');
  const json = parseJson(text);
  if (json.kind === 'not-json') return refused('bundle', json.message);
  const parsed = z.record(z.string(), z.unknown()).safeParse(json.value);
  if (!parsed.success) return refused('bundle', 'The bundle must be one JSON object.');

  // What the other fields mean depends on the mode, so nothing else is said of a mode we cannot do.
  const mode = readMode(parsed.data['mode']);
  if (mode !== null) return { fields: {}, problems: [mode] };

  const problems = keyProblems(topLevelKeys(text));
  const fields: Record<string, unknown> = {};
  for (const field of Object.keys(FIELDS) as ValueField[]) {
    const value = Object.hasOwn(parsed.data, field) ? parsed.data[field] : undefined;
    if (OPTIONAL.has(field) && (value === undefined || value === null)) continue;
    if (value === undefined) {
      problems.push({ field, message: `${field} is missing; it ${EXPECTED[field]}.` });
      continue;
    }
    const checked = FIELDS[field].safeParse(value);
    if (checked.success) fields[field] = checked.data;
    else problems.push({ field, message: `${field} ${EXPECTED[field]}.` });
  }
  return { fields, problems };
}

function refused(field: BundleProblem['field'], message: string): BundleReading {
  return { fields: {}, problems: [{ field, message }] };
}

type Json =
  { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'not-json'; readonly message: string };

function parseJson(text: string): Json {
  try {
    return { kind: 'json', value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch (error) {
    // The parser's message quotes the text around the error, which may be a key: only the position is taken from it.
    const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
    const where = position === undefined ? '' : ` (near character ${position})`;
    return { kind: 'not-json', message: `The bundle is not valid JSON${where}.` };
  }
}

function readMode(mode: unknown): BundleProblem | null {
  switch (mode) {
    case undefined:
    case 'direct':
      return null;
    case 'relay-mtls':
    case 'relay-oauth':
      return { field: 'mode', message: `mode "${mode}" is not supported by this version; only "direct" is.` };
    default:
      return { field: 'mode', message: 'mode must be "direct", "relay-mtls" or "relay-oauth".' };
  }
}

/** A name this short and plain cannot be a piece of a key, so it may be repeated in a sentence. */
const HARMLESS_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,23}$/;

function keyProblems(keys: readonly string[]): BundleProblem[] {
  const known = new Set<string>(['mode', ...Object.keys(FIELDS)]);
  const problems: BundleProblem[] = [];
  for (const key of new Set(keys)) {
    const name = HARMLESS_NAME.test(key) ? `"${key}"` : 'with an unusual name';
    if (!known.has(key)) {
      problems.push({
        field: 'bundle',
        message: `The bundle has an unknown field ${name}; known are: ${[...known].join(', ')}.`,
      });
    } else if (keys.filter((other) => other === key).length > 1) {
      problems.push({ field: 'bundle', message: `The field ${name} is given more than once.` });
    }
  }
  return problems;
}
