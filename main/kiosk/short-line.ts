/** Short texts that people give to the record: one line, nothing hidden, no card number. */
import { holdsCardNumber, holdsTrackData } from '../intake/card-number.ts';
import { isPrintable } from '../intake/printable.ts';

/** A name or a reason fits a label. */
export const SHORT_LINE_LENGTH = 40;

/** What is wrong with a short text, in a sentence about `what`; null when it is right. The text is not repeated. */
export function shortLineProblem(what: string, text: string): string | null {
  if (text.trim() === '') return `${what} is empty.`;
  if ([...text].length > SHORT_LINE_LENGTH) return `${what} is longer than ${String(SHORT_LINE_LENGTH)} characters.`;
  if (!isPrintable(text)) return `${what} must be one line of printable characters.`;
  if (holdsTrackData(text) || holdsCardNumber(text)) return `${what} holds a card number, which is never recorded.`;
  return null;
}
