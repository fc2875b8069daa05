import { describe, expect, it } from 'vitest';

import type { PressRead } from '../../../../main/tracking/hand-over.ts';
import { DONE, READY } from './builders.ts';
import { settled } from './fake-clock.ts';
import { DOWN, FACTS, polledCards, type PolledCards, type Reply } from './polled-cards.ts';

const DEADLINE_MS = 4_000;
const BUSY = { family: 'network', cause: 'too-many-requests', retryAfterMs: 60_000, ...FACTS } as const;

/** A press whose outcome, once there, says so by itself. */
function press(cards: PolledCards, cardId = 'card'): { outcome: PressRead['kind'] | null; at: number | null } {
  const seen: { outcome: PressRead['kind'] | null; at: number | null } = { outcome: null, at: null };
  void cards.poller.readNow(cardId, DEADLINE_MS).then(({ kind }) => {
    seen.outcome = kind;
    seen.at = cards.clock.now().mono;
  });
  return seen;
}

/** A card on screen with one answer, and the replies to everything after it. */
async function watched(later: (nth: number) => Reply): Promise<PolledCards> {
  const cards = polledCards((_card, nth) => (nth === 0 ? { afterMs: 10, says: DONE } : later(nth)));
  cards.scan('card');
  await cards.clock.run(100);
  return cards;
}

