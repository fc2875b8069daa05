/**
 * How wide the verdict's word will be, so that the style can set it as large as the room allows. Reckoned from its
 * characters and not measured: the same on every engine, and nothing waits for a font. Rather too wide than cut off.
 */

/** Widths in ems of the heaviest cut of the bundled fonts. */
const NARROW = /[IJijlt.,'’!:;|\s\u00a0\u202f]/u;
const WIDE = /[MWmw@]/u;
const FULL = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\u3000-\u303f\uff00-\uffef]/u;
const ARABIC = /\p{sc=Arabic}/u;
/** Where a locale file has a word break that a browser would not break there, or not only there. */
const BREAK = '\u200b';
/** That, and marks on a letter. */
const NO_WIDTH = /[\p{M}\u200b]/u;
const NARROW_EMS = 0.36;
const WIDE_EMS = 1.0;
const CAPITAL_EMS = 0.74;
const SMALL_EMS = 0.62;
const FULL_EMS = 1.02;
const ARABIC_EMS = 0.62;

export interface WordWidth {
  /** In one line, in ems. */
  readonly one: number;
  /** The wider of two lines, broken where the browser may break it, in ems. */
  readonly two: number;
}

/** Reckons both widths of a word or a few words; a word that cannot be broken has the same width twice. */
export function wordWidth(text: string): WordWidth {
  const one = ems(text);
  const breaks = breakPlaces(text);
  const two = Math.min(one, ...breaks.map((at) => Math.max(ems(text.slice(0, at).trim()), ems(text.slice(at).trim()))));
  return { one, two };
}

/** Between words, where the word itself says so, and in scripts without spaces between any two characters. */
function breakPlaces(text: string): readonly number[] {
  const places: number[] = [];
  for (let at = 1; at < text.length; at += 1) {
    if (text[at] === ' ' || text[at] === BREAK || (FULL.test(text[at - 1] ?? '') && FULL.test(text[at] ?? '')))
      places.push(at);
  }
  return places;
}

function ems(text: string): number {
  let sum = 0;
  for (const character of text) sum += emsOf(character);
  return Math.round(sum * 100) / 100;
}

function emsOf(character: string): number {
  if (FULL.test(character)) return FULL_EMS;
  if (NO_WIDTH.test(character)) return 0;
  if (ARABIC.test(character)) return ARABIC_EMS;
  if (NARROW.test(character)) return NARROW_EMS;
  if (WIDE.test(character)) return WIDE_EMS;
  return /\p{Lu}/u.test(character) ? CAPITAL_EMS : SMALL_EMS;
}
