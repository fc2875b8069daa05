import { describe, expect, it } from 'vitest';

import { answers, card, DONE, END, LATER_END, produce } from './builders.ts';

describe('what is remembered of an operation that D1 called DONE', () => {
  it.each<[string, string | undefined, number | null]>([
    ['its end', LATER_END, Date.parse(LATER_END)],
    ['that D1 named no end', undefined, null],
  ])('holds %s, of the newest such answer: the record of the card cannot be read without', (_words, endTime, endMs) => {
    const track = answers(card(), [[produce(DONE, { endTime: END })], [produce(DONE, { endTime })]]);
    expect([...track.memories.values()].map(({ done }) => done)).toEqual([{ endMs }]);
  });
});
