import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { keepUnchanged } from '../../../../renderer/store/unchanged.ts';

/** What a message can be made of. */
const value = fc.jsonValue({ maxDepth: 4 });

describe('what a new snapshot has in common with the one before', () => {
  it('keeps its old object, at any depth, and everything else is the new one', () => {
    const before = {
      cards: [
        { cardId: 'a', acts: ['store'] },
        { cardId: 'b', acts: [] },
      ],
      faults: [],
      at: 1,
    };
    const after = {
      cards: [
        { cardId: 'a', acts: ['store'] },
        { cardId: 'b', acts: ['store'] },
      ],
      faults: [],
      at: 2,
    };
    const kept = keepUnchanged(before, after);
    expect(kept).toEqual({ ...after });
    expect(kept).not.toBe(before);
    expect(kept.faults).toBe(before.faults);
    expect(kept.cards[0]).toBe(before.cards[0]);
    expect(kept.cards[1]).not.toBe(before.cards[1]);
  });

  it('is the old one as a whole where nothing changed', () => {
    const before = { desk: { kind: 'free' }, stage: null };
    expect(keepUnchanged(before, { desk: { kind: 'free' }, stage: null })).toBe(before);
    expect(keepUnchanged(null, { stage: null })).toEqual({ stage: null });
  });

  it('never hides a field that went, came, or is another kind of thing', () => {
    expect(keepUnchanged<unknown>({ a: 1, b: 2 }, { a: 1 })).toEqual({ a: 1 });
    expect(keepUnchanged<unknown>({ a: 1 }, { a: 1, b: undefined })).toStrictEqual({ a: 1, b: undefined });
    expect(keepUnchanged<unknown>({ a: undefined }, { b: undefined })).toStrictEqual({ b: undefined });
    expect(keepUnchanged<unknown>({ 0: 'x' }, ['x'])).toEqual(['x']);
    expect(keepUnchanged<unknown>(['x', 'y'], ['x'])).toEqual(['x']);
    expect(keepUnchanged<unknown>({ toString: 1 }, {})).toEqual({});
  });

  it('says what the new one says, whatever the old one was, and changes neither', () => {
    fc.assert(
      fc.property(value, value, (before, after) => {
        const [old, fresh] = [structuredClone(before), structuredClone(after)];
        const kept = keepUnchanged(before, after);
        expect(kept).toStrictEqual(fresh);
        expect(before).toStrictEqual(old);
        expect(after).toStrictEqual(fresh);
        expect(keepUnchanged(after, structuredClone(after))).toBe(
          typeof after === 'object' && after !== null ? after : kept,
        );
      }),
    );
  });
});
