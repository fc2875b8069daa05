import { describe, expect, it } from 'vitest';

import ja from '../../../../renderer/locales/ja.json';
import { wordWidth } from '../../../../renderer/locales/word-fit.ts';

const BREAK = '\u200b';

describe('the width of a word', () => {
  it('is that of its longer half where it may be broken', () => {
    expect(wordWidth('HAND OVER').two).toBe(Math.max(wordWidth('HAND').one, wordWidth('OVER').one));
    expect(wordWidth('PATIENTEZ').two).toBe(wordWidth('PATIENTEZ').one);
  });

  it('does not grow by a break that the word allows, and is reckoned with it', () => {
    expect(wordWidth(`ABC${BREAK}DE`)).toEqual({ one: wordWidth('ABCDE').one, two: wordWidth('ABC').one });
  });

  it('of the Japanese wait is that of its phrases', () => {
    const [first = '', second = ''] = ja.verdict.wait.split(BREAK);
    expect(wordWidth(ja.verdict.wait).two).toBe(Math.max(wordWidth(first).one, wordWidth(second).one));
  });
});
