/** One sentence to show: its key in the locale files and the values it carries. Values are never markup. */
export interface Line {
  readonly key: string;
  readonly values?: Readonly<Record<string, string | number>>;
  /** The key to use when the first one has no words: what comes from outside may name a cause that is new. */
  readonly otherwise?: string;
}

/** Texts from outside are cut at this many characters on screen. */
const RAW_TEXT_LIMIT = 200;

/** Control characters and line ends: a text from outside may neither break the line nor hide in it. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029]+/gu;

/**
 * Marks that turn the direction of what follows: a code must be read as it was sent. Unicode's `Bidi_Control`, written out: to ask the
 * engine for it by name takes 2 ms of a start.
 */
const DIRECTION_MARKS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** A text from outside, in one line and cut at the limit, whole characters only. */
export function rawText(text: string, limit: number = RAW_TEXT_LIMIT): string {
  const characters = [...text.replace(UNPRINTABLE, ' ').replace(DIRECTION_MARKS, '\uFFFD')];
  return characters.length <= limit ? characters.join('') : `${characters.slice(0, limit - 1).join('')}…`;
}

/** How many characters of a card id identify it on screen when there is no reference. */
const TAIL_LENGTH = 8;
/** A card id this short is shown whole: cutting it would save no room. */
const WHOLE_LENGTH = 12;

/** The end of a card id, which differs where the beginning is often the same. */
export function cardTail(cardId: string): string {
  return cardId.length <= WHOLE_LENGTH ? cardId : `…${cardId.slice(-TAIL_LENGTH)}`;
}
