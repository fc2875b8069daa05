import { randomUUID } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { holdsCardNumber, holdsTrackData } from '../../../../main/intake/card-number.ts';

/** Published test numbers of the schemes, 13 to 19 digits. */
const CARD_NUMBERS = [
  '4222222222222',
  '30569309025904',
  '371449635398431',
  '4111111111111111',
  '5555555555554444',
  '6304000000000000',
  '6799990100000000019',
];

/** Any number of this many digits that passes the Luhn check. */
const passing = fc.integer({ min: 13, max: 19 }).chain((length) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length - 1, maxLength: length - 1 }).map((digits) => {
    const body = digits.join('');
    return body + String([...Array(10).keys()].find((check) => luhn(`${body}${String(check)}`)));
  }),
);

/** The check as ISO/IEC 7812 words it, written apart from the code under test. */
function luhn(digits: string): boolean {
  const sums = [...digits].reverse().map((digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return Math.floor(value / 10) + (value % 10);
  });
  return sums.reduce((sum, value) => sum + value, 0) % 10 === 0;
}

describe('a card number', () => {
  it.each(CARD_NUMBERS)('%s is recognised', (number) => {
    expect(luhn(number)).toBe(true);
    expect(holdsCardNumber(number)).toBe(true);
  });

  it('is recognised whatever its digits, length and grouping', () => {
    fc.assert(
      fc.property(
        passing,
        fc.array(fc.constantFrom('', '', '', ' ', '-', '_'), { minLength: 19, maxLength: 19 }),
        (number, gaps) => {
          const grouped = [...number]
            .map((digit, index) => `${digit}${index === number.length - 1 ? '' : (gaps[index] ?? '')}`)
            .join('');
          expect(holdsCardNumber(grouped)).toBe(true);
        },
      ),
    );
  });

  it.each(['/', ',', '·', '|', '+', "'", '’', '−', ' / ', '    ', ' -- ', '–', '.'])(
    'is recognised with %j between its groups',
    (gap) => {
      expect(holdsCardNumber(['4111', '1111', '1111', '1111'].join(gap))).toBe(true);
    },
  );

  it('is looked for in a text that is made to take long', () => {
    // Marks in a bad order: to put them right over the whole length takes a minute, and the test is given up before.
    const marks = '\u0315\u0300\u0334'.repeat(150_000);
    expect(holdsCardNumber(marks)).toBe(false);
    expect(holdsCardNumber(`a${marks}４１１１ 1111 1111 1111`)).toBe(true);
  });

  it('is recognised within other text', () => {
    fc.assert(
      fc.property(
        passing,
        fc.stringMatching(/^[A-Za-z./:#]{0,12}$/),
        fc.stringMatching(/^[A-Za-z./:#]{0,12}$/),
        (number, before, after) => {
          expect(holdsCardNumber(`${before}${number}${after}`)).toBe(true);
        },
      ),
    );
  });

  it.each([
    ['two hyphens between the groups', '4111--1111--1111--1111'],
    ['hyphen and underscore between the groups', '4111-_1111-_1111-_1111'],
    ['two spaces between the groups', '4111  1111  1111  1111'],
    ['dots between the groups', '4111.1111.1111.1111'],
    ['no-break spaces between the groups', '4111\u00a01111\u00a01111\u00a01111'],
    ['dashes between the groups', '4111\u20131111\u20131111\u20131111'],
    ['full-width digits', '４１１１１１１１１１１１１１１１'],
    ['Arabic digits', '٤١١١١١١١١١١١١١١١'],
    ['a security code behind it', '4111 1111 1111 1111 123'],
    ['an expiry date behind it', '4111111111111111 1228'],
    ['a short number behind it', '4111111111111111 12'],
    ['a desk number before it', '2 4111111111111111'],
    ['a label with a number before it', 'desk-2-4111111111111111'],
  ])('is recognised with %s', (_words, text) => {
    expect(holdsCardNumber(text)).toBe(true);
  });

  it('is recognised within a run of twenty digits and more', () => {
    expect(holdsCardNumber('41111111111111111228')).toBe(true);
    expect(holdsCardNumber('0000000000000000000000000000004111111111111111')).toBe(true);
    fc.assert(
      fc.property(passing, fc.stringMatching(/^[0-9]{1,15}$/), (number, more) => {
        fc.pre(number.length + more.length >= 20);
        expect(holdsCardNumber(`${number}${more}`)).toBe(true);
      }),
    );
  });
});

describe('no card number', () => {
  it('is in digits that fail the Luhn check', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{13,19}$/), (digits) => {
        expect(holdsCardNumber(digits)).toBe(luhn(digits));
      }),
    );
  });

  it('is in fewer than thirteen digits, or none', () => {
    for (const text of ['', 'card', '000000000000', '4111-1111-1111', '123456789012', '12a34b56c78d90e12f34']) {
      expect(holdsCardNumber(text)).toBe(false);
    }
  });

  it.each(['271b-6e47-8ec3-7f3f', 'aa2b6ef4-1b6e-47c8-9ec3-7f3fd0b7c0de', '9F1C-77AA_B0'])(
    'is in the id %s',
    (cardId) => {
      expect(holdsCardNumber(cardId)).toBe(false);
    },
  );

  it('is in any UUID', () => {
    // About 30 of these would be, by chance.
    for (const id of Array.from({ length: 10_000 }, randomUUID)) expect(holdsCardNumber(id)).toBe(false);
  });
});

describe('what only resembles a UUID', () => {
  it.each([
    ['digits alone', '41111111-1111-4111-8111-111111111111'],
    ['a card number before it', '4111111111111111 9f1c77aa-b0c4-4e1d-8a02-42222222222a'],
    ['a card number joined to it', '9f1c77aa-b0c4-4e1d-8a02-42222222222a-4111111111111111'],
    ['more letters and digits than one', 'x9f1c77aa-b0c4-4e1d-8a02-4222222222222'],
    ['no version', '9f1c77aa-b0c4-0e1d-8a02-4222222222222'],
  ])('does not hide a card number: %s', (_words, text) => {
    expect(holdsCardNumber(text)).toBe(true);
  });
});

describe('magnetic-stripe data', () => {
  it.each([
    '%B4111111111111111^DOE/JANE^28121010000000000?',
    'B4111111111111111^DOE/JANE^2812101',
    '%b4111111111111112^doe/jane^2812',
    ';4111111111111111=28121010000000000?',
    '4111111111111112=2812101',
    'x;411111111111=2812',
  ])('%j is recognised', (text) => {
    expect(holdsTrackData(text)).toBe(true);
  });

  it.each(['', 'B12', 'KIOSK=2812', '271b-6e47', ';1234=2812', 'A^B^C'])('%j is none', (text) => {
    expect(holdsTrackData(text)).toBe(false);
  });
});
