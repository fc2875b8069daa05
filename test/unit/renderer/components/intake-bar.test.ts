import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';

import type { StationView } from '../../../../main/ipc/contract.ts';
import { IntakeBar } from '../../../../renderer/components/intake-bar.tsx';
import { StationProvider, type StationActions } from '../../../../renderer/components/station-context.tsx';
import { WordsProvider } from '../../../../renderer/components/words-context.tsx';
import { createWords } from '../../../../renderer/locales/i18n.ts';
import { createGlass } from '../../../../renderer/store/glass.ts';
import type { PinPad } from '../../../../renderer/store/pin-pad.ts';
import { acceptSnapshot, createStationStore } from '../../../../renderer/store/station-store.ts';
import { cardView, stationView } from '../../views.ts';

const NOON = { mono: 0, wall: 1_000_000 };
const CARD = cardView({ cardId: 'card-0000-0001', reference: 'Ticket 42' });
const KNOWN = { kind: 'already-watched', id: 7, cardId: CARD.cardId } as const;

/** What a person reads in the foot of the screen. */
function read(view: Partial<StationView>): string {
  const store = createStationStore(NOON);
  acceptSnapshot(store, stationView({ notice: KNOWN, ...view }), NOON);
  const station = {
    // Drawn without a browser, a component is shown what the store held first.
    store: { ...store, getInitialState: store.getState },
    actions: {} as StationActions,
    glass: createGlass(),
    pin: {} as PinPad,
    scans: { touch: () => undefined, stop: () => undefined },
    children: createElement(IntakeBar),
  };
  const markup = renderToStaticMarkup(
    createElement(WordsProvider, { words: createWords(), children: createElement(StationProvider, station) }),
  );
  return markup
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

describe('a scan of a card that is on the screen already', () => {
  it('names it as the rest of the screen does: by its reference', () => {
    expect(read({ cards: [CARD] })).toBe('Already on the screen Reference Ticket 42');
  });

  it('names one that was put aside so too', () => {
    const aside = { cardId: CARD.cardId, reference: 'Ticket 42', place: 'stored', since: 0 } as const;
    expect(read({ shelf: [aside] })).toBe('Already on the screen Reference Ticket 42');
  });

  it('adds the end of the id where another card has the same reference', () => {
    const other = cardView({ cardId: 'card-0000-0002', reference: 'Ticket 42' });
    expect(read({ cards: [CARD, other] })).toBe('Already on the screen Reference Ticket 42 · …000-0001');
  });

  it('has the end of the id alone where the card has no reference, or has left the screen meanwhile', () => {
    expect(read({ cards: [{ ...CARD, reference: null }] })).toBe('Already on the screen Card …000-0001');
    expect(read({ cards: [] })).toBe('Already on the screen Card …000-0001');
  });
});
