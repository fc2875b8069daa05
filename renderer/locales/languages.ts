/** The languages of the screen. That every one that main knows is here is checked by the compiler. */
import type { StationView } from '../../main/ipc/contract.ts';

export type Language = StationView['language'];

interface LanguageFacts {
  /** Its name in itself, always: somebody who looks for it may read nothing else on the screen. */
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  /**
   * What `Intl` writes times by. English with the day before the month, as most of the world reads it. Arabic with Latin digits:
   * staff compare them with the slip, with the plastic and with what D1's people see.
   */
  readonly formats: string;
}

const FACTS: Readonly<Record<Language, LanguageFacts>> = {
  en: { name: 'English', direction: 'ltr', formats: 'en-GB' },
  fr: { name: 'Français', direction: 'ltr', formats: 'fr' },
  es: { name: 'Español', direction: 'ltr', formats: 'es' },
  ja: { name: '日本語', direction: 'ltr', formats: 'ja' },
  ar: { name: 'العربية', direction: 'rtl', formats: 'ar-u-nu-latn' },
};

/** In the order of the chooser. */
export const LANGUAGES = Object.keys(FACTS) as readonly Language[];

/** What the page speaks before main has said anything, and where another language lacks a word. */
export const FIRST_LANGUAGE: Language = 'en';

export function languageName(language: Language): string {
  return FACTS[language].name;
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return FACTS[language].direction;
}

/** The locale that times are written by. */
export function formatsOf(language: Language): string {
  return FACTS[language].formats;
}

/** The language of this code; the first one where it is none of ours. */
export function languageOf(code: string | undefined): Language {
  return LANGUAGES.find((language) => language === code) ?? FIRST_LANGUAGE;
}
