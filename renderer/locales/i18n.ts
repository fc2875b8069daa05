import i18next, { type i18n, type Resource } from 'i18next';

import ar from './ar.json?raw';
import en from './en.json?raw';
import es from './es.json?raw';
import fr from './fr.json?raw';
import ja from './ja.json?raw';
import { directionOf, FIRST_LANGUAGE, languageOf, LANGUAGES, type Language } from './languages.ts';

/** A locale file: groups of words, as deep as they are. */
interface WordGroup {
  readonly [key: string]: string | WordGroup;
}

const TEXTS: Readonly<Record<Language, string>> = { en, fr, es, ja, ar };

/** What i18next keeps of a language. */
interface Spoken {
  readonly translation: WordGroup;
}

/** What has been read of them. A screen speaks one language or two, and reading the others would keep its first picture waiting. */
const spoken = new Map<Language, Spoken>();

function spokenIn(language: Language): Spoken {
  const known = spoken.get(language);
  if (known !== undefined) return known;
  // The files are ours: a test compares them with each other, key by key.
  const read = { translation: JSON.parse(TEXTS[language]) as WordGroup };
  spoken.set(language, read);
  return read;
}

/** What i18next looks a word up in: a language is read when the first word of it is asked for. */
function resources(): Resource {
  const all: Resource = {};
  for (const language of LANGUAGES)
    Object.defineProperty(all, language, { enumerable: true, get: () => spokenIn(language) });
  return all;
}

/** First-strong isolate and its end: what stands between them neither turns its surroundings around nor is turned by them. */
const ISOLATE = '\u2068';
const END_OF_ISOLATE = '\u2069';

/** Words for the screen, ready at once: everything is in the package, so nothing is loaded, not even when the language changes. */
export function createWords(): i18n {
  const words = i18next.createInstance();
  void words.init({
    resources: resources(),
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
  return [...new Set(everyWord(spokenIn(language).translation).join(''))].join('');
}

function everyWord(group: WordGroup): string[] {
  return Object.values(group).flatMap((entry) => (typeof entry === 'string' ? [entry] : everyWord(entry)));
}

function isolated(value: string): string {
  return `${ISOLATE}${value}${END_OF_ISOLATE}`;
}
