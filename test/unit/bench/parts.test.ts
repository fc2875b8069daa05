import { describe, expect, it } from 'vitest';

import { PARTS, partsNamed, type Part } from '../../bench/parts.ts';

const part = (name: string): Part => ({ name, about: '', measure: () => Promise.resolve([]) });

describe('the parts of the bench', () => {
  it('are all taken unless some are named, and in their own order', () => {
    const parts = [part('a'), part('b'), part('c')];
    expect(partsNamed([], parts)).toBe(parts);
    expect(partsNamed(['c', 'a'], parts).map(({ name }) => name)).toEqual(['a', 'c']);
  });

  it('do not pass over a name that there is not', () => {
    expect(() => partsNamed(['a', 'x'], [part('a')])).toThrow('"x" is no part of the bench; there are a');
  });

  it('have a name each', () => {
    expect(new Set(PARTS.map(({ name }) => name)).size).toBe(PARTS.length);
  });
});
