/** Problems of a configuration in plain sentences. They never repeat a value: somebody may have pasted a secret there. */
import type { z } from 'zod';

import type { SettingNotes } from './setting.ts';
import { nearest } from './suggestion.ts';

/** `message` completes "<path> …", or "<source> …" where the path is empty because the whole source is meant. */
export interface Problem {
  readonly path: string;
  readonly message: string;
  readonly source: string;
}

/** The whole of it in one line. */
export function problemLine({ source, path, message }: Problem): string {
  return [source, path, message].filter((part) => part !== '').join(': ');
}

/** A key of a source that has no effect, for support. */
export type Note = Problem;

/** Longest piece of somebody's text that a sentence repeats. */
const MAX_SHOWN_LENGTH = 60;

/** A key as it may be shown: short, and without characters that could disturb a screen or a terminal. */
export function shown(key: string): string {
  const plain = key.slice(0, MAX_SHOWN_LENGTH).replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?');
  return key.length > MAX_SHOWN_LENGTH ? `${plain}…` : plain;
}

/** What a setting has to be, as the end of "must be …". */
export function expectationOf(notes: SettingNotes): string {
  switch (notes.kind) {
    case 'number':
      return `a whole number of ${notes.unit} from ${String(notes.min)} to ${String(notes.max)}`;
    case 'choice':
      return oneOf(notes.choices);
    case 'text':
    case 'texts':
      return notes.expects;
    case 'flag':
      return 'true or false, without quotes';
    case 'address':
      return 'an https address in double quotes';
    case 'file':
      return 'the path of a file, in double quotes';
  }
}

/** What is wrong with the value of one setting: one sentence, however many checks it failed. */
export function valueProblem(notes: SettingNotes, value: unknown, issues: readonly z.core.$ZodIssue[]): string {
  const expectation = expectationOf(notes);
  if (value === undefined) return `is missing; it must be ${expectation}`;
  if (notes.kind === 'choice' && typeof value === 'string') {
    if (notes.notYet.includes(value)) return `cannot be "${value}" yet; for now it must be ${expectation}`;
    const meant = nearest(value, notes.choices);
    return meant === null ? `must be ${expectation}` : `must be ${expectation}; did you mean "${meant}"?`;
  }
  if (notes.kind === 'number' && typeof value === 'string') return `must be ${expectation}, written without quotes`;
  // The rules with a sentence of their own know more than "must be …"; they only speak on a value of the right type.
  const own = issues.find((issue) => issue.code === 'custom');
  return own?.message ?? `must be ${expectation}`;
}

/** What to say of a key that no setting has. `siblings` are the keys of its group, `elsewhere` the paths of all settings. */
export function unknownKeyProblem(key: string, siblings: readonly string[], elsewhere: Iterable<string>): string {
  const meant = nearest(key, siblings);
  if (meant !== null) return `is not a known key; did you mean \`${meant}\`?`;
  for (const path of elsewhere) {
    if (path.endsWith(`.${key}`)) return `is not a known key here; did you mean \`${path}\`?`;
  }
  return siblings.length === 0 ? 'is not a known key; this group has no settings yet' : 'is not a known key';
}

function oneOf(words: readonly string[]): string {
  const quoted = words.map((word) => `"${word}"`);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`;
}
