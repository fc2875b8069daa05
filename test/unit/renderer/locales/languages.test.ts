import { describe, expect, it } from 'vitest';

import ar from '../../../../renderer/locales/ar.json';
import en from '../../../../renderer/locales/en.json';
import es from '../../../../renderer/locales/es.json';
import fr from '../../../../renderer/locales/fr.json';
import ja from '../../../../renderer/locales/ja.json';
import { createWords } from '../../../../renderer/locales/i18n.ts';
import { LANGUAGES, type Language } from '../../../../renderer/locales/languages.ts';

type Words = ReadonlyMap<string, string>;

/** The forms of a number that any language has (CLDR). */
const FORMS = ['zero', 'one', 'two', 'few', 'many', 'other'];
const FORM = new RegExp(`_(${FORMS.join('|')})$`);

function flat(group: object, path = ''): [string, string][] {
  return Object.entries(group).flatMap(([key, entry]: [string, unknown]) =>
    typeof entry === 'string' ? [[path + key, entry] as [string, string]] : flat(entry as object, `${path}${key}.`),
  );
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: new Map(flat(en)),
  fr: new Map(flat(fr)),
  es: new Map(flat(es)),
  ja: new Map(flat(ja)),
  ar: new Map(flat(ar)),
};
const OTHERS = LANGUAGES.filter((language) => language !== 'en');

const base = (key: string): string => key.replace(FORM, '');
const bases = (words: Words): string[] => [...new Set([...words.keys()].map(base))].sort();
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();

describe.each(OTHERS)('the words in %s', (language) => {
  const words = WORDS[language];

  it('are complete, and there are no others', () => {
    expect(bases(words)).toEqual(bases(WORDS.en));
  });

  it('have just the forms of number that the language has', () => {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const counted = new Set([...WORDS.en.keys()].filter((key) => FORM.test(key)).map(base));
    expect(counted.size).toBeGreaterThan(5);
    for (const key of counted) {
      const forms = [...words.keys()]
        .filter((each) => FORM.test(each) && base(each) === key)
        .map((each) => each.slice(key.length + 1));
      expect([key, [...forms].sort()]).toEqual([key, [...wanted].sort()]);
    }
  });

  it('carry the same values', () => {
    for (const [key, text] of words) {
      const english = WORDS.en.get(key) ?? WORDS.en.get(`${base(key)}_other`) ?? '';
      const allowed = placeholders(english);
      // "One day" and "two days" need no number.
      const uncounted = allowed.filter((name) => name !== 'count');
      expect([key, FORM.test(key) ? uncounted : allowed]).toEqual([
        key,
        FORM.test(key) ? placeholders(text).filter((name) => name !== 'count') : placeholders(text),
      ]);
    }
  });

  it('are not empty, and carry no characters that turn the line around', () => {
    for (const [key, text] of words)
      expect([key, text.trim() !== '' && !/\p{Bidi_Control}/u.test(text)]).toEqual([key, true]);
  });

  it('are not left in English', () => {
    const same = [...words].filter(
      ([key, text]) => text === WORDS.en.get(key) && /[A-Za-z]{4}/.test(text.replace(/\{\{\w+\}\}/g, '')),
    );
    expect(same.map(([key]) => key).filter((key) => !SAME_IN_ALL.has(key) && !SAME[language].has(key))).toEqual([]);
  });

  it('tell the four verdicts apart at a glance: short, and no one within another', () => {
    const four = ['wait', 'hand-over', 'do-not-hand-over', 'cannot-tell'].map(
      (verdict) => words.get(`verdict.${verdict}`) ?? '',
    );
    for (const word of four) {
      expect(word.length).toBeLessThanOrEqual(20);
      for (const other of four) expect(word !== other && other.includes(word)).toBe(false);
    }
  });
});

/** Names, commands and signs that are the same everywhere. */
const SAME_IN_ALL = new Set([
  'product',
  'version',
  'notProvisioned.command',
  'environment.sandbox',
  'environment.separator',
  'administrator.fact.persoStation',
  'pin.command',
]);
/** Words that the language shares with English. */
const SAME: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: new Set(),
  fr: new Set(['sound.settings.attention', 'administrator.fact.version']),
  es: new Set(),
  ja: new Set(),
  ar: new Set(),
};

describe('the sources of the page', () => {
  const files = import.meta.glob<string>('../../../../renderer/**/*.{ts,tsx}', {
    query: '?raw',
    import: 'default',
    eager: true,
  });
  const sources = Object.entries(files).map(([name, text]) => ({ name, text }));

  it('ask for no word that is not there', () => {
    const known = new Set(bases(WORDS.en));
    const asked = sources.flatMap(({ name, text }) =>
      [...text.matchAll(/key: '([a-z][\w.-]+)'/g)].map(([, key]) => ({ name, key: key ?? '' })),
    );
    expect(asked.length).toBeGreaterThan(80);
    expect(asked.filter(({ key }) => !known.has(key))).toEqual([]);
  });

  it('hold no text for people', () => {
    // What stands between two tags and is a word: it belongs into the locale files.
    const texts = sources
      .filter(({ name }) => name.endsWith('.tsx'))
      .flatMap(({ name, text }) =>
        [...text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').matchAll(/>\s*([A-Za-z][A-Za-z ,.’'!?-]{2,})\s*<\//g)].map(
          ([, words]) => `${name}: ${words ?? ''}`,
        ),
      );
    expect(texts).toEqual([]);
  });
});

describe('a value in a sentence that runs from right to left', () => {
  it('keeps its own direction', () => {
    const words = createWords();
    void words.changeLanguage('ar');
    expect(words.t('version', { version: '0.1.0' })).toContain('\u20680.1.0\u2069');
  });

  it('needs nothing in the other languages', () => {
    expect(createWords().t('version', { version: '0.1.0' })).toBe('Card Station 0.1.0');
  });
});
