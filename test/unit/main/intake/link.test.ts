import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isLink, readLink } from '../../../../main/intake/link.ts';

const PAN = '4111111111111111';

describe('a link', () => {
  it.each([
    ['card-station://watch?cardId=271b-6e47', { cardId: '271b-6e47' }],
    ['card-station://watch/?cardId=271b-6e47', { cardId: '271b-6e47' }],
    ['CARD-STATION://WATCH?cardId=a', { cardId: 'a' }],
    ['Card-Station://watch/?cardId=a&operationId=op', { cardId: 'a', operationId: 'op' }],
    ['card-station://watch?reference=Desk%202&cardId=a', { cardId: 'a', reference: 'Desk 2' }],
    ['card-station://watch?cardId=a&reference=Desk+2', { cardId: 'a', reference: 'Desk 2' }],
    ['card-station://watch?cardId=a&reference=M%C3%BCller', { cardId: 'a', reference: 'Müller' }],
    ['card-station://watch?cardId=a&reference=100%25', { cardId: 'a', reference: '100%' }],
    ['card-station://watch?cardId=a&reference=a=b', { cardId: 'a', reference: 'a=b' }],
    ['card-station://watch?cardId=%61', { cardId: 'a' }],
  ])('%s', (link, expected) => {
    expect(isLink(link)).toBe(true);
    expect(readLink(link)).toEqual({ kind: 'request', request: expected });
  });

  it.each([
    ['another host', 'card-station://evil?cardId=a'],
    ['no host', 'card-station:watch?cardId=a'],
    ['one slash', 'card-station:/watch?cardId=a'],
    ['three slashes', 'card-station:///watch?cardId=a'],
    ['a longer host', 'card-station://watch.evil.example?cardId=a'],
    ['a user', 'card-station://user@watch?cardId=a'],
    ['a password', 'card-station://user:pw@watch?cardId=a'],
    ['a port', 'card-station://watch:80?cardId=a'],
    ['a path', 'card-station://watch/x?cardId=a'],
    ['two slashes at the end', 'card-station://watch//?cardId=a'],
    ['dots', 'card-station://watch/../?cardId=a'],
    ['a fragment', 'card-station://watch?cardId=a#b'],
    ['an empty fragment', 'card-station://watch?cardId=a#'],
    ['no query', 'card-station://watch'],
    ['an empty query', 'card-station://watch?'],
    ['no card id', 'card-station://watch?reference=a'],
    ['an empty card id', 'card-station://watch?cardId='],
    ['an empty operation id', 'card-station://watch?cardId=a&operationId='],
    ['a card id twice', 'card-station://watch?cardId=a&cardId=b'],
    ['a card id twice, once in disguise', 'card-station://watch?cardId=a&card%49d=b'],
    ['another parameter', 'card-station://watch?cardId=a&config=b'],
    ['a parameter of every object', 'card-station://watch?cardId=a&__proto__=b'],
    ['a parameter in other letters', 'card-station://watch?CARDID=a'],
    ['an ampersand too many', 'card-station://watch?cardId=a&'],
    ['a name without a value', 'card-station://watch?cardId'],
    ['a broken encoding', 'card-station://watch?cardId=%4'],
    ['an encoding of half a character', 'card-station://watch?cardId=a&reference=%C3'],
    ['an overlong encoding', 'card-station://watch?cardId=a&reference=%C0%AF'],
    ['two encodings', 'card-station://watch?cardId=a&reference=4111%2520111111111111'],
    ['two encodings of the id', 'card-station://watch?cardId=%2561'],
    ['white space before', ' card-station://watch?cardId=a'],
    ['white space behind', 'card-station://watch?cardId=a '],
    ['white space in the id', 'card-station://watch?cardId=a+'],
    ['a line end in the id', 'card-station://watch?cardId=a%0a'],
    ['a line end', 'card-station://watch?cardId=a\n'],
    ['a quotation mark and a switch', 'card-station://watch?cardId=a" --no-sandbox "'],
    ['a letter outside ASCII', 'card-station://watch?cardId=a&reference=é'],
    ['a zero byte', 'card-station://watch?cardId=a\u0000'],
    ['too much', `card-station://watch?cardId=a&reference=${'x'.repeat(1_100)}`],
    ['very much', `card-station://watch?${'cardId=a&'.repeat(200_000)}`],
  ])('with %s is refused in one sentence', (_words, link) => {
    expect(isLink(link)).toBe(true);
    const reading = readLink(link);
    expect(reading.kind).toBe('refused');
    expect(reading).toMatchObject({ why: expect.stringMatching(/^The link [^\n]{5,80}\.?…?$/) });
  });

  it('with a zero byte in its encoding comes as text that the validator refuses', () => {
    expect(readLink('card-station://watch?cardId=a%00b')).toEqual({ kind: 'request', request: { cardId: 'a\u0000b' } });
  });

  it('never repeats what it held where it is refused', () => {
    for (const link of [
      `card-station://${PAN}?cardId=a`,
      `card-station://watch?${PAN}=a`,
      `card-station://watch?cardId=${PAN}#`,
    ])
      expect(JSON.stringify(readLink(link))).not.toContain(PAN);
  });

  it('is read without throwing, whatever follows its scheme', () => {
    const tail = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.stringMatching(/^\/\/watch\/?\?[ -~]{0,60}$/),
      fc.stringMatching(/^\/\/watch\?cardId=[%0-9a-fA-F&=+]{0,40}$/),
    );
    fc.assert(
      fc.property(tail, (text) => {
        const reading = readLink(`card-station:${text}`);
        if (reading.kind === 'request') expect(reading.request.cardId).not.toBe('');
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives back exactly what a program put into it', () => {
    const word = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((text) => !/%[0-9a-f]{2}/i.test(text));
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{1,48}$/), word, (cardId, reference) => {
        const query = new URLSearchParams({ cardId, reference }).toString();
        for (const form of [query, `cardId=${cardId}&reference=${encodeURIComponent(reference)}`]) {
          const link = `card-station://watch?${form}`;
          if (link.length > 1_024) continue;
          expect(readLink(link)).toEqual({ kind: 'request', request: { cardId, reference } });
        }
      }),
    );
  });

  it('is no other address', () => {
    for (const text of ['watch', 'https://watch?cardId=a', 'card-station', 'xcard-station:', '--card-station:'])
      expect(isLink(text)).toBe(false);
  });
});
