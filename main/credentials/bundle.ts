import { z } from 'zod';

import { D1_MODES, type D1Mode } from '../tracking/words.ts';
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
 * The fields of all modes. `issuerId` has exactly 10 characters (D1: field patterns and lengths); the length of
 * `aggregatorId`, `kid` and `audience` is not published, so they are only bounded.
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
  clientId: printable(256),
  clientSecret: printable(1_024).transform((text) => new Secret(text)),
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
  clientId: 'must be 1 to 256 printable ASCII characters without a space at either end',
  clientSecret: 'must be 1 to 1024 printable ASCII characters without a space at either end',
};
const OPTIONAL: ReadonlySet<ValueField> = new Set(['aggregatorId', 'audience']);

/** What a station needs in each mode. Behind a relay it holds nothing that D1 itself would take. */
const SHAPES: Readonly<Record<D1Mode, readonly ValueField[]>> = {
  direct: ['issuerId', 'aggregatorId', 'kid', 'audience', 'signingKey', 'clientCertificate', 'clientKey'],
  'relay-mtls': ['issuerId', 'clientCertificate', 'clientKey'],
  'relay-oauth': ['issuerId', 'clientId', 'clientSecret'],
};

/** The fields that were readable; a field with a problem is left out, so that the others can still be checked. */
export type BundleFields = { readonly [F in ValueField]?: z.infer<(typeof FIELDS)[F]> };

export interface BundleReading {
  /** Null where it could not be told. */
  readonly mode: D1Mode | null;
  readonly fields: BundleFields;
  readonly problems: readonly BundleProblem[];
}

/**
 * Reads a plain JSON bundle. Names every problem of its form at once; the keys themselves are checked elsewhere. With
 * `wanted`, a bundle of another mode is refused before anything else of it is looked at.
 */
export function readBundle(text: string, wanted: D1Mode | null = null): BundleReading {
  if (Buffer.byteLength(text, 'utf8') > MAX_BUNDLE_BYTES) return refused('bundle', 'The bundle is larger than 64 KiB.');
  const json = parseJson(text);
  if (json.kind === 'not-json') return refused('bundle', json.message);
  const parsed = z.record(z.string(), z.unknown()).safeParse(json.value);
  if (!parsed.success) return refused('bundle', 'The bundle must be one JSON object.');

  // What the other fields mean depends on the mode, so nothing else is said of a mode we cannot do.
  const mode = modeOf(parsed.data['mode']);
  if (mode === null) return refused('mode', 'mode must be "direct", "relay-mtls" or "relay-oauth".');
  if (wanted !== null && mode !== wanted) {
    const message = `The bundle is of mode "${mode}", and the configuration of this station says d1.auth "${wanted}".`;
    return refused('mode', message);
  }

  const problems = keyProblems(topLevelKeys(text), mode);
  const fields: Record<string, unknown> = {};
  for (const field of SHAPES[mode]) {
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
  return { mode, fields, problems };
}

function refused(field: BundleProblem['field'], message: string): BundleReading {
  return { mode: null, fields: {}, problems: [{ field, message }] };
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

/** Absent means `direct`. */
function modeOf(mode: unknown): D1Mode | null {
  return mode === undefined ? 'direct' : (D1_MODES.find((known) => known === mode) ?? null);
}

/** A name this short and plain cannot be a piece of a key, so it may be repeated in a sentence. */
const HARMLESS_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,23}$/;

function keyProblems(keys: readonly string[], mode: D1Mode): BundleProblem[] {
  const known = new Set<string>(['mode', ...SHAPES[mode]]);
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
