import { describe, expect, it } from 'vitest';

import { configOf, loadText, problemsOf, smallestWith } from './fake-files.ts';

describe('the card details', () => {
  it('are off, and named as D1 does as far as it is known', () => {
    expect(configOf(loadText(smallestWith({}))).d1).toMatchObject({
      cardDetails: false,
      cardDetailsPath: '/issuers/{issuerId}/cards/{cardId}',
      schemeProperty: 'scheme',
      lastFourProperty: 'last4',
      expiryProperty: 'expiryDate',
      productProperty: 'cardProductId',
    });
  });

  it.each([['last4'], ['card.numbers.last-4'], ['a.0.b.c'], ['@type'], ['$ref']])(
    'may be in the property %j',
    (lastFourProperty) => {
      expect(loadText(smallestWith({ d1: { lastFourProperty } })).kind).toBe('ok');
    },
  );

  it.each([[''], ['.last4'], ['last4.'], ['a..b'], ['a.b.c.d.e'], ['last 4'], ['a[0]'], ['x'.repeat(65)]])(
    'may not be in the property %j',
    (lastFourProperty) => {
      const [problem] = problemsOf(loadText(smallestWith({ d1: { lastFourProperty } })));
      expect(problem).toMatchObject({ path: 'd1.lastFourProperty' });
      expect(problem?.message).toContain('must be the name of a property');
    },
  );

  it('have a path that is checked like that of the status', () => {
    const [problem] = problemsOf(loadText(smallestWith({ d1: { cardDetailsPath: '/a/../{cardId}' } })));
    expect(problem?.path).toBe('d1.cardDetailsPath');
  });
});
