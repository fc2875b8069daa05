import { createRoot } from 'react-dom/client';

import { createVeil, type Veil } from '../store/veil.ts';
import { VerdictIcon } from './icons.tsx';

/**
 * Hangs the veil in front of the page, apart from the board: it has to work when the board does not. It is not read
 * aloud, because the page says the same in its own words as soon as it can.
 */
export function hangVeil(word: string, instruction: string): Veil {
  const element = document.createElement('div');
  element.className = 'veil';
  element.dataset['testid'] = 'veil';
  element.ariaHidden = 'true';
  document.body.append(element);
  createRoot(element).render(
    <>
      <span className="veil-icon">
        <VerdictIcon verdict="cannot-tell" />
      </span>
      <p className="veil-word">{word}</p>
      <p className="veil-instruction">{instruction}</p>
    </>,
  );
  return createVeil(element);
}
