import { describe, expect, it } from 'vitest';

import type { Fault } from '../../../../main/tracking/fault.ts';
import { READY } from './builders.ts';
import { DOWN, pausesOf, polledCards } from './polled-cards.ts';

/** How often a start is granted when it is asked for this often in one moment. */
function granted(takeStart: () => boolean, asked: number): readonly boolean[] {
  return Array.from({ length: asked }, takeStart);
}

describe('a start for a request of another kind', () => {
  it('is granted twice in a second, and again in the next', async () => {
    const { poller, clock } = polledCards(() => ({ afterMs: 5, says: READY }));
    expect(granted(poller.takeStart, 3)).toEqual([true, true, false]);
    await clock.run(999);
    expect(granted(poller.takeStart, 1)).toEqual([false]);
    await clock.run(1);
    expect(granted(poller.takeStart, 3)).toEqual([true, true, false]);
  });

  it('is one that no card has in that second', async () => {
    const cards = polledCards(() => ({ afterMs: 5, says: READY }));
    const takenAt = cards.clock.now().mono;
    expect(granted(cards.poller.takeStart, 2)).toEqual([true, true]);
    cards.scan('card');
    await cards.clock.run(1_500);
    expect(cards.reads[0]?.startedAt).toBe(takenAt + 1_000);
  });

  it('is not granted while four reads run, nor counted when it is not', async () => {
    const cards = polledCards(() => ({ afterMs: 3_000, says: READY }));
    for (const cardId of ['a', 'b', 'c', 'd']) cards.scan(cardId);
    await cards.clock.run(2_500);
    expect(cards.running()).toHaveLength(4);
    expect(granted(cards.poller.takeStart, 3)).toEqual([false, false, false]);
    await cards.clock.run(500);
    expect(granted(cards.poller.takeStart, 3)).toEqual([true, true, false]);
  });

  it('is not granted while D1 has asked us to stay away', async () => {
    const cards = polledCards(() => ({ afterMs: 5, says: { ...DOWN, retryAfterMs: 60_000 } }));
    cards.scan('card');
    await cards.clock.run(2_000);
    expect(cards.poller.takeStart()).toBe(false);
    await cards.clock.run(58_004);
    expect(cards.poller.takeStart()).toBe(false);
    await cards.clock.run(1);
    expect(cards.poller.takeStart()).toBe(true);
  });
});

describe('a moment that D1 named, the same for every station', () => {
  const UNTIL: Fault = { ...DOWN, retryAfterMs: 60_000, sameForAll: true };

  it.each([
    [0, 60_000],
    [0.5, 75_000],
    [0.99, 89_700],
  ])('is waited out, and then each comes at a time of its own (random %s)', async (random, afterMs) => {
    const cards = polledCards((_card, nth) => ({ afterMs: 5, says: nth === 0 ? UNTIL : READY }), {
      random: () => random,
    });
    cards.scan('card');
    await cards.clock.run(120_000);
    expect(pausesOf(cards.reads)[0]).toBe(afterMs);
  });
});

describe('a machine that slept while D1 wanted to be left alone', () => {
  async function asleepFor(ms: number): Promise<number> {
    const cards = polledCards((_card, nth) => ({
      afterMs: 5,
      says: nth === 0 ? { ...DOWN, retryAfterMs: 60_000 } : READY,
    }));
    cards.scan('card');
    await cards.clock.run(1_000);
    // The clock that nobody sets stood still meanwhile.
    cards.clock.setWall(ms);
    cards.poller.wakeAll();
    await cards.clock.run(1_000);
    return cards.reads.length;
  }

  it('asks at once when that time is over, and else waits it out', async () => {
    expect(await asleepFor(8 * 3_600_000)).toBe(2);
    expect(await asleepFor(59_500)).toBe(2);
    expect(await asleepFor(30_000)).toBe(1);
  });
});
