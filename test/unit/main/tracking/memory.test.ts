import { describe, expect, it } from 'vitest';

import { answers, card, DONE, END, LATER_END, PROD_EXCEPTION, produce, READY, type Pair } from './builders.ts';

describe('what is remembered of an operation that D1 called DONE', () => {
  it.each<[string, string | undefined, number | null]>([
    ['its end', LATER_END, Date.parse(LATER_END)],
    ['that D1 named no end', undefined, null],
  ])('holds %s, of the newest such answer: the record of the card cannot be read without', (_words, endTime, endMs) => {
    const track = answers(card(), [[produce(DONE, { endTime: END })], [produce(DONE, { endTime })]]);
    expect([...track.memories.values()].map(({ done }) => done)).toEqual([{ endMs }]);
  });
});

describe('what is remembered of a card with many orders', () => {
  const older = (count: number) =>
    Array.from({ length: count }, (_none, index) => {
      const startTime = new Date(Date.UTC(2024, 0, 1, 6) + index * 3_600_000).toISOString();
      return produce(DONE, { operationId: `old-${String(index)}`, startTime, endTime: END });
    });
  const after = (count: number, pairs: readonly Pair[]) =>
    answers(
      card(),
      pairs.map((pair) => [produce(pair, { endTime: END }), ...older(count)]),
    );

  it.each<[string, readonly Pair[]]>([
    ['FAILED, then DONE with no later end', [PROD_EXCEPTION, DONE]],
    ['DONE, FAILED, DONE', [DONE, PROD_EXCEPTION, DONE]],
    ['DONE, then waiting', [DONE, READY]],
  ])('holds the newest of them, so that it says the same beside any number of older ones: %s', (_words, pairs) => {
    const alone = after(0, pairs).phase;
    expect(alone).not.toBe('personalised');
    for (const count of [18, 19, 20, 40]) expect(after(count, pairs).phase).toBe(alone);
  });

  it('lets go of what D1 no longer speaks of, and not of the newest, though it was remembered first', () => {
    const all = older(38);
    const waiting = produce(READY);
    const track = answers(card(), [
      [produce(DONE, { endTime: END })],
      [waiting, ...all.slice(0, 19)],
      [waiting, ...all.slice(19)],
    ]);
    expect(track.phase).toBe('unclear');
    expect([...track.memories.keys()]).toContain('op-a');
    expect([...track.memories.keys()]).not.toContain('old-0');
  });

  it('is no more than fits, and of the older ones the newest', () => {
    const { memories } = after(40, [DONE, DONE]);
    expect([...memories.keys()].sort()).toEqual(
      [
        'op-a',
        ...older(40)
          .slice(21)
          .map(({ operationId }) => String(operationId)),
      ].sort(),
    );
  });
});
