import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readJson } from '../../../../main/config/json-text.ts';

describe('a JSON text', () => {
  it('gives the value that JSON.parse gives', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 2, '\t'), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(readJson(text)).toEqual({ kind: 'ok', value: JSON.parse(text), repeated: [] });
      }),
    );
  });

  it('is refused exactly where JSON.parse refuses it', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"b"',
      '1',
      '-0',
      '01',
      '.5',
      '1e5',
      'null',
      'true',
      'x',
      '//',
      ' ',
      '\n',
      '"',
      '\\',
      '\u0001',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
        const text = pieces.join('');
        let right = true;
        try {
          JSON.parse(text);
        } catch {
          right = false;
        }
        expect(readJson(text).kind).toBe(right ? 'ok' : 'broken');
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['{\n  "a": 1,\n}', 2, 9, 'there is a comma too many before the closing }'],
    ['[1,]', 1, 3, 'there is a comma too many before the closing ]'],
    ['{\n  // note\n  "a": 1 }', 2, 3, 'a comment is not allowed in JSON'],
    ['{ "a": 1 /* note */ }', 1, 10, 'a comment is not allowed in JSON'],
    ['# note\n{}', 1, 1, 'a comment is not allowed in JSON'],
    ['{ a: 1 }', 1, 3, 'a key needs double quotes'],
    ["{ 'a': 1 }", 1, 3, 'a text needs double quotes'],
    ['{ "a": \'b\' }', 1, 8, 'a text needs double quotes'],
    ['{ "a" 1 }', 1, 7, 'a colon is expected after the key'],
    ['{ "a": 1\n  "b": 2 }', 2, 3, 'a comma or } is expected here'],
    ['{ "a": "C:\\Bank" }', 1, 11, 'a backslash in a text must be written twice: \\\\'],
    ['{ "a": "b }', 1, 8, 'a text has no closing quote'],
    ['{ "a": "b\n" }', 1, 10, 'a text goes over the end of its line, or holds a control character'],
    ['{ "a": ', 1, 8, 'it ends too early'],
    ['{} {}', 1, 4, 'there is something after its end'],
    ['{ "a": undefined }', 1, 8, 'only a text in double quotes, a number, true, false, null, { or [ can stand here'],
  ])('%j is broken at line %i, column %i: %s', (text, line, column, message) => {
    expect(readJson(text)).toEqual({ kind: 'broken', message, line, column });
  });

  it('tells repeated keys with their place, and a flood of them quickly', () => {
    expect(readJson('{"a": {"b": 1,\n"b": 2}, "c": [{"d": 1, "d": 2}], "\\u0061": 3}')).toMatchObject({
      kind: 'ok',
      repeated: [
        { path: ['a', 'b'], line: 2, column: 1 },
        { path: ['c', 'd'], line: 2, column: 25 },
        { path: ['a'], line: 2, column: 35 },
      ],
    });
    const flood = readJson(`{${'"a":1,'.repeat(150_000)}"a":1}`);
    expect(flood).toMatchObject({ kind: 'ok', value: { a: 1 } });
    if (flood.kind === 'ok') expect(flood.repeated.length).toBeLessThanOrEqual(50);
  });
});
