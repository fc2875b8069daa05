import type { i18n } from 'i18next';
import { describe, expect, it } from 'vitest';

import { createWords } from '../../../../renderer/locales/i18n.ts';
import { createSay } from '../../../../renderer/locales/say.ts';

/** The words, and how often they were asked. */
function counted(): { readonly words: i18n; readonly asked: () => number } {
  const words = createWords();
  let count = 0;
  const getFixedT = (language: string) => {
    const t = words.getFixedT(language);
    return (...args: Parameters<typeof t>) => {
      count += 1;
      return t(...args);
    };
  };
  return { words: { getFixedT } as unknown as i18n, asked: () => count };
}

describe('a line that is said', () => {
  it('is made once, however often it is said', () => {
    const { words, asked } = counted();
    const say = createSay(words, 'en');
    for (let times = 0; times < 5; times += 1) expect(say({ key: 'age.seconds', values: { seconds: 7 } })).toBe('7 s');
    expect(asked()).toBe(1);
  });

  it('is another one with other values, another key to fall back on, and in another language', () => {
    const words = createWords();
    const [english, french] = [createSay(words, 'en'), createSay(words, 'fr')];
    expect(english({ key: 'age.seconds', values: { seconds: 7 } })).toBe('7 s');
    expect(english({ key: 'age.seconds', values: { seconds: 8 } })).toBe('8 s');
    expect(english({ key: 'no.such', otherwise: 'connection.ok' })).toBe('D1 connected');
    expect(english({ key: 'no.such', otherwise: 'connection.never' })).toBe('D1 not reached yet');
    expect(french({ key: 'connection.ok' })).toBe('D1 connecté');
    expect(english({ key: 'connection.ok' })).toBe('D1 connected');
  });

  it('is right after so many others that not all can be kept', () => {
    const say = createSay(createWords(), 'en');
    for (let seconds = 0; seconds < 2_500; seconds += 1) {
      expect(say({ key: 'age.seconds', values: { seconds } })).toBe(`${String(seconds)} s`);
    }
    expect(say({ key: 'age.seconds', values: { seconds: 1 } })).toBe('1 s');
  });
});
