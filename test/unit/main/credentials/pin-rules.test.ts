import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { pinProblem } from '../../../../main/credentials/pin-rules.ts';

describe('a PIN', () => {
  it.each(['482913', '482913482913', '112233', '121212', '123457', '134567', '000001', '890124'])(
    'may be %s',
    (pin) => {
      expect(pinProblem(pin)).toBeNull();
    },
  );

  it.each([
    ['', /6 to 12/],
    ['48291', /6 to 12/],
    ['4829134829134', /6 to 12/],
    ['48291a', /digits 0 to 9/],
    ['48 913', /digits 0 to 9/],
    ['-48291', /digits 0 to 9/],
    ['482913\n', /digits 0 to 9/],
    ['٤٨٢٩١٣', /digits 0 to 9/],
    ['000000', /same digit/],
    ['999999999999', /same digit/],
    ['123456', /in a row/],
    ['3456789', /in a row/],
    ['987654', /in a row/],
    ['678901', /in a row/],
    ['210987', /in a row/],
  ])('may not be %j', (pin, words) => {
    expect(pinProblem(pin)).toMatch(words);
  });

  it('is never repeated by what is said of it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 3, maxLength: 20 }), (text) => {
        const said = pinProblem(text) ?? '';
        // Words and numbers of the sentences themselves are nobody's PIN.
        fc.pre(!'The PIN must be digits 0 to 9 and nothing else. 123456 987654'.includes(text));
        expect(said.includes(text) && /\d{4}/.test(text)).toBe(false);
      }),
    );
  });
});
