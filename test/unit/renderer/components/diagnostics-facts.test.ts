import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';

import type { OpenDiagnostics } from '../../../../main/ipc/contract.ts';
import { DiagnosticsFacts } from '../../../../renderer/components/administrator/diagnostics-facts.tsx';
import { StationProvider, type StationActions } from '../../../../renderer/components/station-context.tsx';
import { WordsProvider } from '../../../../renderer/components/words-context.tsx';
import { createWords } from '../../../../renderer/locales/i18n.ts';
import { LANGUAGES, type Language } from '../../../../renderer/locales/languages.ts';
import { createGlass } from '../../../../renderer/store/glass.ts';
import type { PinPad } from '../../../../renderer/store/pin-pad.ts';
import { acceptSnapshot, createStationStore } from '../../../../renderer/store/station-store.ts';
import { NOW } from '../../../gallery/moment.ts';
import { STATES } from '../../../gallery/states.ts';

const MOMENT = { mono: 0, wall: NOW };
const STATE_NAMES = ['diagnostics', 'diagnostics-trouble'];

/** The facts as they stand in the document when the screen speaks this language. */
function drawn({ view, answers }: (typeof STATES)[number], language: Language, over: Partial<OpenDiagnostics> = {}) {
  const words = createWords();
  void words.changeLanguage(language);
  const store = createStationStore(MOMENT);
  acceptSnapshot(store, view, MOMENT);
  const open = { ...(answers?.['diagnostics'] as OpenDiagnostics), ...over };
  const station = {
    // Drawn without a browser, a component is shown what the store held first.
    store: { ...store, getInitialState: store.getState },
    actions: {} as StationActions,
    glass: createGlass(),
    pin: {} as PinPad,
    scans: { touch: () => undefined, stop: () => undefined },
    children: createElement(DiagnosticsFacts, { open }),
  };
  return renderToStaticMarkup(
    createElement(WordsProvider, { words, children: createElement(StationProvider, station) }),
  );
}

it('the last contact is said to be so long ago', () => {
  const trouble = STATES.find(({ name }) => name === 'diagnostics-trouble') ?? expect.unreachable();
  expect(drawn(trouble, 'en')).toContain('<dd>14 min ago</dd>');
});

it('a date in English has its day first', () => {
  const [calm] = STATES.filter(({ name }) => name === 'diagnostics');
  expect(drawn(calm ?? expect.unreachable(), 'en')).toContain('17 October 2026');
});

describe.each(STATES.filter(({ name }) => STATE_NAMES.includes(name)))('the facts of $name', (state) => {
  it.each(LANGUAGES)('hold nothing that cannot be read in %s', (language) => {
    expect(drawn(state, language)).not.toContain('\uFFFD');
  });

  it('show where a text from outside would turn its surroundings around', () => {
    expect(drawn(state, 'ar', { logFile: '/var/\u202Elog' })).toContain('/var/\uFFFDlog');
  });
});
