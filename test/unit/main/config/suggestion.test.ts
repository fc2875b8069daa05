import fc from 'fast-check';
import { distance as theirs } from 'fastest-levenshtein';
import { describe, expect, it } from 'vitest';

import { distance, nearest } from '../../../../main/config/suggestion.ts';

const word = fc.string({ maxLength: 20, unit: fc.constantFrom('a', 'b', 'c', 'S') });

describe('the word that was probably meant', () => {
  it('is as far away as a library says', () => {
    fc.assert(fc.property(word, word, (one, other) => distance(one, other) === theirs(one, other)));
  });

  it('is the nearest one, whatever its capitals, and none when none is near', () => {
    expect(nearest('freshnesLimit', ['freshnessLimit', 'freshness'])).toBe('freshnessLimit');
    expect(nearest('STATION', ['station'])).toBe('station');
    expect(nearest('xyz', ['station'])).toBeNull();
    expect(nearest('s'.repeat(41), ['s'.repeat(40)])).toBeNull();
  });
});
