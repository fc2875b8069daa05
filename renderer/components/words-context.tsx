import type { i18n } from 'i18next';
import { createContext, useContext, useMemo, useSyncExternalStore, type ReactNode } from 'react';

import { wholeDate } from '../locales/administrator-text.ts';
import { FIRST_LANGUAGE, formatsOf, languageOf } from '../locales/languages.ts';
import { createSay, type Say } from '../locales/say.ts';
import { timeOfDay } from '../locales/time-text.ts';

interface Words {
  readonly say: Say;
  readonly language: string;
}

const WordsContext = createContext<Words | null>(null);

/** Gives all that is in it the words of the chosen language, and draws it anew when another one is chosen. */
export function WordsProvider({ words, children }: { readonly words: i18n; readonly children: ReactNode }): ReactNode {
  const chosen = (): string => words.resolvedLanguage ?? FIRST_LANGUAGE;
  const language = useSyncExternalStore(
    (changed) => {
      words.on('languageChanged', changed);
      return () => words.off('languageChanged', changed);
    },
    chosen,
    chosen,
  );
  const value = useMemo(() => ({ say: createSay(words, language), language }), [words, language]);
  return <WordsContext value={value}>{children}</WordsContext>;
}

/** Says a line in the chosen language. */
export function useSay(): Say {
  return useWords().say;
}

/** The language that the words are in. */
export function useLanguage(): string {
  return useWords().language;
}

/** Writes an instant (ms since 1970) as a time of day alone: for what is never more than a day away. */
export function useTimeOnly(): (instant: number) => string {
  const language = useLanguage();
  return (instant) => timeOfDay(instant, instant, language);
}

/** Writes an instant (ms since 1970) as a whole date. */
export function useDateOf(): (instant: number) => string {
  const language = useLanguage();
  return (instant) => wholeDate(instant, language);
}

/** Writes a number as the screen's language does. */
export function useNumber(): (value: number) => string {
  const language = useLanguage();
  const format = new Intl.NumberFormat(formatsOf(languageOf(language)), { maximumFractionDigits: 1 });
  return (value) => format.format(value);
}

function useWords(): Words {
  const words = useContext(WordsContext);
  if (words === null) throw new Error('outside of the words');
  return words;
}
