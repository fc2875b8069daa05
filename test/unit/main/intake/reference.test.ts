import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { watchRequest } from '../../../../main/intake/watch-request.ts';

function taken(reference: string): boolean {
  return watchRequest({ cardId: 'card-1', reference }, false).kind === 'accepted';
}

describe('a reference in any language', () => {
  it.each([
    ['Arabic', 'مكتب ٢'],
    ['Hebrew with its points', 'שָׁלוֹם'],
    ['Thai', 'ที่นั่ง ๓'],
    ['Hindi', 'काउंटर २'],
    ['Vietnamese, its accents apart', 'Quầy Nguyễn'.normalize('NFD')],
    ['Japanese', '窓口 第３'],
    ['Korean', '창구 2'],
    ['letters that look like others', 'Dеsk 2'],
    ['a flag and a face', '🇫🇷 😀'],
  ])('(%s) is taken', (_words, reference) => {
    expect(taken(reference)).toBe(true);
  });
});

describe('a reference that cannot be read as it stands', () => {
  it.each([
    ['a pile of marks', `Z${'\u0301'.repeat(4)}algo`],
    ['a tower of marks', `Desk ${'\u0335\u0321\u034a\u0322'.repeat(5)}`],
    ['marks of many kinds', 'a\u20dd\u0488\u1ab0\u0301b'],
    ['a mark on nothing', '\u0301Desk'],
    ['a mark on a space', 'Desk \u0338 2'],
    ['a mark on a no-break space', 'Desk\u00a0\u03382'],
    ['a joiner', 'De\u200dsk'],
    ['a non-joiner', 'De\u200csk'],
    ['a word joiner', 'De\u2060sk'],
    ['a soft hyphen', 'De\u00adsk'],
    ['a grapheme joiner', 'De\u034fsk'],
    ['a variation selector', 'Desk\ufe0f'],
    ['a variation selector of the supplement', 'Desk\u{e0100}'],
    ['tags', 'Desk\u{e0044}\u{e0065}'],
    ['a lone high surrogate', 'Desk\ud83d'],
    ['a lone low surrogate', '\ude00Desk'],
    ['surrogates the wrong way round', '\ude00\ud83d'],
    ['a Hangul filler', 'Desk\u3164'],
    ['a half-width filler', 'Desk\uffa0'],
    ['an empty Braille cell', 'Desk\u2800'],
    ['nothing but an empty Braille cell', '\u2800'],
    ['a byte order mark within', 'De\ufeffsk'],
    ['an interlinear mark', 'De\ufff9sk'],
    ['no character at all', 'De\uffffsk'],
    ['an Arabic letter mark', 'De\u061csk'],
    ['a right-to-left mark', 'De\u200fsk'],
    ['an override', 'De\u202esk'],
    ['an isolate', 'De\u2068sk'],
  ])('(%s) is refused', (_words, reference) => {
    expect(taken(reference)).toBe(false);
  });

  it('is never taken, wherever the unseen character stands', () => {
    const unseen = fc.constantFrom(
      ...[
        '\u200d',
        '\u2060',
        '\u202e',
        '\u2066',
        '\ufe0f',
        '\u{e0041}',
        '\u3164',
        '\u0000',
        '\u0085',
        '\u2028',
        '\ud800',
      ],
    );
    const letters = fc.stringMatching(/^[a-zé受ש]{1,15}$/);
    fc.assert(
      fc.property(letters, unseen, letters, (before, hidden, after) => {
        expect(taken(`${before}${hidden}${after}`)).toBe(false);
      }),
    );
  });
});
