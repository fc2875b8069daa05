import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { watchRequest, type RawRequest, type WatchRequest } from '../../../../main/intake/watch-request.ts';

const PAN = '4111111111111111';

function check(raw: Partial<RawRequest>, allowNumericIds = false): WatchRequest {
  return watchRequest({ cardId: '271b-6e47-8ec3-7f3f', ...raw }, allowNumericIds);
}
function refusal(raw: Partial<RawRequest>, allowNumericIds = false): string | null {
  const result = check(raw, allowNumericIds);
  return result.kind === 'refused' ? result.refusal : null;
}

describe('a card id', () => {
  it.each(['a', '271b-6e47-8ec3-7f3f', 'aa2b6ef4-1b6e-47c8-9ec3-7f3fd0b7c0de', '_-_', 'Z'.repeat(48)])(
    '%s is taken',
    (cardId) => {
      expect(check({ cardId })).toEqual({
        kind: 'accepted',
        card: { cardId, pinnedOperationId: null, reference: null },
      });
    },
  );

  it('loses the white space that scanners put around it, and none within', () => {
    expect(check({ cardId: ' \t271b-6e47\r\n' })).toMatchObject({ card: { cardId: '271b-6e47' } });
    expect(refusal({ cardId: '271b 6e47' })).toBe('characters');
  });

  it.each([
    { words: 'nothing', cardId: '', expected: 'empty' },
    { words: 'white space alone', cardId: ' \t\r\n', expected: 'empty' },
    { words: 'forty-nine characters', cardId: 'x'.repeat(49), expected: 'too-long' },
    { words: 'a whole page', cardId: 'x'.repeat(100_000), expected: 'too-long' },
    { words: 'a line break', cardId: 'ab\ncd', expected: 'characters' },
    { words: 'a tabulator', cardId: 'ab\tcd', expected: 'characters' },
    { words: 'a zero byte', cardId: 'ab\u0000cd', expected: 'characters' },
    { words: 'a slash', cardId: '../other', expected: 'characters' },
    { words: 'a backslash', cardId: 'a\\b', expected: 'characters' },
    { words: 'a percent sign', cardId: 'a%2Fb', expected: 'characters' },
    { words: 'a question mark', cardId: 'a?b', expected: 'characters' },
    { words: 'a hash', cardId: 'a#b', expected: 'characters' },
    { words: 'a colon', cardId: 'a:b', expected: 'characters' },
    { words: 'a dot', cardId: 'a.b', expected: 'characters' },
    { words: 'a quotation mark', cardId: 'a"b', expected: 'characters' },
    { words: 'a bracket', cardId: '<b>', expected: 'characters' },
    { words: 'a braced name', cardId: '{cardId}', expected: 'characters' },
    { words: 'an accent', cardId: 'é', expected: 'characters' },
    { words: 'a Cyrillic letter', cardId: 'C\u0410RD', expected: 'characters' },
    { words: 'a full-width digit', cardId: 'card１', expected: 'characters' },
    { words: 'an Arabic digit', cardId: 'card٣', expected: 'characters' },
    { words: 'an emoji', cardId: 'a💳', expected: 'characters' },
    { words: 'a lone surrogate', cardId: 'a\ud83d', expected: 'characters' },
    { words: 'an invisible character', cardId: 'a\u200bb', expected: 'characters' },
    { words: 'a character that turns the text around', cardId: 'a\u202eb', expected: 'characters' },
    { words: 'a no-break hyphen', cardId: 'a\u2011b', expected: 'characters' },
    { words: 'a card number', cardId: PAN, expected: 'card-number' },
    { words: 'a card number with hyphens', cardId: '4111-1111-1111-1111', expected: 'card-number' },
    { words: 'a card number with double hyphens', cardId: '4111--1111--1111--1111', expected: 'card-number' },
    { words: 'a card number with underscores', cardId: '4111_1111_1111_1111', expected: 'card-number' },
    { words: 'a card number with spaces', cardId: '4111 1111 1111 1111', expected: 'card-number' },
    { words: 'a card number in an id', cardId: `card-${PAN}-x`, expected: 'card-number' },
    {
      words: 'a card number in full-width digits',
      cardId: '４１１１１１１１１１１１１１１１',
      expected: 'card-number',
    },
    { words: 'track 1', cardId: `%B${PAN}^DOE/JANE^2812101?`, expected: 'track-data' },
    { words: 'track 2', cardId: `;${PAN}=28121010000?`, expected: 'track-data' },
  ])('of $words is refused: $expected', ({ cardId, expected }) => {
    expect(refusal({ cardId })).toBe(expected);
  });

  it('of digits that fail the check is taken', () => {
    expect(refusal({ cardId: '4111111111111112' })).toBeNull();
  });

  it("that looks like a card number is taken where the issuer's ids do, track data never", () => {
    expect(refusal({ cardId: PAN }, true)).toBeNull();
    expect(refusal({ cardId: `;${PAN}=2812101?` }, true)).toBe('track-data');
  });
});

