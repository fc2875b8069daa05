import { describe, expect, it } from 'vitest';

import { greensAt, longestGapMs, outOfTurn, untrueGreens, type Read, type Said } from '../../../bench/many/reads.ts';

const FRESHNESS_MS = 15_000;
const read = (cardId: string, at: number): Read => ({ cardId, at });
const said = (...states: readonly Said[]): ReadonlyMap<string, readonly Said[]> => new Map([['made', states]]);
const MADE = said({ at: 0, done: false }, { at: 10_000, done: true });

function untrue(cardId: string, at: number, reads: readonly Read[], states = MADE): string[] {
  return untrueGreens([{ cardId, at }], reads, states, FRESHNESS_MS);
}

describe('a green on the screen', () => {
  it('is true after a read that found the card done', () => {
    expect(untrue('made', 10_300, [read('made', 4_000), read('made', 10_100)])).toEqual([]);
  });

  it('is untrue for a card that D1 never finished', () => {
    expect(untrue('other', 10_300, [read('other', 10_100)])).toEqual(['D1 never said "done" of other']);
  });

  it('is untrue when D1 was not asked since it was done', () => {
    expect(untrue('made', 10_300, [read('made', 9_900)])).toEqual(['made was not done when D1 was asked last']);
    expect(untrue('made', 10_300, [])).toHaveLength(1);
  });

  it('is untrue when the newest word that can be on the screen is another one', () => {
    const again = said({ at: 10_000, done: true }, { at: 20_000, done: false });
    const reads = [read('made', 10_100), read('made', 20_100)];
    expect(untrue('made', 23_000, reads, again)).toEqual([]);
    expect(untrue('made', 23_200, reads, again)).toEqual(['made was not done when D1 was asked last']);
  });

  it('is untrue when the word is too old', () => {
    expect(untrue('made', 26_000, [read('made', 10_100)])).toEqual([]);
    expect(untrue('made', 26_200, [read('made', 10_100)])).toEqual(["D1's word of made was 16100 ms old"]);
  });

  it('was seen within the last second, or is gone', () => {
    expect(greensAt([{ cardId: 'made', at: 5_000 }], 5_900)).toEqual(['made']);
    expect(greensAt([{ cardId: 'made', at: 5_000 }], 6_000)).toEqual([]);
  });
});

describe('the turns of cards', () => {
  it('count the longest time without a read, from the start and up to the end', () => {
    const reads = [read('a', 3_000), read('b', 4_000), read('a', 6_000)];
    expect(longestGapMs(reads, ['a', 'b'], 1_000, 6_500)).toBe(3_000);
    expect(longestGapMs(reads, ['a', 'b'], 1_000, 9_500)).toBe(5_500);
    expect(longestGapMs(reads, ['a', 'b', 'never'], 1_000, 9_500)).toBe(8_500);
  });

  it('are kept while no card comes twice before another', () => {
    expect(outOfTurn(['a', 'b', 'b', 'a', 'a', 'b'].map(read), ['a', 'b'])).toBe(0);
    expect(outOfTurn(['a', 'a', 'b'].map(read), ['a', 'b'])).toBe(1);
    expect(outOfTurn(['x', 'x', 'a', 'b'].map(read), ['a', 'b'])).toBe(0);
  });
});
