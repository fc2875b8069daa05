import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { CANCELED, CONTRADICTION, DONE, FAILED_ODDLY, ONGOING, PACE, READY, REQUESTED, type Pair } from './builders.ts';
import { settled } from './fake-clock.ts';
import { DOWN, FACTS, pausesOf, polledCards, REFUSED_CARD, type PolledCards, type Reply } from './polled-cards.ts';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
/** Timers count whole ms, upwards. */
const ROUNDING_MS = 1;

function phaseOf({ store }: PolledCards, cardId: string): string | undefined {
  return store.getState().cards.get(cardId)?.phase;
}

describe('the pace of one card', () => {
  it.each<[string, Pair, number]>([
    ['requested', REQUESTED, PACE.requestedMs],
    ['at the printer', READY, PACE.atPrinterMs],
    ['in progress', ONGOING, PACE.inProgressMs],
    ['personalised', DONE, PACE.greenMs],
    ['failed', FAILED_ODDLY, PACE.failureMs],
    ['cancelled', CANCELED, PACE.failureMs],
    ['unclear', CONTRADICTION, PACE.unclearMs],
  ])('stays within a fifth of its interval while it is %s', async (_words, says, intervalMs) => {
    await fc.assert(
      fc.asyncProperty(fc.array(random, { minLength: 1, maxLength: 12 }), async (numbers) => {
        let next = 0;
        const draw = (): number => numbers[next++ % numbers.length] ?? 0;
        const cards = polledCards(() => ({ afterMs: 120, says }), { random: draw });
        cards.scan('card');
        await cards.clock.run(Math.min(intervalMs * 8, 340_000));
        const pauses = pausesOf(cards.readsOf('card'));
        expect(pauses.length).toBeGreaterThanOrEqual(3);
        for (const pause of pauses) {
          expect(pause).toBeGreaterThanOrEqual(intervalMs * 0.8);
          expect(pause).toBeLessThanOrEqual(intervalMs * 1.2 + ROUNDING_MS);
        }
        cards.poller.stop();
      }),
      { numRuns: 8 },
    );
  });

  it('reads a scanned card at once', async () => {
    const cards = polledCards(() => ({ afterMs: 10, says: REQUESTED }));
    cards.scan('card');
    await settled();
    expect(cards.reads.map((one) => one.startedAt)).toEqual([cards.clock.now().mono]);
  });

  it('slows down from three to fifteen seconds for a card that D1 does not know', async () => {
    const cards = polledCards(() => ({ afterMs: 0, says: 'not-found' }));
    cards.scan('card');
    await cards.clock.run(240_000);
    const pauses = pausesOf(cards.readsOf('card'));
    expect(pauses[0]).toBeCloseTo(PACE.notFoundFirstMs, -2);
    expect(pauses.at(-1)).toBeCloseTo(PACE.notFoundLastMs, -2);
    expect([...pauses].sort((a, b) => a - b)).toEqual(pauses);
  });
});

