import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { filedStem, isCardFileName } from '../../../../main/intake/filed-name.ts';

describe('the name of a file that is put away', () => {
  it.each([
    ['card-1.json', 'card-1'],
    ['Bestellung Müller 受付.JSON', 'Bestellung Müller 受付'],
    ['a:b*c?.json', 'a_b_c_'],
    ['new\nline\u0000.json', 'new_line_'],
    ['evil\u202egnp.json', 'evil_gnp'],
    ['con.json', '_con'],
    ['CON.old.json', '_CON.old'],
    ['com1.json', '_com1'],
    ['console.json', 'console'],
    ['dots... .json', 'dots'],
    ['.json', 'card-file'],
    ['4111111111111111.json', 'card-file'],
    ['order 4111-1111-1111-1111 b.json', 'card-file'],
    [';4111111111111111=2812101.json', 'card-file'],
  ])('%j becomes %j', (name, stem) => {
    expect(filedStem(name)).toBe(stem);
  });

  it('is one that every system takes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 255 }),
          fc.string({ unit: 'grapheme', minLength: 100, maxLength: 255 }),
        ),
        (text) => {
          const stem = filedStem(`${text}.json`);
          expect(stem).toMatch(/^[^<>:"/\\|?*\p{Cc}]+$/u);
          expect(stem).not.toMatch(/[ .]$/);
          expect(stem.toLowerCase()).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/);
          expect(Buffer.byteLength(`${stem}~12345678.json.reason.txt`)).toBeLessThanOrEqual(255);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('is one that is looked for', () => {
    expect(['a.json', 'A.JSON', 'a.b.json'].every(isCardFileName)).toBe(true);
    expect(['a.txt', '.a.json', '.json', 'json', 'a.json~', 'a.json.tmp'].some(isCardFileName)).toBe(false);
  });
});
