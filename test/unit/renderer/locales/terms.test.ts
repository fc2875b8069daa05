/** One word for one thing, in each language, and its own typography: what a reader of the whole file would stumble over. */
import { describe, expect, it } from 'vitest';

import ar from '../../../../renderer/locales/ar.json';
import en from '../../../../renderer/locales/en.json';
import es from '../../../../renderer/locales/es.json';
import fr from '../../../../renderer/locales/fr.json';
import ja from '../../../../renderer/locales/ja.json';

interface WordGroup {
  readonly [key: string]: string | WordGroup;
}

/** Every text of a locale file, after its key. */
function lines(group: WordGroup, path = ''): readonly string[] {
  return Object.entries(group).flatMap(([key, entry]) =>
    typeof entry === 'string' ? [`${path}${key}: ${entry}`] : lines(entry, `${path}${key}.`),
  );
}

const FILES = { en, es, fr, ja, ar };

/** What another text of the same file calls by its other name, or what no bank would say. */
const STRAY: Readonly<Record<keyof typeof FILES, readonly RegExp[]>> = {
  en: [],
  es: [
    /rel[ée]\b/i,
    /\bquita(da|r|e)?\b/i,
    /\bcifras?\b/i,
    /\baver[ií]as?\b/i,
    /\bDada\b/i,
    /\besta orden\b/i,
    /buena después/i,
  ],
  fr: [
    /\bun bon\b/i,
    /service informatique/i,
    /^(?!.*code PIN).*\bcode de l’administrateur/i,
    /en ordre/i,
    /\blot\b.*\brepris\b/i,
  ],
  ja: [/支店/u, /伝票/u, /サインイン/u, /構成/u, /管理者のPIN/u, /フォルダ(?!ー)/u, /2名/u],
  ar: [/مخزن المفاتيح/u, /قسم تقنية/u, /لحظة واحدة/u, /سُلّمت دون/u],
};

describe('the words of each language', () => {
  it.each(Object.entries(FILES))('are the same for the same thing: %s', (language, file) => {
    const stray = STRAY[language as keyof typeof FILES];
    expect(lines(file).filter((line) => stray.some((pattern) => pattern.test(line)))).toEqual([]);
  });

  it.each(Object.entries(FILES))('keep a number and its percent sign on one line: %s', (_language, file) => {
    expect(lines(file).filter((line) => /\}\} %/u.test(line))).toEqual([]);
  });

  it('keep French signs with the words that they belong to', () => {
    const texts = lines(fr).map((line) => line.slice(line.indexOf(': ') + 2));
    expect(texts.filter((text) => / [:;?!»]|« /u.test(text))).toEqual([]);
  });

  it('have Japanese signs in Japanese sentences', () => {
    const texts = lines(ja).map((line) => line.slice(line.indexOf(': ') + 2));
    expect(texts.filter((text) => /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}}][:,;?!]/u.test(text))).toEqual([]);
  });
});