describe('an operation id', () => {
  it('of 1 to 64 allowed characters is pinned', () => {
    expect(check({ operationId: 'Op_1-a' })).toMatchObject({ card: { pinnedOperationId: 'Op_1-a' } });
    expect(refusal({ operationId: 'x'.repeat(64) })).toBeNull();
  });

  it.each(['', 'x'.repeat(65), 'a b', 'a/b', 'é', ' op'])('%j is refused', (operationId) => {
    expect(refusal({ operationId })).toBe('operation-id');
  });

  it('that is a card number is refused', () => {
    expect(refusal({ operationId: PAN })).toBe('card-number');
  });
});

describe('a reference', () => {
  it.each(['Desk 2', 'Ticket A-12/7', 'Müller', '受付 3', 'مكتب ٢', 'x'.repeat(40)])('%j is kept', (reference) => {
    expect(check({ reference })).toMatchObject({ kind: 'accepted', card: { reference } });
  });

  it.each([
    ['A  1', 'A 1'],
    ['A\u00a01', 'A 1'],
    ['A\u2003\u30001', 'A 1'],
    ['Mu\u0308ller', 'M\u00fcller'],
  ])('%j is the one that it looks like', (reference, same) => {
    expect(check({ reference })).toMatchObject({ card: { reference: same } });
  });

  it('is no card number either once its spaces are one', () => {
    const wide = `4111${' '.repeat(6)}1111 1111 1111`;
    expect(check({ reference: wide })).toEqual({ kind: 'refused', refusal: 'card-number' });
  });

  it('that is too long is not put into one form: the marks of one that is made for it take seconds', () => {
    const normalize = vi.spyOn(String.prototype, 'normalize');
    onTestFinished(() => normalize.mockRestore());
    expect(refusal({ reference: `a${'\u0315\u0300'.repeat(1_000)}` })).toBe('reference');
    expect(normalize.mock.contexts.map((text) => String(text).length).filter((length) => length > 40)).toEqual([]);
  });

  it('of nothing is none', () => {
    expect(check({ reference: '  ' })).toMatchObject({ card: { reference: null } });
  });

  it.each([
    ['forty-one characters', 'x'.repeat(41)],
    ['two lines', 'a\nb'],
    ['a line separator', 'a\u2028b'],
    ['a control character', 'a\u0007b'],
    ['an escape', 'a\u001b[2Jb'],
    ['a character that turns the text around', 'a\u202eb'],
    ['an isolate', 'a\u2066b'],
    ['an invisible character', 'a\u200bb'],
    ['a lone surrogate', 'a\ud83d'],
    ['a private character', 'a\ue000b'],
  ])('of %s is refused', (_words, reference) => {
    expect(refusal({ reference })).toBe('reference');
  });

  it.each([
    `Card ${PAN}`,
    '4111 1111 1111 1111 12/28',
    `${PAN} 12`,
    '4111.1111.1111.1111',
    '4111\u00a01111\u00a01111\u00a01111',
    '٤١١١١١١١١١١١١١١١',
  ])('%j is a card number, also where numeric ids are allowed', (reference) => {
    expect(refusal({ reference })).toBe('card-number');
    expect(refusal({ reference }, true)).toBe('card-number');
  });
});

describe('nothing that is taken', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ maxLength: 60 }),
    fc.stringMatching(/^[A-Za-z0-9_-]{0,60}$/),
    fc.stringMatching(/^[0-9 _-]{0,60}$/),
  );

  it("breaks D1's patterns or holds a card number", () => {
    fc.assert(
      fc.property(
        nasty,
        fc.option(nasty, { nil: undefined }),
        fc.option(nasty, { nil: undefined }),
        fc.boolean(),
        (cardId, operationId, reference, numeric) => {
          const result = watchRequest({ cardId, operationId, reference }, numeric);
          if (result.kind === 'refused') return;
          const { card } = result;
          expect(card.cardId).toMatch(/^[A-Za-z0-9_-]{1,48}$/);
          expect(card.cardId).toBe(cardId.trim());
          expect(card.pinnedOperationId).toBe(operationId ?? null);
          if (card.pinnedOperationId !== null) expect(card.pinnedOperationId).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
          if (card.reference !== null) {
            expect(card.reference.length).toBeLessThanOrEqual(40);
            expect(card.reference).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
          }
          if (!numeric) expect(longestPassing(card.cardId)).toBe(false);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  /** Luhn over every group of digits that stand together, separators dropped. */
  function longestPassing(text: string): boolean {
    return (text.match(/\d[\d_-]*/g) ?? [])
      .map((run) => run.replace(/\D/g, ''))
      .filter(({ length }) => length >= 13 && length <= 19)
      .some((digits) => {
        const values = [...digits].reverse().map((digit, index) => Number(digit) * (1 + (index % 2)));
        return values.reduce((sum, value) => sum + Math.floor(value / 10) + (value % 10), 0) % 10 === 0;
      });
  }

  it('and nothing that is refused is kept', () => {
    expect(JSON.stringify(watchRequest({ cardId: PAN, reference: PAN }, false))).not.toContain(PAN);
  });
});
