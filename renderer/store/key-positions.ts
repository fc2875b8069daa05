/** The characters of a US keyboard by the position of the key: what a scanner means that types as one. */

const LETTER = /^Key([A-Z])$/;
const DIGIT = /^(?:Digit|Numpad)([0-9])$/;
const SHIFTED_DIGITS = ')!@#$%^&*(';

/** Without and with Shift, by `KeyboardEvent.code`. */
const SIGNS: Readonly<Record<string, readonly [string, string]>> = {
  Space: [' ', ' '],
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  Backslash: ['\\', '|'],
  Semicolon: [';', ':'],
  Quote: ["'", '"'],
  Backquote: ['`', '~'],
  Comma: [',', '<'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
  NumpadAdd: ['+', '+'],
  NumpadSubtract: ['-', '-'],
  NumpadMultiply: ['*', '*'],
  NumpadDivide: ['/', '/'],
  NumpadDecimal: ['.', '.'],
};

/**
 * The character at a position of a US keyboard; null for keys that type none there. Caps Lock is left out: a scanner
 * presses Shift for its capitals and knows nothing of the lamp.
 */
export function usCharacter(code: string, shift: boolean): string | null {
  const letter = LETTER.exec(code)?.[1];
  if (letter !== undefined) return shift ? letter : letter.toLowerCase();
  const digit = DIGIT.exec(code)?.[1];
  if (digit !== undefined) return shift && code.startsWith('Digit') ? SHIFTED_DIGITS.charAt(Number(digit)) : digit;
  return SIGNS[code]?.[shift ? 1 : 0] ?? null;
}
