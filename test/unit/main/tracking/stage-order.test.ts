import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { stageOrder, type Ranked } from '../../../../main/tracking/stage-order.ts';

function ranked(cardId: string, fields: Partial<Ranked> & Pick<Ranked, 'verdict'>): Ranked {
  return { cardId, doubt: null, patience: 'normal', wasGreen: false, acknowledged: false, addedAt: 0, ...fields };
}

/** The ranks, what most needs a person first. */
const RANKS: readonly (readonly [string, Pick<Ranked, 'verdict'> & Partial<Ranked>])[] = [
  ['do-not-hand-over', { verdict: 'do-not-hand-over' }],
  ['hand-over', { verdict: 'hand-over', wasGreen: true }],
  ['cannot-tell that was green', { verdict: 'cannot-tell', doubt: 'stale', wasGreen: true }],
  ['other cannot-tell', { verdict: 'cannot-tell', doubt: 'not-found' }],
  ['stuck', { verdict: 'wait', patience: 'stuck' }],
  ['slow', { verdict: 'wait', patience: 'slow' }],
  ['wait', { verdict: 'wait' }],
  ['a do-not-hand-over that a person has seen', { verdict: 'do-not-hand-over', acknowledged: true }],
];

const ids = (cards: readonly Ranked[]): readonly string[] => cards.map((card) => card.cardId);

describe('stage order', () => {
  const pairs = RANKS.slice(1).map((lower, index) => [RANKS[index] ?? lower, lower] as const);

  it.each(pairs.map(([higher, lower]) => [higher[0], lower[0], higher[1], lower[1]] as const))(
    '%s comes before %s, though it be younger',
    (_, __, higher, lower) => {
      const one = ranked('one', { ...higher, addedAt: 9_000 });
      const two = ranked('two', { ...lower, addedAt: 1_000 });
      expect(ids(stageOrder([two, one], null))).toEqual(['one', 'two']);
      expect(ids(stageOrder([one, two], null))).toEqual(['one', 'two']);
    },
  );

  it.each(RANKS)('oldest first within %s', (_, fields) => {
    const cards = [3_000, 1_000, 2_000].map((addedAt) => ranked(`added-${addedAt}`, { ...fields, addedAt }));
    expect(ids(stageOrder(cards, null))).toEqual(['added-1000', 'added-2000', 'added-3000']);
  });

  it.each(RANKS)('cards of the same moment stay as they came, within %s', (_, fields) => {
    const cards = ['b', 'c', 'a'].map((cardId) => ranked(cardId, { ...fields, addedAt: 1_000 }));
    expect(ids(stageOrder(cards, null))).toEqual(['b', 'c', 'a']);
  });

  it.each(RANKS)('a pinned card comes before everything: %s', (_, fields) => {
    const everything = RANKS.map(([name, rank]) => ranked(name, rank));
    const touched = ranked('touched', { ...fields, addedAt: 99_000 });
    expect(ids(stageOrder([...everything, touched], 'touched'))).toEqual(['touched', ...RANKS.map(([name]) => name)]);
  });

  it('a pin on a card that is not there changes nothing', () => {
    const everything = RANKS.map(([name, rank]) => ranked(name, rank));
    expect(ids(stageOrder(everything, 'gone'))).toEqual(RANKS.map(([name]) => name));
  });

  it('how long a card waited, and whether it was green, matter only in their own ranks', () => {
    const failed = ranked('failed', { verdict: 'do-not-hand-over', wasGreen: true, addedAt: 2 });
    const failedEarlier = ranked('failed-earlier', { verdict: 'do-not-hand-over', addedAt: 1 });
    const waiting = ranked('waiting', { verdict: 'wait', wasGreen: true, addedAt: 2 });
    const waitingEarlier = ranked('waiting-earlier', { verdict: 'wait', addedAt: 1 });
    expect(ids(stageOrder([waiting, waitingEarlier, failed, failedEarlier], null))).toEqual([
      'failed-earlier',
      'failed',
      'waiting-earlier',
      'waiting',
    ]);
  });

  it('holds every card exactly once, in the same order however they come, and leaves its input alone', () => {
    const distinct = fc
      .array(fc.integer({ min: 0, max: RANKS.length - 1 }), { maxLength: 20 })
      .map((ranks) =>
        ranks.map((rank, index) =>
          ranked(`card-${index}`, { ...(RANKS[rank]?.[1] ?? { verdict: 'wait' }), addedAt: index }),
        ),
      );
    const shuffled = distinct.chain((cards) =>
      fc.tuple(fc.constant(cards), fc.shuffledSubarray(cards, { minLength: cards.length })),
    );
    fc.assert(
      fc.property(shuffled, ([cards, other]) => {
        const before = ids(other);
        expect(ids(stageOrder(other, null))).toEqual(ids(stageOrder(cards, null)));
        expect(ids(other)).toEqual(before);
        expect([...ids(stageOrder(other, null))].sort()).toEqual([...before].sort());
      }),
    );
  });
});
