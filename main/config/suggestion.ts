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

/** How many letters have to be changed, added or left out to make one word of the other (Levenshtein). */
export function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let at = 1; at <= one.length; at += 1) {
    const next = [at];
    for (let place = 1; place <= other.length; place += 1) {
      const changed = (row[place - 1] ?? 0) + (one[at - 1] === other[place - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[place] ?? 0) + 1, (next[place - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
