import { describe, expect, it } from 'vitest';

import { READY } from './builders.ts';
import { polledCards, type PolledCards } from './polled-cards.ts';

const SIXTY = Array.from({ length: 60 }, (_none, index) => `card-${index}`);
/** Each card has had its turn by then, and waits for the next one: thirty seconds at two starts a second. */
const ONE_ROUND_MS = 40_000;

async function sixtyThatWait(): Promise<PolledCards> {
  const cards = polledCards(() => ({ afterMs: 50, says: READY }));
  for (const cardId of SIXTY) cards.scan(cardId);
  await cards.clock.run(ONE_ROUND_MS);
  return cards;
}

describe('a card that staff scan while sixty wait for their turn', () => {
  it.each([
    ['that is new', 'new-card'],
    ['that is on the screen already', 'card-20'],
  ])('%s is asked for with the next start', async (_words, cardId) => {
    const cards = await sixtyThatWait();
    const before = cards.reads.length;
    cards.scan(cardId);
    await cards.clock.run(1_000);
    expect(cards.reads[before]?.cardId).toBe(cardId);
    cards.poller.stop();
  });

  it('is read anew before all others when it was scanned during a read that began too early', async () => {
    const cards = polledCards((cardId) => ({ afterMs: cardId === 'slow' ? 700 : 50, says: READY }));
    for (const cardId of SIXTY) cards.scan(cardId);
    await cards.clock.run(10);
    cards.scan('slow');
    await cards.clock.run(1_200);
    expect(cards.running().map(({ cardId }) => cardId)).toEqual(['slow']);
    cards.scan('slow');
    cards.poller.wakeAll();
    await cards.clock.run(1_000);
    expect(cards.readsOf('slow')).toHaveLength(2);
    cards.poller.stop();
  });

  it('does not make any of them wait for longer than a round and a half', async () => {
    const cards = await sixtyThatWait();
    for (let scan = 0; scan < 60; scan += 1) {
      cards.scan('card-7');
      await cards.clock.run(1_000);
    }
    for (const cardId of SIXTY) {
      const times = [...cards.readsOf(cardId).map(({ startedAt }) => startedAt), cards.clock.now().mono];
      for (const [index, time] of times.slice(1).entries())
        expect(time - (times[index] ?? 0)).toBeLessThanOrEqual(ONE_ROUND_MS * 1.6);
    }
    cards.poller.stop();
  });
});