describe('many cards', () => {
  /** What the station may never do, whatever happens. */
  function expectCapsKept(cards: PolledCards): void {
    const times = cards.reads.map((one) => one.startedAt);
    for (const time of times)
      expect(times.filter((other) => other > time - 1_000 && other <= time).length).toBeLessThanOrEqual(2);
    for (const { cardId, beside } of cards.reads) {
      expect(beside.length).toBeLessThanOrEqual(3);
      expect(beside).not.toContain(cardId);
    }
  }

  const says = fc.constantFrom<Reply['says']>(
    REQUESTED,
    READY,
    DONE,
    CANCELED,
    'not-found',
    'unreadable',
    'rejects',
    DOWN,
    REFUSED_CARD,
  );
  const reply = fc.record({ afterMs: fc.constantFrom(0, 1, 80, 900, 4_000, 25_000), says });
  const step = fc.record({
    kind: fc.constantFrom('scan', 'scan', 'take-away', 'wake', 'wake-all', 'nothing'),
    card: fc.integer({ min: 0, max: 11 }),
    thenMs: fc.constantFrom(0, 1, 300, 1_000, 7_000),
  });

  it('never reads one card twice at once, nor more than four cards, nor starts more than two reads in a second', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 40 }),
        fc.array(reply, { minLength: 1, maxLength: 12 }),
        random,
        async (steps, replies, share) => {
          let next = 0;
          const cards = polledCards(() => replies[next++ % replies.length] ?? { afterMs: 0, says: DOWN }, {
            random: () => share,
          });
          for (const { kind, card, thenMs } of steps) {
            const cardId = `card-${String(card)}`;
            if (kind === 'scan') cards.scan(cardId);
            if (kind === 'take-away') cards.takeAway(cardId);
            if (kind === 'wake' && cards.store.getState().cards.has(cardId)) cards.poller.wake(cardId);
            if (kind === 'wake-all') cards.poller.wakeAll();
            await cards.clock.run(thenMs);
          }
          await cards.clock.run(40_000);
          expectCapsKept(cards);
          // Nobody is forgotten: each card on screen is being read or was, since the last thing that happened.
          for (const cardId of cards.store.getState().cards.keys())
            expect(cards.readsOf(cardId).length).toBeGreaterThan(0);
          cards.poller.stop();
        },
      ),
      { numRuns: 40 },
    );
  });

  it('reads all of sixty cards in turn, none more than one turn behind', async () => {
    const cards = polledCards((_card, nth) => ({ afterMs: 150 + (nth % 3) * 200, says: READY }));
    const ids = Array.from({ length: 60 }, (_, index) => `card-${String(index)}`);
    ids.forEach((cardId) => cards.scan(cardId));
    await cards.clock.run(125_000);
    // 2 starts a second: a turn of sixty cards takes 30 s.
    for (const cardId of ids) {
      const times = cards.readsOf(cardId).map((one) => one.startedAt);
      expect(times.length).toBeGreaterThanOrEqual(4);
      for (const [index, time] of times.slice(1).entries())
        expect(time - (times[index] ?? 0)).toBeLessThanOrEqual(31_500);
    }
    expectCapsKept(cards);
  });

  it('goes on with three places while one read hangs', async () => {
    const cards = polledCards((cardId) => ({ afterMs: cardId === 'hangs' ? 1e9 : 50, says: READY }));
    for (const cardId of ['hangs', 'one', 'two']) cards.scan(cardId);
    await cards.clock.run(30_000);
    expect(cards.readsOf('hangs')).toHaveLength(1);
    expect(cards.readsOf('one').length).toBeGreaterThan(8);
    expect(cards.readsOf('two').length).toBeGreaterThan(8);
  });
});

