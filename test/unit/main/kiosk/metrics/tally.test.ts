/** Counts, from a station with a real poller and a real record, and a scripted D1. */
import { afterEach, describe, expect, it } from 'vitest';

import { createTally, type Counted, type Tally } from '../../../../../main/kiosk/metrics/tally.ts';
import type { ReadOutcome } from '../../../../../main/tracking/poller.ts';
import { body, DONE, produce, READY, REQUESTED, type Pair } from '../../tracking/builders.ts';
import type { FakeClock } from '../../tracking/fake-clock.ts';
import { staffedStation, type StaffedStation } from '../staffed-station.ts';

const CARD = 'card-0001';
let open: StaffedStation[] = [];
afterEach(() => {
  for (const station of open) station.end();
  open = [];
});

interface Counting {
  readonly station: StaffedStation;
  readonly tally: Tally;
  says(pair: Pair, over?: Record<string, unknown>): void;
  /** Time passes, and each second is shown. */
  pass(seconds: number): Promise<Counted>;
}

async function counting(first: Pair): Promise<Counting> {
  let pair = first;
  let over: Record<string, unknown> = {};
  const read = (cardId: string, clock: FakeClock): ReadOutcome => ({
    kind: 'body',
    body: body(produce(pair, { cardId, ...over })),
    sentAt: clock.now(),
    correlationId: 'corr',
  });
  const station = await staffedStation(read);
  open.push(station);
  const tally = createTally(station.clock);
  return {
    station,
    tally,
    says(next, more = {}) {
      pair = next;
      over = more;
    },
    async pass(seconds) {
      for (let passed = 0; passed < seconds; passed += 1) {
        await station.pass(1_000);
        tally.shown(station.show());
      }
      return tally.counted();
    },
  };
}

describe('cards that were shown as hand over', () => {
  it('count once, however often the answer is confirmed or missing for a while', async () => {
    const { station, tally, pass } = await counting(DONE);
    station.cards.watch({ cardId: CARD });
    expect((await pass(20)).greens).toBe(1);
    station.store.change((state) => ({ ...state, cards: new Map() }));
    tally.shown(station.show());
    station.cards.watch({ cardId: CARD });
    expect((await pass(5)).greens).toBe(2);
  });

  it('count again for a newer order of the same card, and not while D1 says something else', async () => {
    const { station, says, pass } = await counting(READY);
    station.cards.watch({ cardId: CARD });
    expect((await pass(5)).greens).toBe(0);
    says(DONE);
    expect((await pass(5)).greens).toBe(1);
    says(DONE, { operationId: 'op-b', startTime: '2025-01-20T08:00:00.000Z' });
    expect((await pass(20)).greens).toBe(2);
  });
});

describe('the time to personalise', () => {
  it('runs from when the order was first seen under way, and is counted once', async () => {
    const { station, says, pass } = await counting(REQUESTED);
    station.cards.watch({ cardId: CARD });
    await pass(40);
    says(READY);
    await pass(60);
    says(DONE);
    const { personalisation } = await pass(60);
    const total = personalisation.counts.reduce((sum, count) => sum + count, 0);
    expect(total).toBe(1);
    expect(personalisation.sum).toBeGreaterThan(90);
    expect(personalisation.sum).toBeLessThan(110);
    expect(personalisation.counts[personalisation.bounds.indexOf(120)]).toBe(1);
  });

  it('is not known of a card that was ready when it came, nor counted again after a restart', async () => {
    const { station, says, pass } = await counting(DONE);
    station.cards.watch({ cardId: CARD });
    expect((await pass(10)).personalisation.sum).toBe(0);
    says(READY, { operationId: 'op-b', startTime: '2025-01-20T08:00:00.000Z' });
    await pass(30);
    says(DONE, { operationId: 'op-b', startTime: '2025-01-20T08:00:00.000Z' });
    expect((await pass(30)).personalisation.sum).toBeGreaterThan(20);
    const next = await station.restart();
    open = [next];
    await next.pass(1_000);
    const after = createTally(next.clock);
    for (let passed = 0; passed < 20; passed += 1) {
      await next.pass(1_000);
      after.shown(next.show());
    }
    expect(next.store.getState().cards.get(CARD)?.phase).toBe('personalised');
    expect(after.counted().personalisation.counts.every((count) => count === 0)).toBe(true);
  });
});

describe('everything else', () => {
  it('is counted as it is told, and the newest answer is the newest of all cards', async () => {
    const { station, tally, pass } = await counting(READY);
    expect(tally.counted().newestAnswer).toBeNull();
    tally.called('read', 'answered');
    tally.called('read', 'network');
    tally.called('sign-in', 'network');
    tally.called('read', 'network');
    tally.acted('rejected');
    tally.pageStarted();
    station.cards.watch({ cardId: CARD });
    station.cards.watch({ cardId: 'card-0002' });
    const counted = await pass(5);
    expect(counted.calls.read).toMatchObject({ answered: 1, network: 2, clock: 0 });
    expect(counted.calls['sign-in']).toMatchObject({ answered: 0, network: 1 });
    expect(counted.actions).toMatchObject({ rejected: 1, 'handed-over': 0 });
    expect(counted.pageStarts).toBe(1);
    const sent = [...station.store.getState().cards.values()].map(({ answer }) => answer?.sentAt.mono ?? 0);
    expect(counted.newestAnswer?.mono).toBe(Math.max(...sent));
    station.store.change((state) => ({ ...state, cards: new Map() }));
    tally.shown(station.show());
    expect(tally.counted().newestAnswer?.mono).toBe(Math.max(...sent));
  });
});
