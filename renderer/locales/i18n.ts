import i18next, { type i18n } from 'i18next';

import ar from './ar.json';
import en from './en.json';
import es from './es.json';
import fr from './fr.json';
import ja from './ja.json';
import { directionOf, FIRST_LANGUAGE, languageOf, type Language } from './languages.ts';

/** A locale file: groups of words, as deep as they are. */
interface WordGroup {
  readonly [key: string]: string | WordGroup;
}

const WORDS: Readonly<Record<Language, WordGroup>> = { en, fr, es, ja, ar };

/** First-strong isolate and its end: what stands between them neither turns its surroundings around nor is turned by them. */
const ISOLATE = '\u2068';
const END_OF_ISOLATE = '\u2069';

/** Words for the screen, ready at once: everything is in the package, so nothing is loaded, not even when the language changes. */
export function createWords(): i18n {
  const words = i18next.createInstance();
  void words.init({
    resources: Object.fromEntries(Object.entries(WORDS).map(([language, translation]) => [language, { translation }])),
    lng: FIRST_LANGUAGE,
    fallbackLng: FIRST_LANGUAGE,
    initAsync: false,
    showSupportNotice: false,
    interpolation: {
      // React escapes markup. What is put into a sentence that runs from right to left keeps its own direction.
      escapeValue: true,
      escape: (value) => (directionOf(languageOf(words.language)) === 'rtl' ? isolated(value) : value),
    },
    returnNull: false,
  });
  return words;
}

/** Every character that the words of a language are written with, each once. */
export function lettersOf(language: Language): string {
  return [...new Set(everyWord(WORDS[language]).join(''))].join('');
}

function everyWord(group: WordGroup): string[] {
  return Object.values(group).flatMap((entry) => (typeof entry === 'string' ? [entry] : everyWord(entry)));
}

function isolated(value: string): string {
  return `${ISOLATE}${value}${END_OF_ISOLATE}`;
}
