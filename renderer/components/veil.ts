import { createVeil, type Veil } from '../store/veil.ts';

/**
 * Hangs the veil in front of the page, outside of React: it has to work when the page does not. It is not read aloud,
 * because the page says the same in its own words as soon as it can.
 */
export function hangVeil(word: string, instruction: string): Veil {
  const element = document.createElement('div');
  element.className = 'veil';
  element.dataset['testid'] = 'veil';
  element.ariaHidden = 'true';
  element.append(line('veil-word', word), line('veil-instruction', instruction));
  document.body.append(element);
  return createVeil(element);
}

function line(className: string, text: string): HTMLElement {
  const paragraph = document.createElement('p');
  paragraph.className = className;
  paragraph.textContent = text;
  return paragraph;
}
