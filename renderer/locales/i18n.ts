import i18next, { type i18n } from 'i18next';

import en from './en.json';

/** The languages whose words are complete; any other falls back to English. */
const LANGUAGES = { en: { translation: en } } as const;

/** Words for the screen, ready at once: everything is in the package, so nothing is loaded. */
export function createWords(): i18n {
  const words = i18next.createInstance();
  void words.init({
    resources: LANGUAGES,
    lng: 'en',
    fallbackLng: 'en',
    initAsync: false,
    showSupportNotice: false,
    // React escapes; escaping twice would show the escapes.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  return words;
}
