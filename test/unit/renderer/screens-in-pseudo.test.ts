/** Every state of every screen in a made-up language: what is not in its brackets never went through the locale files. */
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';

import { STATES } from '../../gallery/states.ts';
import { StationProvider, type StationActions } from '../../../renderer/components/station-context.tsx';
import { WordsProvider } from '../../../renderer/components/words-context.tsx';
import en from '../../../renderer/locales/en.json';
import { createWords } from '../../../renderer/locales/i18n.ts';
import { Board } from '../../../renderer/screens/board.tsx';
import { createGlass } from '../../../renderer/store/glass.ts';
import type { PanelName } from '../../../renderer/store/panel.ts';
import { createPinPad } from '../../../renderer/store/pin-pad.ts';
import { acceptSnapshot, createStationStore, showPanel } from '../../../renderer/store/station-store.ts';
import { NOW } from '../../gallery/moment.ts';

const PANELS: readonly PanelName[] = ['typing', 'language', 'look-and-sound', 'recent', 'administrator'];
const MOMENT = { mono: 0, wall: NOW };

interface WordGroup {
  readonly [key: string]: string | WordGroup;
}

/** The English words in brackets that no text from outside has. */
function bracketed(group: WordGroup): WordGroup {
  return Object.fromEntries(
    Object.entries(group).map(([key, entry]) => [key, typeof entry === 'string' ? `⟦${entry}⟧` : bracketed(entry)]),
  );
}

function drawn(view: (typeof STATES)[number]['view'], panel: PanelName | null): string {
  const words = createWords();
  words.addResourceBundle('en', 'translation', bracketed(en), true, true);
  const store = createStationStore(MOMENT);
  acceptSnapshot(store, view, MOMENT);
  if (panel !== null) showPanel(store, panel, MOMENT);
  // Drawn without a browser, a component is shown what the store held first.
  const station = { store: { ...store, getInitialState: store.getState }, actions: {} as StationActions };
  const pin = createPinPad({ station: store, ask: () => new Promise(() => undefined), readMoment: () => MOMENT });
  const scans = { touch: () => undefined, stop: () => undefined };
  const board = createElement(Board, { onCommitted: () => undefined });
  return renderToStaticMarkup(
    createElement(WordsProvider, {
      words,
      children: createElement(StationProvider, { ...station, glass: createGlass(), pin, scans, children: board }),
    }),
  );
}

/**
 * What people would read or hear in the markup, without what is no word of ours: texts from outside, the bank's own words
 * for a reason, times, the letters of the pad, and languages by their own names.
 */
function readable(markup: string, outside: readonly string[]): string {
  const withoutPad = markup.replace(/<button[^>]* data-testid="pad-key"[\s\S]*?<\/button>/g, ' ');
  const spoken = [...withoutPad.matchAll(/aria-label="([^"]*)"/g)].map(([, label]) => label ?? '').join(' ');
  const shown = withoutPad
    .replace(/<bdi class="raw">[\s\S]*?<\/bdi>/g, ' ')
    .replace(/<time[\s\S]*?<\/time>/g, ' ')
    .replace(/<button[^>]* data-(?:choice="language"|tool="language")[\s\S]*?<\/button>/g, ' ')
    .replace(/<[^>]*>/g, ' ');
  return outside.reduce((text, words) => text.replaceAll(words, ' '), `${shown} ${spoken}`);
}

/** Words in brackets hold words in brackets: taken away from the inside out. */
function unbracketed(text: string): string {
  const less = text.replace(/⟦[^⟦⟧]*⟧/g, '');
  return less === text ? text : unbracketed(less);
}

const letters = (text: string): string[] => [...unbracketed(text).matchAll(/\p{L}[\p{L}’'-]*/gu)].map(([word]) => word);

describe('every text for people comes from the locale files', () => {
  it.each(STATES.map(({ name, view }) => ({ name, view })))('$name', ({ view }) => {
    const markup = drawn(view, null);
    expect(markup).toContain('⟦');
    const outside = view.cards.flatMap(({ reasonText }) =>
      Object.values(reasonText ?? {}).filter((words) => words !== null),
    );
    expect(letters(readable(markup, outside))).toEqual([]);
  });

  it.each(PANELS)('the panel %s', (panel) => {
    const markup = drawn(STATES.find(({ name }) => name === 'idle')?.view ?? expect.unreachable(), panel);
    expect(markup).toContain(`data-panel="${panel}"`);
    expect(letters(readable(markup, []))).toEqual([]);
  });
});