describe('a press', () => {
  it('asks at once and says when D1 has answered', async () => {
    const cards = await watched(() => ({ afterMs: 300, says: DONE }));
    const pressedAt = cards.clock.now().mono;
    const seen = press(cards);
    await settled();
    expect(cards.reads.at(-1)).toMatchObject({ startedAt: pressedAt, urgent: true });
    await cards.clock.run(299);
    expect(seen.outcome).toBeNull();
    await cards.clock.run(1);
    expect(seen).toEqual({ outcome: 'answered', at: pressedAt + 300 });
    expect(cards.store.getState().cards.get('card')?.answer?.sentAt.mono).toBe(pressedAt);
    expect(cards.clock.pending()).toBe(1);
  });

  it('gives up a read of the card that began before it, whose answer then counts for nothing', async () => {
    const cards = await watched((nth) => ({ afterMs: nth === 1 ? 3_000 : 200, says: nth === 1 ? READY : DONE }));
    cards.poller.wake('card');
    await cards.clock.run(1_000);
    expect(cards.reads).toHaveLength(2);
    expect(cards.reads[1]?.urgent).toBe(false);
    const seen = press(cards);
    await cards.clock.run(200);
    expect(cards.reads[1]?.aborted).toBe(true);
    expect(seen.outcome).toBe('answered');
    await cards.clock.run(5_000);
    expect(cards.store.getState().cards.get('card')?.phase).toBe('personalised');
    expect(cards.reads).toHaveLength(3);
    expect(cards.store.getState().faults.size).toBe(0);
  });

  it('passes a full queue, the starts of this second, and the back-off of the card', async () => {
    const cards = polledCards((cardId, nth) => ({
      afterMs: cardId === 'card' ? 10 : 60_000,
      says: cardId === 'card' && nth < 4 ? DOWN : DONE,
    }));
    cards.scan('card');
    await cards.clock.run(5_000);
    for (const cardId of ['a', 'b', 'c', 'd']) cards.scan(cardId);
    await cards.clock.run(2_000);
    expect(cards.running()).toHaveLength(4);
    const before = cards.readsOf('card').length;
    const seen = press(cards);
    await cards.clock.run(20);
    expect(cards.readsOf('card')).toHaveLength(before + 1);
    expect(seen.outcome).not.toBeNull();
  });

  it('counts as one of the starts of its second', async () => {
    const cards = await watched(() => ({ afterMs: 10, says: DONE }));
    await cards.clock.run(5_000);
    press(cards);
    const pressedAt = cards.clock.now().mono;
    for (const cardId of ['a', 'b']) cards.scan(cardId);
    await cards.clock.run(999);
    expect(cards.readsOf('a').length + cards.readsOf('b').length).toBe(1);
    await cards.clock.run(1);
    expect(cards.readsOf('b')[0]?.startedAt).toBe(pressedAt + 1_000);
  });

  it('is told of a fault, and the card goes on being read', async () => {
    const cards = await watched((nth) => ({ afterMs: 50, says: nth === 1 ? DOWN : READY }));
    const seen = press(cards);
    await cards.clock.run(60);
    expect(seen.outcome).toBe('fault');
    expect(cards.store.getState().faults.get('card:card')?.fault).toEqual(DOWN);
    await cards.clock.run(5_000);
    expect(cards.reads.length).toBeGreaterThan(2);
    expect(cards.store.getState().faults.size).toBe(0);
  });

  it.each<[string, Reply['says']]>([
    ['cannot be read', 'unreadable'],
    ['ends in a defect', 'rejects'],
  ])('is told of a fault when the answer %s', async (_words, says) => {
    const cards = await watched(() => ({ afterMs: 50, says }));
    const seen = press(cards);
    await cards.clock.run(60);
    expect(seen.outcome).toBe('fault');
  });

  it('is told at its deadline that it is too late, and what comes later is an ordinary answer', async () => {
    const cards = await watched((nth) => ({ afterMs: nth === 1 ? DEADLINE_MS + 1 : 10, says: READY }));
    const pressedAt = cards.clock.now().mono;
    const seen = press(cards);
    await cards.clock.run(DEADLINE_MS - 1);
    expect(seen.outcome).toBeNull();
    await cards.clock.run(1);
    expect(seen).toEqual({ outcome: 'too-late', at: pressedAt + DEADLINE_MS });
    expect(cards.reads[1]?.aborted).toBe(false);
    await cards.clock.run(1);
    expect(seen.outcome).toBe('too-late');
    expect(cards.store.getState().cards.get('card')).toMatchObject({
      phase: 'unclear',
      answer: { sentAt: { mono: pressedAt } },
    });
  });

  it('made again ends the one before without an answer', async () => {
    const cards = await watched(() => ({ afterMs: 500, says: DONE }));
    const first = press(cards);
    await cards.clock.run(100);
    const second = press(cards);
    await cards.clock.run(100);
    expect(first.outcome).toBe('fault');
    expect(second.outcome).toBeNull();
    await cards.clock.run(400);
    expect(second.outcome).toBe('answered');
    expect(cards.running()).toHaveLength(0);
  });

  it('for two cards at once reads both', async () => {
    const cards = polledCards(() => ({ afterMs: 200, says: DONE }));
    cards.scan('one');
    cards.scan('two');
    await cards.clock.run(3_000);
    const seen = [press(cards, 'one'), press(cards, 'two')];
    await cards.clock.run(200);
    expect(seen.map(({ outcome }) => outcome)).toEqual(['answered', 'answered']);
  });

  it('of a card woken meanwhile is followed by one more read, and of one woken before it by none', async () => {
    const cards = await watched(() => ({ afterMs: 2_000, says: DONE }));
    cards.poller.wake('card');
    await cards.clock.run(500);
    cards.poller.wake('card');
    press(cards);
    await cards.clock.run(2_500);
    expect(cards.reads).toHaveLength(3);
    press(cards);
    cards.poller.wake('card');
    await cards.clock.run(2_000);
    expect(cards.reads).toHaveLength(5);
  });

  it('of a card that is taken away meanwhile has no answer', async () => {
    const cards = await watched(() => ({ afterMs: 500, says: DONE }));
    const seen = press(cards);
    await cards.clock.run(100);
    cards.takeAway('card');
    await cards.clock.run(10);
    expect(seen.outcome).toBe('fault');
    await cards.clock.run(60_000);
    expect(cards.reads).toHaveLength(2);
    expect(cards.clock.pending()).toBe(0);
  });

  it('of a station that is stopped has no answer, and asks nothing once it is', async () => {
    const cards = await watched(() => ({ afterMs: 500, says: DONE }));
    const seen = press(cards);
    await cards.clock.run(100);
    cards.poller.stop();
    await cards.clock.run(10);
    expect(seen.outcome).toBe('fault');
    const again = press(cards);
    await cards.clock.run(10);
    expect(again.outcome).toBe('fault');
    expect(cards.reads).toHaveLength(2);
    expect(cards.clock.pending()).toBe(0);
  });
});