describe('failures', () => {
  it('never gives up: after a thousand failures it still asks, at most thirty seconds apart', async () => {
    let answers = false;
    const cards = polledCards(() => ({ afterMs: 5, says: answers ? DONE : DOWN }), { random: () => 0.4 });
    cards.scan('card');
    while (cards.reads.length < 1_001) await cards.clock.run(600_000);
    expect(Math.max(...pausesOf(cards.reads))).toBeLessThanOrEqual(30_000 + ROUNDING_MS);
    answers = true;
    await cards.clock.run(31_000);
    expect(phaseOf(cards, 'card')).toBe('personalised');
  });

  it('goes on after a read that rejects, and shows it as a fault without its text', async () => {
    const cards = polledCards((_card, nth) => ({ afterMs: 5, says: nth === 0 ? 'rejects' : READY }));
    cards.scan('card');
    await cards.clock.run(100);
    const active = cards.store.getState().faults.get('card:card');
    expect(active?.fault).toMatchObject({
      family: 'network',
      detail: expect.not.stringContaining('a defect') as string,
    });
    await cards.clock.run(5_000);
    expect(phaseOf(cards, 'card')).toBe('at-printer');
  });

  it('goes on when whoever listens to reads throws', async () => {
    let calls = 0;
    const cards = polledCards(() => ({ afterMs: 5, says: READY }), {
      onRead: () => {
        calls += 1;
        if (calls === 1) throw new Error('a listener with a defect');
      },
    });
    cards.scan('card');
    await cards.clock.run(20_000);
    expect(cards.reads.length).toBeGreaterThan(3);
  });

  it('holds every card of the station for as long as D1 asks, also a card scanned meanwhile and a woken one', async () => {
    const busy = { family: 'network', cause: 'too-many-requests', retryAfterMs: 60_000, ...FACTS } as const;
    const cards = polledCards((cardId, nth) => ({ afterMs: 5, says: cardId === 'one' && nth === 0 ? busy : READY }));
    cards.scan('one');
    await cards.clock.run(1_000);
    const heldUntil = (cards.reads[0]?.endedAt ?? 0) + 60_000;
    cards.scan('two');
    cards.poller.wake('one');
    cards.poller.wakeAll();
    await cards.clock.run(50_000);
    expect(cards.reads).toHaveLength(1);
    await cards.clock.run(12_000);
    for (const cardId of ['one', 'two'])
      expect(cards.readsOf(cardId).at(-1)?.startedAt).toBeGreaterThanOrEqual(heldUntil);
    expect(cards.readsOf('two').length).toBeGreaterThan(0);
  });

  it('treats an unreadable answer as a fault of the card and no answer', async () => {
    const cards = polledCards(() => ({ afterMs: 5, says: 'unreadable' }));
    cards.scan('card');
    await cards.clock.run(100);
    expect(cards.store.getState().faults.get('card:card')?.fault).toMatchObject({
      family: 'malformed',
      cause: 'shape',
      correlationId: 'id',
    });
    expect(cards.store.getState().cards.get('card')?.answer).toBeNull();
  });

  it('wakes the others when the way to D1 opens again', async () => {
    let open = false;
    const cards = polledCards(() => ({ afterMs: 5, says: open ? READY : DOWN }), { random: () => 0.99 });
    const ids = ['one', 'two', 'three', 'four'];
    ids.forEach((cardId) => cards.scan(cardId));
    await cards.clock.run(300_000);
    open = true;
    const before = cards.reads.length;
    while (cards.reads.length === before) await cards.clock.run(100);
    // Two starts a second for four cards, and a little.
    await cards.clock.run(2_000);
    expect(ids.map((cardId) => phaseOf(cards, cardId))).toEqual(Array(4).fill('at-printer'));
  });

  it('asks rarely for a card that D1 refuses while it answers for another', async () => {
    const cards = polledCards((cardId) => ({ afterMs: 5, says: cardId === 'refused' ? REFUSED_CARD : READY }));
    cards.scan('refused');
    cards.scan('fine');
    await cards.clock.run(125_000);
    expect(cards.readsOf('fine').length).toBeGreaterThan(50);
    expect(cards.readsOf('refused').length).toBeLessThanOrEqual(3);
  });

  it('keeps the pace of the other cards while one of them fails by itself', async () => {
    const says: Readonly<Record<string, Reply['says']>> = {
      breaks: DOWN,
      garbled: 'unreadable',
      cancelled: CANCELED,
      green: DONE,
    };
    const cards = polledCards((cardId) => ({ afterMs: 5, says: says[cardId] ?? READY }), { random: () => 0.9 });
    for (const cardId of ['breaks', 'garbled', 'cancelled', 'green', 'printing']) cards.scan(cardId);
    await cards.clock.run(180_000);
    // 180 s at 60 s, 15 s and 27 s of pause; a wake or two beyond that may pass.
    expect(cards.readsOf('cancelled').length).toBeLessThanOrEqual(6);
    expect(cards.readsOf('green').length).toBeLessThanOrEqual(16);
    expect(cards.readsOf('breaks').length).toBeLessThanOrEqual(16);
    expect(cards.readsOf('garbled').length).toBeLessThanOrEqual(16);
  });
});

