import { describe, expect, it } from 'vitest';

import { usCharacter } from '../../../../renderer/store/key-positions.ts';

describe('the character at a position of a US keyboard', () => {
  it.each([
    ['KeyQ', 'q', 'Q'],
    ['KeyA', 'a', 'A'],
    ['KeyY', 'y', 'Y'],
    ['KeyZ', 'z', 'Z'],
    ['Digit1', '1', '!'],
    ['Digit2', '2', '@'],
    ['Digit6', '6', '^'],
    ['Digit0', '0', ')'],
    ['Minus', '-', '_'],
    ['Equal', '=', '+'],
    ['Slash', '/', '?'],
    ['Semicolon', ';', ':'],
    ['BracketRight', ']', '}'],
    ['Space', ' ', ' '],
    ['Numpad7', '7', '7'],
    ['NumpadSubtract', '-', '-'],
  ])('%s is %s, and %s with Shift', (code, plain, shifted) => {
    expect(usCharacter(code, false)).toBe(plain);
    expect(usCharacter(code, true)).toBe(shifted);
  });

  it('is none for keys that type none, and for what is no key', () => {
    for (const code of [
      'Enter',
      'Tab',
      'ShiftLeft',
      'F1',
      'ArrowUp',
      'NumpadEnter',
      '',
      'Unidentified',
      'IntlRo',
      'toString',
    ])
      expect(usCharacter(code, false)).toBeNull();
  });

  it('covers everything that a card id holds', () => {
    const codes = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
      .map((letter) => `Key${letter}`)
      .concat(
        [...'0123456789'].map((digit) => `Digit${digit}`),
        'Minus',
      );
    const typed = codes.flatMap((code) => [usCharacter(code, false), usCharacter(code, true)]).join('');
    for (const character of 'abcxyzABCXYZ0123456789-_') expect(typed).toContain(character);
  });
});
