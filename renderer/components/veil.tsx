import type { i18n } from 'i18next';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';

import type { GreenWatch } from '../store/green-watch.ts';
import { createVeil, type Veil } from '../store/veil.ts';
import { Signal } from './signal.tsx';
import { useSay, WordsProvider } from './words-context.tsx';

/**
 * Hangs the veil in front of the page, apart from the board: it has to work when the board does not. It is not read
 * aloud, because the page says the same in its own words as soon as it can. It is drawn anew when the language changes.
 */
export function hangVeil(words: i18n, green: GreenWatch): Veil {
  const element = document.createElement('div');
  element.className = 'veil';
  element.dataset['testid'] = 'veil';
  element.ariaHidden = 'true';
  document.body.append(element);
  createRoot(element).render(
    <WordsProvider words={words}>
      <VeilFace />
    </WordsProvider>,
  );
  return createVeil(element, green, (ms, run) => {
    const timer = window.setTimeout(run, ms);
    return () => window.clearTimeout(timer);
  });
}

/** What is on the veil. */
export function VeilFace(): ReactNode {
  const say = useSay();
  return (
    <>
      <Signal verdict="cannot-tell" />
      <div className="veil-said">
        <p className="veil-word">{say({ key: 'verdict.cannot-tell' })}</p>
        <p className="veil-instruction">{say({ key: 'silence.veil' })}</p>
      </div>
    </>
  );
}
