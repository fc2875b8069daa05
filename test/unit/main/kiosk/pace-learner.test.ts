import { describe, expect, it } from 'vitest';

import type { LogEvent } from '../../../../main/diagnostics/log.ts';
import type { Ledger } from '../../../../main/ledger/ledger.ts';
import { startLearning } from '../../../../main/kiosk/pace-learner.ts';
import type { Learned } from '../../../../main/tracking/learned-pace.ts';
import { withCard, withoutCard, withTrackEvent } from '../../../../main/tracking/station-state.ts';
import { createStationStore } from '../../../../main/tracking/station-store.ts';
import { readAnswer } from '../../../../main/tracking/read-answer.ts';
import type { Phase } from '../../../../main/tracking/words.ts';
import { body, DONE, produce, REQUESTED, type Pair } from '../tracking/builders.ts';
import { FakeClock } from '../tracking/fake-clock.ts';

type Orders = readonly ReadonlyMap<Phase, number>[];

function learning(ledger: () => Ledger | null = () => null) {
  const clock = new FakeClock();
  const store = createStationStore();
  const learnt: ReadonlyMap<Phase, number>[] = [];
  const remembered: Orders[] = [];
  const lines: LogEvent[] = [];
  const standing: { learned: Learned | null } = { learned: null };
  const end = startLearning({
    store,
    clock,
    ledger,
    log: { write: (line) => lines.push(line) },
    pace: {
      learn: (order) => learnt.push(order),
      remember: (orders) => remembered.push(orders),
      learned: () => standing.learned,
    },
  });
  return {
    clock,
    store,
    learnt,
    remembered,
    lines,
    standing,
    end,
    watch(cardId: string) {
      store.change((state) => withCard(state, { cardId, pinnedOperationId: null, reference: null }, clock.now()));
    },
    says(cardId: string, pair: Pair, over: Record<string, unknown> = {}) {
      const track = store.getState().cards.get(cardId);
      if (track === undefined) throw new Error(`${cardId} is not watched`);
      const reading = readAnswer(body(produce(pair, { cardId, ...over })), track);
      if (reading.kind === 'malformed') throw new Error(reading.detail);
      const at = clock.now();
      store.change((state) => withTrackEvent(state, cardId, { kind: 'answered', reading, sentAt: at, at }));
    },
  };
}

/** A record that knows these orders; it says by when it was asked. */
function recordOf(orders: Orders, asked: number[] = []): Ledger {
  const record: Pick<Ledger, 'phasesSeen'> = {
    phasesSeen(before) {
      asked.push(before);
      return { kind: 'orders', orders };
    },
  };
  return record as Ledger;
}

describe('what the pace is told', () => {
  it('is each order once, soon after it is personalised', () => {
    const { clock, watch, says, learnt } = learning();
    watch('card-1');
    says('card-1', REQUESTED);
    clock.advance(40_000);
    says('card-1', DONE);
    expect(learnt).toEqual([]);
    clock.advance(1_000);
    says('card-1', DONE);
    clock.advance(20_000);
    expect(learnt.map((order) => (order.get('personalised') ?? NaN) - (order.get('requested') ?? NaN))).toEqual([
      40_000,
    ]);
    says('card-1', DONE, { operationId: 'op-b', startTime: '2026-01-20T08:00:00.000Z' });
    clock.advance(1_000);
    expect(learnt).toHaveLength(2);
  });

  it('is also a card that was handed over at once, and a card that comes back', () => {
    const { clock, store, watch, says, learnt } = learning();
    watch('card-1');
    says('card-1', DONE);
    store.change((state) => withoutCard(state, 'card-1'));
    clock.advance(1_000);
    expect(learnt).toHaveLength(1);
    watch('card-1');
    says('card-1', DONE);
    clock.advance(1_000);
    expect(learnt).toHaveLength(2);
  });

  it('is what the record knows from before the start, once, and only when the screen has come', () => {
    const asked: number[] = [];
    const orders = [new Map<Phase, number>([['personalised', 1]])];
    const { clock, remembered } = learning(() => recordOf(orders, asked));
    const start = clock.now().wall;
    expect(remembered).toEqual([]);
    clock.advance(5_000);
    expect(remembered).toEqual([orders]);
    clock.advance(60_000);
    expect(asked).toEqual([start]);
  });

  it('is asked of the record again while it is not open', () => {
    let record: Ledger | null = null;
    const { clock, remembered } = learning(() => record);
    clock.advance(12_000);
    expect(remembered).toEqual([]);
    record = recordOf([]);
    clock.advance(5_000);
    expect(remembered).toEqual([[]]);
  });

  it('ends', () => {
    const { clock, watch, says, learnt, remembered, end } = learning(() => recordOf([]));
    watch('card-1');
    says('card-1', DONE);
    end();
    watch('card-2');
    says('card-2', DONE);
    clock.advance(60_000);
    expect([learnt, remembered]).toEqual([[], []]);
  });
});

describe('the log', () => {
  it('has a line when another pace is in use, and none for each card', () => {
    const { clock, watch, says, lines, standing } = learning(() => recordOf([]));
    clock.advance(5_000);
    expect(lines).toEqual([{ event: 'pace', outcome: 'too few cards' }]);
    const learned: Learned = {
      cards: 212,
      share: 0.95,
      lagRatio: 0.614,
      medianMs: 44_160,
      ninetyMs: 71_020,
      rates: [],
    };
    standing.learned = learned;
    for (const cardId of ['card-1', 'card-2']) {
      watch(cardId);
      says(cardId, DONE);
      clock.advance(1_000);
    }
    expect(lines.slice(1)).toEqual([
      {
        event: 'pace',
        outcome: 'followed',
        detail:
          '212 cards, half of them done within 44.2 s; by it the newest wait 61 % of what they would by the configured pace; it counts 95 %',
      },
    ]);
    standing.learned = { ...learned, share: 0.49 };
    watch('card-3');
    says('card-3', DONE);
    clock.advance(1_000);
    expect(lines.at(-1)?.outcome).toBe('not followed');
  });
});
