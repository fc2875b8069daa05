import { distance } from 'fastest-levenshtein';

/** Longer than every word of ours: such a text is no misspelling of one. */
const MAX_WORD_LENGTH = 40;

/**
 * The word that was probably meant, or null when none is near. Near is one slip in three letters, three at most;
 * capitals count for nothing.
 */
export function nearest(word: string, words: Iterable<string>): string | null {
  if (word.length > MAX_WORD_LENGTH) return null;
  let best: { readonly word: string; readonly slips: number } | null = null;
  for (const candidate of words) {
    const slips = distance(word.toLowerCase(), candidate.toLowerCase());
    const allowed = Math.min(3, Math.floor(Math.min(word.length, candidate.length) / 3));
    if (slips <= allowed && (best === null || slips < best.slips)) best = { word: candidate, slips };
  }
  return best?.word ?? null;
}
