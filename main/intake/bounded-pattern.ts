/**
 * Matches a regular expression of the configuration within a time limit: some expressions take longer than a working day
 * for a few hundred characters, and main must never stand still. Only the engine itself can break off a match.
 */
import { createContext, Script } from 'node:vm';

/** A fair expression needs microseconds for a whole scan; more is not worth waiting for, in ms. */
const MATCH_LIMIT_MS = 50;

export type PatternMatch =
  | { readonly kind: 'match'; readonly groups: ReadonlyMap<string, string> }
  | { readonly kind: 'none' }
  /** The time ran out: whether the text fits is not known. */
  | { readonly kind: 'too-slow' };

export type Pattern = (text: string) => PatternMatch;

const MATCH = new Script('pattern.exec(text)');

/** Makes a pattern that has to fit a whole text. Throws for a source that is no regular expression. */
export function wholePattern(source: string): Pattern {
  const pattern = new RegExp(`^(?:${source})$`, 'u');
  const context = createContext(Object.assign(Object.create(null) as object, { pattern, text: '' }));
  return (text) => {
    context['text'] = text;
    try {
      const found = MATCH.runInContext(context, { timeout: MATCH_LIMIT_MS }) as RegExpExecArray | null;
      return found === null ? { kind: 'none' } : { kind: 'match', groups: groupsOf(found) };
    } catch {
      return { kind: 'too-slow' };
    } finally {
      context['text'] = '';
    }
  };
}

/** The named parts that the text has; an empty part is as good as none. */
function groupsOf(found: RegExpExecArray): ReadonlyMap<string, string> {
  const entries = Object.entries(found.groups ?? {}) as readonly (readonly [string, string | undefined])[];
  return new Map(entries.flatMap(([name, part]) => (part === undefined || part === '' ? [] : [[name, part] as const])));
}
