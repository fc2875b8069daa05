import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readDetails, saysNothing, type DetailNames } from '../../../../main/tracking/card-details.ts';

const NAMES: DetailNames = { scheme: 'scheme', lastFour: 'last4', expiry: 'expiryDate', product: 'cardProductId' };
const BODY = { scheme: 'VISA', last4: '0042', expiryDate: '1228', cardProductId: 'GOLD_DEBIT-1' };
const NOTHING = { scheme: null, lastFour: null, expiry: null, product: null };

describe('the details of a card', () => {
  it('are four texts, the expiry as staff read it on the plastic', () => {
    expect(readDetails(BODY, NAMES)).toEqual({
      scheme: 'VISA',
      lastFour: '0042',
      expiry: '12/28',
      product: 'GOLD_DEBIT-1',
    });
  });

  it('are found under configured names, also further inside', () => {
    const body = { card: { brand: { name: 'VISA' }, digits: ['0042'] }, until: '12/28' };
    const names = { scheme: 'card.brand.name', lastFour: 'card.digits.0', expiry: 'until', product: 'card.brand' };
    expect(readDetails(body, names)).toEqual({ scheme: 'VISA', lastFour: '0042', expiry: '12/28', product: null });
  });

  it('hold nothing else of the body', () => {
    const body = { ...BODY, state: 'ACTIVE', consumerId: 'someone', pan: '4111111111111111', cvv: '123' };
    expect(readDetails(body, NAMES)).toEqual(readDetails(BODY, NAMES));
  });

  it.each([[null], [undefined], [[]], ['VISA'], [7], [{}], [{ last4: { toString: () => '0042' } }]])(
    'of %j are unknown',
    (body) => {
      const details = readDetails(body, NAMES);
      expect(details).toEqual(NOTHING);
      expect(saysNothing(details)).toBe(true);
    },
  );

  it.each(['scheme', 'last4', 'expiryDate', 'cardProductId'] as const)('say something with %s alone', (name) => {
    expect(saysNothing(readDetails({ [name]: BODY[name] }, NAMES))).toBe(false);
  });

  it('have names of 48 characters at most', () => {
    const name = 'N'.repeat(48);
    expect(readDetails({ scheme: name, cardProductId: `${name}N` }, NAMES)).toEqual({ ...NOTHING, scheme: name });
  });

  it.each(['x1228', '12281', '2025/1228', '1328', '0028'])('have no expiry in another form: %s', (expiryDate) => {
    expect(readDetails({ expiryDate }, NAMES).expiry).toBeNull();
  });

  it('are never what every object inherits', () => {
    const names = { scheme: 'constructor.name', lastFour: 'last4.length', expiry: 'toString', product: '__proto__.x' };
    expect(readDetails({ last4: '0042' }, names)).toEqual(NOTHING);
    expect(readDetails(Object.create(BODY), NAMES)).toEqual(NOTHING);
  });
});

describe('the last four digits', () => {
  it.each([['0042'], ['9999']])('are %j', (last4) => {
    expect(readDetails({ last4 }, NAMES).lastFour).toBe(last4);
  });

  it.each([['042'], ['00421'], [' 0042'], ['0042\n'], ['٠٠٤٢'], ['XXXX0042'], ['4111111111110042'], [42], [1234]])(
    'are not %j',
    (last4) => {
      expect(readDetails({ last4 }, NAMES).lastFour).toBeNull();
    },
  );
});

describe('the expiry', () => {
  it.each([
    ['0129', '01/29'],
    ['12/28', '12/28'],
    ['1328', null],
    ['0028', null],
    ['122028', null],
    ['12-28', null],
    ['1228\n', null],
  ])('%j is %j', (expiryDate, expected) => {
    expect(readDetails({ expiryDate }, NAMES).expiry).toBe(expected);
  });
});

describe('a scheme or product', () => {
  it.each([['Débit Or 2024'], ['カード'], ['SANDBOX-DEBIT-2024-11-05'], ['AB123456789012']])('may be %j', (text) => {
    expect(readDetails({ scheme: text, cardProductId: ` ${text} ` }, NAMES)).toMatchObject({
      scheme: text,
      product: text,
    });
  });

  it.each([
    [''],
    ['   '],
    ['x'.repeat(49)],
    ['two\nlines'],
    ['turned\u202eround'],
    ['4111111111111111'],
    ['4111 1111 1111 1111'],
    ['4111-1111.1111/1111'],
    ['No. 4111_1111_1111_1112'],
    ['٤١١١١١١١١١١١١١١١'],
    ['４１１１１１１１１１１１１１１１'],
  ])('is not %j', (text) => {
    expect(readDetails({ scheme: text, cardProductId: text }, NAMES)).toEqual(NOTHING);
  });
});

it('gives an answer for whatever D1 sends, and never a card number', () => {
  const digits = fc.array(fc.nat(9), { minLength: 13, maxLength: 19 }).map((each) => each.join(''));
  const separator = fc.constantFrom('', ' ', '-', '.', '\u00a0', '_');
  const pan = fc.tuple(digits, separator).map(([number, between]) => number.match(/.{1,4}/g)?.join(between));
  const value = fc.oneof(
    pan,
    fc.anything(),
    fc.tuple(fc.string(), pan, fc.string()).map((parts) => parts.join('')),
  );
  const body = fc.oneof(
    fc.anything(),
    fc.record({ scheme: value, last4: value, expiryDate: value, cardProductId: value }, { requiredKeys: [] }),
  );
  fc.assert(
    fc.property(body, fc.record({ scheme: fc.string(), lastFour: fc.string() }), (sent, other) => {
      for (const names of [NAMES, { ...NAMES, ...other }]) {
        const details = readDetails(sent, names);
        expect(Object.keys(details).sort()).toEqual(['expiry', 'lastFour', 'product', 'scheme']);
        for (const part of Object.values<string | null>({ ...details })) {
          if (part !== null) expect(part.replace(/[^\p{Nd}\p{L}]/gu, '')).not.toMatch(/\p{Nd}{13}/u);
        }
      }
    }),
    { numRuns: 500 },
  );
});
