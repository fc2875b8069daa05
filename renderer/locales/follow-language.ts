import type { i18n } from 'i18next';

import type { StationStore } from '../store/station-store.ts';
import { directionOf, type Language } from './languages.ts';

/** The part of the document's root that says which language the page is in. */
export type PageRoot = Pick<HTMLElement, 'lang' | 'dir'>;

/**
 * Changes the words and the direction of the page when a snapshot brings another language, until the returned function is
 * called. It has to subscribe before the page is drawn: the words are then changed when the snapshot is. `onChange` comes
 * first, so that letters are on their way before they are asked for.
 */
export function followLanguage(
  store: StationStore,
  words: i18n,
  root: PageRoot,
  onChange: (language: Language) => void,
): () => void {
  return store.subscribe(({ view }) => {
    if (view === null || view.language === words.language) return;
    onChange(view.language);
    root.lang = view.language;
    root.dir = directionOf(view.language);
    // All words are here, so they are changed when this returns.
    void words.changeLanguage(view.language);
  });
}
