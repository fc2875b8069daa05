import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { nameOf, nameText } from '../../../../renderer/store/card-name.ts';
import { cardView, stationView } from '../../views.ts';

const A = { cardId: 'AAAA-0001-CARD0042', reference: null };
const B = { cardId: 'BBBB-0002-CARD0042', reference: null };
const viewOf = (...cards: { cardId: string; reference: string | null }[]) =>
  stationView({ cards: cards.map((card) => cardView(card)) });

describe('the name of a card', () => {
  it('is its reference, else the end of its id', () => {
    const ticket = { ...B, reference: 'Ticket 42' };
    const view = viewOf(A, ticket);
    expect(nameText(nameOf(A, view))).toBe('…CARD0042');
    expect(nameText(nameOf(ticket, view))).toBe('Ticket 42');
    expect(nameText(nameOf(A, null))).toBe('…CARD0042');
  });

  it('is all of its id where another one ends alike', () => {
    const view = viewOf(A, B);
    expect([A, B].map((card) => nameText(nameOf(card, view)))).toEqual([A.cardId, B.cardId]);
  });

  it('has the end of the id beside a reference that another card has too', () => {
    const [one, other] = [
      { cardId: 'card-0000-0001', reference: 'A 1' },
      { cardId: 'card-0000-0002', reference: 'A 1' },
    ];
    expect(nameText(nameOf(one, viewOf(one, other)))).toBe('A 1 · …000-0001');
  });

  it('minds the cards that were put aside, and one that has left the screen', () => {
    const aside = { ...B, place: 'stored', since: 0 } as const;
    expect(nameText(nameOf(A, stationView({ shelf: [aside] })))).toBe(A.cardId);
  });

  it('is never that of another card on the screen', () => {
    const card = fc.record({
      cardId: fc.stringMatching(/^[ab]{1,2}-000000000[12]$/),
      reference: fc.constantFrom(null, 'A 1', 'B 2'),
    });
    fc.assert(
      fc.property(fc.uniqueArray(card, { selector: ({ cardId }) => cardId, maxLength: 8 }), (cards) => {
        const view = viewOf(...cards);
        const names = cards.map((one) => nameText(nameOf(one, view)));
        expect(new Set(names).size).toBe(cards.length);
      }),
    );
  });
});
