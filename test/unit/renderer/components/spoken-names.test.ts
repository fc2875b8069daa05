import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';

import type { StationView } from '../../../../main/ipc/contract.ts';
import { Announcer } from '../../../../renderer/components/announcer.tsx';
import { IntakeBar } from '../../../../renderer/components/intake-bar.tsx';
import { StationProvider, type StationActions } from '../../../../renderer/components/station-context.tsx';
import { WordsProvider } from '../../../../renderer/components/words-context.tsx';
import { createWords } from '../../../../renderer/locales/i18n.ts';
import { createGlass } from '../../../../renderer/store/glass.ts';
import type { PinPad } from '../../../../renderer/store/pin-pad.ts';
import { acceptSnapshot, createStationStore } from '../../../../renderer/store/station-store.ts';
import { cardView, stationView } from '../../views.ts';

const NOON = { mono: 0, wall: 1_000_000 };

/** The component as it stands in the document while the station looks so. */
function drawn(component: () => ReactNode, over: Partial<StationView>): string {
  const store = createStationStore(NOON);
  if (!acceptSnapshot(store, stationView(over), NOON)) throw new Error('the snapshot is not of the shape');
  // Drawn without a browser, a component is shown what the store held first.
  const filled = { ...store, getInitialState: store.getState };
  const station = {
    store: filled,
    actions: {} as StationActions,
    glass: createGlass(),
    pin: {} as PinPad,
    scans: { touch: () => undefined, stop: () => undefined },
    children: createElement(component),
  };
  return renderToStaticMarkup(
    createElement(WordsProvider, { words: createWords(), children: createElement(StationProvider, station) }),
  );
}

describe('a card that is only named', () => {
  it('is told from another one of the same reference by who hears the screen', () => {
    const undo = {
      number: 1,
      kind: 'handed-over',
      cardId: 'AAAA-0001-CARD0041',
      reference: 'A 1',
      leftMs: 20_000,
    } as const;
    const cards = [cardView({ cardId: 'BBBB-0002-CARD0042', reference: 'A 1' })];
    expect(drawn(Announcer, { cards, undo })).toContain('CARD0041');
    expect(drawn(Announcer, { undo })).not.toContain('CARD0041');
  });

  it('is called as on the stage when its slip is scanned again', () => {
    const cards = ['AAAA-0001-CARD0042', 'BBBB-0002-CARD0042'].map((cardId) => cardView({ cardId, reference: null }));
    const notice = { kind: 'already-watched', id: 1, cardId: 'AAAA-0001-CARD0042' } as const;
    expect(drawn(IntakeBar, { cards, notice })).toContain('AAAA-0001-CARD0042');
    const named = [cardView({ cardId: 'AAAA-0001-CARD0042', reference: 'A 1' })];
    expect(drawn(IntakeBar, { cards: named, notice })).toContain('A 1');
  });
});