describe('waking and forgetting', () => {
  it('reads a woken card again as soon as the read that runs has ended', async () => {
    const cards = polledCards(() => ({ afterMs: 2_000, says: CANCELED }));
    cards.scan('card');
    await cards.clock.run(500);
    cards.poller.wake('card');
    await cards.clock.run(1_000);
    expect(cards.reads).toHaveLength(1);
    await cards.clock.run(600);
    expect(cards.reads).toHaveLength(2);
    await cards.clock.run(30_000);
    // Woken once, read once more.
    expect(cards.reads).toHaveLength(2);
  });

  it('reads a card woken during a read also when that read fails: the machine slept, and its connection is dead', async () => {
    let asleep = true;
    const cards = polledCards(() => ({ afterMs: 3_000, says: asleep ? DOWN : READY }), { random: () => 0.99 });
    cards.scan('card');
    while (cards.reads.length < 8 || cards.running().length === 0) await cards.clock.run(500);
    asleep = false;
    cards.poller.wakeAll();
    await cards.clock.run(7_500);
    expect(phaseOf(cards, 'card')).toBe('at-printer');
  });

  it("gives a read up when its card is taken away, and its outcome is nobody's", async () => {
    const cards = polledCards(() => ({ afterMs: 2_000, says: DOWN }));
    cards.scan('card');
    await cards.clock.run(100);
    cards.takeAway('card');
    expect(cards.reads[0]?.aborted).toBe(true);
    await cards.clock.run(60_000);
    expect(cards.reads).toHaveLength(1);
    expect(cards.store.getState().faults.size).toBe(0);
    expect(cards.clock.pending()).toBe(0);
  });

  it('reads a card that is added again afresh, untouched by what the given-up read still says', async () => {
    let cancelled = 0;
    const cards = polledCards((_card, nth) => ({ afterMs: nth === 0 ? 5_000 : 50, says: nth === 0 ? DONE : READY }), {
      onRead: () => (cancelled += 1),
    });
    cards.scan('card');
    await cards.clock.run(100);
    cards.takeAway('card');
    cards.scan('card');
    await cards.clock.run(1_500);
    expect(phaseOf(cards, 'card')).toBe('at-printer');
    expect(cards.reads).toHaveLength(2);
    expect(cancelled).toBe(1);
  });

  it('says nothing of reads that end after it was stopped, and starts none', async () => {
    const seen: string[] = [];
    const cards = polledCards(() => ({ afterMs: 500, says: DONE }), { onRead: ({ cardId }) => seen.push(cardId) });
    cards.scan('one');
    cards.scan('two');
    cards.scan('three');
    await cards.clock.run(100);
    const before = cards.store.getState();
    cards.poller.stop();
    cards.poller.wakeAll();
    await cards.clock.run(60_000);
    expect(seen).toEqual([]);
    expect(cards.store.getState()).toBe(before);
    expect(cards.reads).toHaveLength(2);
    expect(cards.reads.every((one) => one.aborted)).toBe(true);
    expect(cards.clock.pending()).toBe(0);
  });
});

describe("the station's own pace", () => {
  it('goes before the configured one, with the same jitter, and only where there is one', async () => {
    const own = polledCards(() => ({ afterMs: 0, says: READY }), { ownPause: () => 7_000, random: () => 1 });
    own.scan('card-1');
    await own.clock.run(20_000);
    expect(pausesOf(own.readsOf('card-1'))).toEqual([8_400, 8_400]);
    const none = polledCards(() => ({ afterMs: 0, says: READY }), { ownPause: () => null });
    none.scan('card-1');
    await none.clock.run(4_100);
    expect(pausesOf(none.readsOf('card-1'))).toEqual([2_000, 2_000]);
  });
});
