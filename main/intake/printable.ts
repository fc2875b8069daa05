/** Which text may be shown and recorded as a label: what looks the same is the same, and nothing of it is hidden. */

/**
 * Control characters, and characters that reorder or hide text or cannot be seen: joiners, tags, variation selectors,
 * fillers, the empty Braille cell. Two references that look the same must be the same.
 */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
/** Marks that stand on no letter, or pile up further than any script needs and cover the lines around them. */
const LOOSE_MARKS = /^\p{M}|[\p{Z}]\p{M}|\p{M}{4}/u;

/** Letters of every script are welcome, in either direction of writing. */
export function isPrintable(text: string): boolean {
  return !UNPRINTABLE.test(text) && !LOOSE_MARKS.test(text);
}
