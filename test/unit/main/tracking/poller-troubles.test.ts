/** What the trouble of one card, or of the way to D1, means for the other cards and for the screen. */
import { describe, expect, it } from 'vitest';

import type { ReadOutcome } from '../../../../main/tracking/poller.ts';
import { withoutCard } from '../../../../main/tracking/station-state.ts';
import { DONE, READY } from './builders.ts';
import { DOWN, FACTS, pausesOf, polledCards, type PolledCards, type Reply } from './polled-cards.ts';

/** So near to 1 that every back-off takes almost as long as it may. */
const LONG_PAUSES = { random: () => 0.99 };

const phaseOf = (cards: PolledCards, cardId: string): string | undefined =>
  cards.store.getState().cards.get(cardId)?.phase;

/** Passes time until the card has just failed once more: its pause is all before it. */
async function untilNextFailure(cards: PolledCards, cardId: string): Promise<void> {
  const before = cards.readsOf(cardId).length;
  while (cards.readsOf(cardId).length === before) await cards.clock.run(100);
}

describe('when the way to D1 opens again', () => {
  it('the first card that is answered, also one scanned just now, wakes those in the middle of a long pause', async () => {
    let open = false;
    const cards = polledCards(() => ({ afterMs: 5, says: open ? READY : DOWN }), LONG_PAUSES);
    const ids = ['one', 'two', 'three', 'four'];
    ids.forEach((cardId) => cards.scan(cardId));
    await cards.clock.run(300_000);
    await untilNextFailure(cards, 'four');
    await cards.clock.run(2_000);
    open = true;
    cards.scan('new');
    // Two starts a second for five cards, and a little.
    await cards.clock.run(2_100);
    expect(ids.map((cardId) => phaseOf(cards, cardId))).toEqual(Array(4).fill('at-printer'));
  });

  it('a card that had a trouble of its own before is woken as well: the outage may have hidden that it is over', async () => {
    let way: 'its own trouble' | 'closed' | 'open' = 'its own trouble';
    const says = (cardId: string): Reply['says'] => {
      if (way === 'open') return READY;
      return way === 'closed' || cardId === 'troubled' ? DOWN : READY;
    };
    const cards = polledCards((cardId) => ({ afterMs: 5, says: says(cardId) }), LONG_PAUSES);
    cards.scan('troubled');
    cards.scan('fine');
    await cards.clock.run(200_000);
    await untilNextFailure(cards, 'troubled');
    way = 'closed';
    await cards.clock.run(3_000);
    way = 'open';
    await cards.clock.run(8_000);
    expect(phaseOf(cards, 'troubled')).toBe('at-printer');
  });
});

describe('a defect of ours about one card', () => {
  it('has D1 asked no sooner because another is answered: the way was never closed', async () => {
    const cards = polledCards((cardId) => ({ afterMs: cardId === 'fine' ? 500 : 5, says: READY }), {
      ...LONG_PAUSES,
      // So many starts that the pause alone holds the card back.
      queue: { maxConcurrent: 4, startsPerSecond: 10 },
      onRead: ({ cardId }) => {
        if (cardId === 'defective') throw new Error('a listener with a defect');
      },
    });
    cards.scan('defective');
    cards.scan('fine');
    await cards.clock.run(5_000);
    // A back-off of 1 s that doubles.
    expect(pausesOf(cards.readsOf('defective')).slice(0, 2)).toEqual([990, 1_980]);
  });
});

describe('what is told of a read', () => {
  it('is the card and what came of it', async () => {
    const told: { readonly cardId: string; readonly outcome: ReadOutcome }[] = [];
    const cards = polledCards((cardId) => ({ afterMs: 5, says: cardId === 'fails' ? DOWN : 'not-found' }), {
      onRead: (event) => told.push(event),
    });
    cards.scan('fails');
    cards.scan('unknown');
    await cards.clock.run(10);
    expect(told).toMatchObject([
      { cardId: 'fails', outcome: { kind: 'fault', fault: DOWN } },
      { cardId: 'unknown', outcome: { kind: 'not-found', correlationId: FACTS.correlationId } },
    ]);
  });
});

describe('a body that is no answer', () => {
  it('is told together with the fault that it came to', async () => {
    const told: (string | null)[] = [];
    const cards = polledCards((_card, nth) => ({ afterMs: 5, says: nth === 0 ? 'unreadable' : READY }), {
      onRead: ({ outcome, fault }) => told.push(outcome.kind, fault?.family ?? null),
    });
    cards.scan('card');
    await cards.clock.run(10_000);
    expect(told.slice(0, 4)).toEqual(['body', 'malformed', 'body', null]);
  });
});

describe('the fault of a card', () => {
  async function unreadable(): Promise<PolledCards> {
    const cards = polledCards((_card, nth) => ({ afterMs: 5, says: nth === 0 ? 'unreadable' : READY }));
    cards.scan('card');
    await cards.clock.run(100);
    expect([...cards.store.getState().faults.keys()]).toEqual(['card:card']);
    return cards;
  }

  it('ends when its answer can be read again', async () => {
    const cards = await unreadable();
    await cards.clock.run(5_000);
    expect(cards.store.getState().faults.size).toBe(0);
  });

  it('ends when it is taken away', async () => {
    const cards = await unreadable();
    cards.takeAway('card');
    expect(cards.store.getState().faults.size).toBe(0);
  });
});

describe('a card that has left the screen while D1 was asked', () => {
  async function leaving(says: Reply['says']): Promise<PolledCards> {
    const cards = polledCards(() => ({ afterMs: 500, says }));
    cards.scan('card');
    await cards.clock.run(100);
    cards.store.change((state) => withoutCard(state, 'card'));
    return cards;
  }

  it.each<[string, Reply['says']]>([
    ['a fault', DOWN],
    ['an answer', DONE],
    ['no such card', 'not-found'],
  ])('leaves nothing on it, whatever comes: %s', async (_words, says) => {
    const cards = await leaving(says);
    const before = cards.store.getState();
    await cards.clock.run(500);
    expect(cards.store.getState()).toBe(before);
  });

  it('is not asked for any more, though somebody wakes it or pressed for it', async () => {
    const cards = await leaving(READY);
    await cards.clock.run(500);
    void cards.poller.readNow('card', 4_000);
    await cards.clock.run(1_000);
    cards.poller.wake('card');
    await cards.clock.run(1_000);
    const before = cards.reads.length;
    await cards.clock.run(3_600_000);
    expect(cards.reads).toHaveLength(before);
    expect(cards.clock.pending()).toBe(0);
  });

  it('does not keep staff waiting who pressed for it', async () => {
    const cards = await leaving(DONE);
    let outcome: string | null = null;
    void cards.poller.readNow('card', 4_000).then(({ kind }) => (outcome = kind));
    await cards.clock.run(500);
    expect(outcome).toBe('answered');
  });
});
