/**
 * Builders of settings: a zod schema together with what people must be told of it.
 * The notes feed the problem sentences and the generated documentation, so neither can drift from the check.
 */
import { z } from 'zod';

import { addressProblem, normaliseAddress } from './web-address.ts';

/** The units a number can have; the key's name ends in it, except for the things that are counted. */
export type Unit =
  | 'seconds'
  | 'minutes'
  | 'hours'
  | 'days'
  | 'months'
  | 'percent'
  | 'bytes'
  | 'cards'
  | 'requests'
  | 'requests per second';

/** What the setting means and why the default is what it is, in one or two sentences. */
interface About {
  readonly about: string;
}

export type SettingNotes = About &
  (
    | { readonly kind: 'number'; readonly unit: Unit; readonly min: number; readonly max: number }
    | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly notYet: readonly string[] }
    | { readonly kind: 'text'; readonly expects: string }
    | { readonly kind: 'texts'; readonly expects: string }
    | { readonly kind: 'flag' }
    | { readonly kind: 'address' }
    | { readonly kind: 'file' }
  );

const registry = z.registry<SettingNotes>();

/** The notes of a setting made by this file; throws for any other schema, which is a mistake in the schema files. */
export function notesOf(schema: z.ZodType): SettingNotes {
  const notes = registry.get(schema);
  if (notes === undefined) throw new Error('a setting has no notes: make it with a builder of setting.ts');
  return notes;
}

interface NumberSetting extends About {
  readonly unit: Unit;
  readonly min: number;
  readonly max: number;
  readonly fallback: number;
}

/** A whole number with inclusive bounds. */
export function wholeNumber({ unit, min, max, fallback, about }: NumberSetting) {
  const schema = z.int().min(min).max(max).default(fallback).meta({ description: about });
  return schema.register(registry, { kind: 'number', unit, min, max, about });
}

/** Whole seconds: what nearly every time of this program is counted in. */
export function seconds(setting: Omit<NumberSetting, 'unit'>) {
  return wholeNumber({ unit: 'seconds', ...setting });
}

interface ChoiceSetting<T extends string> extends About {
  readonly choices: readonly [T, ...T[]];
  /** Values we know of and do not support yet: refused with a sentence that says so. */
  readonly notYet?: readonly string[];
}

/** One of a few words, with a default. */
export function choice<T extends string>({
  choices,
  notYet = [],
  fallback,
  about,
}: ChoiceSetting<T> & { readonly fallback: NoInfer<T> }) {
  const words = z.enum(choices);
  const schema = z._default(words, fallback).meta({ description: about });
  return schema.register(registry, { kind: 'choice', choices, notYet, about });
}

/** One of a few words that somebody has to choose. */
export function neededChoice<T extends string>({ choices, notYet = [], about }: ChoiceSetting<T>) {
  return z.enum(choices).meta({ description: about }).register(registry, { kind: 'choice', choices, notYet, about });
}

/** Yes or no. */
export function flag({ fallback, about }: About & { readonly fallback: boolean }) {
  return z.boolean().default(fallback).meta({ description: about }).register(registry, { kind: 'flag', about });
}

/** Control characters, line ends and the characters that turn the direction of writing: none of them is a name. */
// eslint-disable-next-line no-control-regex -- these characters are what the rule is about
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/** One line of text for people, without spaces around it. */
export function line({ max, about }: About & { readonly max: number }) {
  const expects = `one line of text, 1 to ${String(max)} characters, without control or text-direction characters`;
  const schema = z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !UNSEEN.test(text), { error: `must be ${expects}` })
    .meta({ description: about });
  return schema.register(registry, { kind: 'text', expects, about });
}

/** A short list of lines of text for people, in their order; empty when nothing is set. */
export function lines({ max, lineMax, about }: About & { readonly max: number; readonly lineMax: number }) {
  const expects = `a list of at most ${String(max)} lines of text, 1 to ${String(lineMax)} characters each`;
  const entry = z
    .string()
    .trim()
    .min(1)
    .max(lineMax)
    .refine((text) => !UNSEEN.test(text));
  return z
    .array(entry)
    .max(max)
    .default([])
    .meta({ description: about })
    .register(registry, { kind: 'texts', expects, about });
}

/** A text with its own rule: `problemOf` gives the sentence, or null when the text is right. */
export function ruledText({
  expects,
  problemOf,
  about,
}: About & { readonly expects: string; readonly problemOf: (text: string) => string | null }) {
  const schema = z.string().superRefine((text, context) => {
    const problem = problemOf(text);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  });
  return {
    optional: () => schema.optional().meta({ description: about }).register(registry, { kind: 'text', expects, about }),
    withDefault: (fallback: string) =>
      schema.default(fallback).meta({ description: about }).register(registry, { kind: 'text', expects, about }),
  };
}

/** A base address of D1: https only, without user name, query or fragment; slashes at its end are dropped. */
export function address({ about }: About) {
  return addressText().meta({ description: about }).register(registry, { kind: 'address', about });
}

/** The same, where not every station has one. */
export function optionalAddress({ about }: About) {
  return addressText().optional().meta({ description: about }).register(registry, { kind: 'address', about });
}

function addressText() {
  const schema = z.string().superRefine((text, context) => {
    const problem = addressProblem(text);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  });
  return schema.transform(normaliseAddress);
}

/** The longest path that we hand to the system. */
const MAX_PATH_LENGTH = 1_024;

/** A file, by full path or relative to the file that names it; with `ending`, one whose name ends so. */
export function file({ about, ending = '' }: About & { readonly ending?: string }) {
  const named = ending === '' ? '' : ` whose name ends in ${ending}`;
  const schema = z
    .string()
    .min(1)
    .max(MAX_PATH_LENGTH)
    .refine((path) => !path.includes('\0') && path.endsWith(ending), { error: `must be the path of a file${named}` })
    .optional()
    .meta({ description: about });
  return schema.register(registry, { kind: 'file', about });
}
