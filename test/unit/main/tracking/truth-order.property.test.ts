import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { CardTrack } from '../../../../main/tracking/card-track.ts';
import { answer, at, card, judged } from './builders.ts';
import { asked, type Asked } from './truth-histories.ts';
import { atLeast, OPTIONS, PROPERTY_LIMIT_MS } from './property-runs.ts';

const SECOND_MS = 1_000;
const pinned = fc.constantFrom(null, null, 'op-0');

/** The higher, the more the screen promises. */
function promise(track: CardTrack, ms: number): number {
  switch (judged(track, at(ms)).verdict) {
    case 'hand-over':
      return 2;
    case 'wait':
      return 1;
    case 'cannot-tell':
    case 'do-not-hand-over':
      return 0;
  }
}

/** The answers by the moment at which they arrive: asked a second apart, `delay` seconds under way. */
function arrivals(
  questions: readonly Asked[],
): readonly { readonly entries: Asked['entries']; readonly sent: number }[] {
  return questions
    .map(({ entries, delay }, index) => ({ entries, sent: index * SECOND_MS, arrives: (index + delay) * SECOND_MS }))
    .sort((one, other) => one.arrives - other.arrives);
}

describe('a D1 that tells the truth, and a network that reorders', { timeout: PROPERTY_LIMIT_MS }, () => {
  it('ends no more hopeful than if every answer had come in order', () => {
    let greens = 0;
    let late = 0;
    fc.assert(
      fc.property(asked, pinned, (questions, watched) => {
        const end = 40 * SECOND_MS;
        const inOrder = questions.reduce(
          (track, { entries }, index) => answer(track, entries, at(index * SECOND_MS), at(end)),
          card(watched),
        );
        const reordered = arrivals(questions).reduce(
          (track, { entries, sent }) => answer(track, entries, at(sent), at(end)),
          card(watched),
        );
        if (promise(inOrder, end) === 2) greens += 1;
        if (questions.some(({ delay }) => delay > 0)) late += 1;
        expect(promise(reordered, end)).toBeLessThanOrEqual(promise(inOrder, end));
      }),
      OPTIONS,
    );
    expect(greens).toBeGreaterThan(atLeast(0.1));
    expect(late).toBeGreaterThan(atLeast(0.4));
  });

  it('is green at no moment at which the newest answer that arrived was none', () => {
    let greens = 0;
    fc.assert(
      fc.property(asked, pinned, (questions, watched) => {
        let track = card(watched);
        let newest: { readonly sent: number; readonly entries: Asked['entries'] } | null = null;
        for (const { entries, sent } of arrivals(questions)) {
          track = answer(track, entries, at(sent), at(20_000));
          if (newest === null || sent >= newest.sent) newest = { sent, entries };
          if (promise(track, 20_000) < 2) continue;
          greens += 1;
          const mine = newest.entries.filter((entry) => watched === null || entry['operationId'] === watched);
          expect(mine.at(-1)).toMatchObject({ status: 'SUCCESSFUL', details: { status: 'CARD_PROD_DONE' } });
          expect(mine.at(-1)?.['operationId']).toBe(track.operation?.operationId);
        }
      }),
      OPTIONS,
    );
    expect(greens).toBeGreaterThan(atLeast(0.1));
  });

  it('ends green in order exactly when the last thing that D1 said is DONE, and no failure of it came without its time', () => {
    fc.assert(
      fc.property(asked, (questions) => {
        const track = questions.reduce(
          (next, { entries }, index) => answer(next, entries, at(index * SECOND_MS)),
          card(),
        );
        const end = 15 * SECOND_MS;
        const last = questions.at(-1)?.entries.at(-1);
        const done = last?.['status'] === 'SUCCESSFUL';
        const failed = questions
          .flatMap(({ entries }) => entries.slice(-1))
          .some((entry) => entry['operationId'] === last?.['operationId'] && entry['status'] === 'FAILED');
        const dated = last?.['endTime'] !== undefined;
        expect(promise(track, end) === 2).toBe(done && (!failed || dated));
      }),
      OPTIONS,
    );
  });
});
