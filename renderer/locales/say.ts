/** Says a line in one language. */
import type { i18n } from 'i18next';

import type { Line } from './line.ts';

export type Say = (line: Line) => string;

/** So many sentences are kept; ages make new ones all the time. */
const KEPT = 1_000;

/** What is on the screen is said anew with every snapshot, nearly always the same: a sentence that was made is kept. */
export function createSay(words: i18n, language: string): Say {
  const t = words.getFixedT(language);
  const made = new Map<string, string>();
  return (line) => {
    const key = JSON.stringify([line.key, line.otherwise, line.values]);
    const known = made.get(key);
    if (known !== undefined) return known;
    const said = t(line.otherwise === undefined ? line.key : [line.key, line.otherwise], { ...line.values });
    if (made.size >= KEPT) made.clear();
    made.set(key, said);
    return said;
  };
}