describe('a press while D1 has asked us to stay away', () => {
  async function heldCards(): Promise<PolledCards> {
    const cards = await watched((nth) => ({ afterMs: 10, says: nth === 1 ? BUSY : DONE }));
    cards.poller.wake('card');
    await cards.clock.run(1_000);
    expect(cards.reads).toHaveLength(2);
    return cards;
  }

  it('passes once in ten seconds', async () => {
    const cards = await heldCards();
    const first = press(cards);
    await cards.clock.run(20);
    expect(first.outcome).toBe('answered');
    await cards.clock.run(9_979);
    const second = press(cards);
    await settled();
    expect(second.outcome).toBe('too-soon');
    expect(cards.reads).toHaveLength(3);
    await cards.clock.run(1);
    const third = press(cards);
    await cards.clock.run(20);
    expect(third.outcome).toBe('answered');
    expect(cards.reads).toHaveLength(4);
  });

  it('for another card counts as well: D1 asked the station, not the card', async () => {
    const cards = await heldCards();
    cards.scan('other');
    press(cards);
    await cards.clock.run(100);
    const other = press(cards, 'other');
    await settled();
    expect(other.outcome).toBe('too-soon');
    expect(cards.readsOf('other')).toHaveLength(0);
  });

  it('leaves the read that runs alone when it comes too soon', async () => {
    const cards = await watched((nth) => (nth === 1 ? { afterMs: 10, says: BUSY } : { afterMs: 3_000, says: DONE }));
    cards.poller.wake('card');
    await cards.clock.run(1_000);
    const first = press(cards);
    await cards.clock.run(500);
    const second = press(cards);
    await settled();
    expect(second.outcome).toBe('too-soon');
    expect(cards.reads.at(-1)?.aborted).toBe(false);
    await cards.clock.run(2_500);
    expect(first.outcome).toBe('answered');
  });

  it('may come as often as it likes when the time has passed', async () => {
    const cards = await heldCards();
    await cards.clock.run(60_000);
    for (let count = 0; count < 3; count += 1) {
      const seen = press(cards);
      await cards.clock.run(20);
      expect(seen.outcome).toBe('answered');
    }
  });

  it('passes though the press before it was shortly before: that one came before D1 asked', async () => {
    const cards = await watched((nth) => ({ afterMs: 10, says: nth === 1 ? BUSY : DONE }));
    const first = press(cards);
    await cards.clock.run(1_000);
    expect(first.outcome).toBe('fault');
    const second = press(cards);
    await cards.clock.run(20);
    expect(second.outcome).toBe('answered');
  });

  it('is none any more at the moment that D1 named', async () => {
    const cards = await heldCards();
    const heldUntil = (cards.reads[1]?.endedAt ?? 0) + BUSY.retryAfterMs;
    await cards.clock.run(heldUntil - 5_000 - cards.clock.now().mono);
    press(cards);
    await cards.clock.run(5_000);
    const second = press(cards);
    await cards.clock.run(20);
    expect(second.outcome).toBe('answered');
  });

  it('does not end the hold for the others', async () => {
    const cards = await heldCards();
    press(cards);
    cards.scan('other');
    await cards.clock.run(30_000);
    expect(cards.readsOf('other')).toHaveLength(0);
    await cards.clock.run(31_000);
    expect(cards.readsOf('other').length).toBeGreaterThan(0);
  });
});
