/** Regular expressions that come from the configuration: checked here, so that a slip of the pen never hangs a scan. */

/** Longer than any slip or badge format needs. */
const MAX_PATTERN_LENGTH = 200;
/** A quantified group that is itself quantified: the time that such a pattern takes can grow without bound. */
const NESTED_REPEAT = /\([^()]*[*+}][^()]*\)[*+{]/;

/** What is wrong with a badge pattern, in a sentence; null when it is right. */
export function badgePatternProblem(text: string): string | null {
  const problem = patternProblem(text);
  if (problem !== null) return problem;
  return text.startsWith('^') && text.endsWith('$')
    ? null
    : 'must begin with ^ and end with $, so that it matches a whole badge number and never a part of a card id';
}

/** What is wrong with a slip pattern, in a sentence; null when it is right. */
export function scanPatternProblem(text: string): string | null {
  const problem = patternProblem(text);
  if (problem !== null) return problem;
  return text.includes('(?<cardId>') ? null : 'must name the part that is the card id: (?<cardId>…)';
}

function patternProblem(text: string): string | null {
  if (text.length > MAX_PATTERN_LENGTH) return `must be at most ${String(MAX_PATTERN_LENGTH)} characters long`;
  if (NESTED_REPEAT.test(text))
    return 'must not repeat a group that holds a repetition: such a pattern can take for ever';
  try {
    new RegExp(text, 'u');
    return null;
  } catch {
    return 'must be a regular expression';
  }
}
