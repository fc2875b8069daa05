import { describe, expect, it } from 'vitest';

import type { Fault } from '../../../../main/tracking/fault.ts';
import type { Stamp } from '../../../../main/tracking/instant.ts';
import { pastOf } from '../../../../main/tracking/new-track.ts';
import { endedAt, snapshotOf, type StationSnapshot } from '../../../../main/tracking/station-snapshot.ts';
import { withContact, withFault } from '../../../../main/tracking/station-faults.ts';
import {
  EMPTY_STATION,
  pinned,
  withCard,
  withNotice,
  withoutCard,
  withShelved,
  withTrack,
  type StationState,
} from '../../../../main/tracking/station-state.ts';
import {
  answer,
  answers,
  at,
  card,
  DONE,
  LIMITS,
  PACE,
  produce,
  PROD_EXCEPTION,
  READY,
  REQUESTED,
  type Pair,
} from './builders.ts';

const FACTS = { detail: '', correlationId: null };
const UNREADABLE: Fault = { family: 'malformed', cause: 'shape', ...FACTS };

/** Cards by id, each with one answer asked for at `ms`, added in this order. */
function board(cards: Readonly<Record<string, readonly [Pair, number] | null>>): StationState {
  return Object.entries(cards).reduce((state, [cardId, one], index) => {
    const added = withCard(state, { cardId, pinnedOperationId: null, reference: null }, at(index));
    const track = added.cards.get(cardId);
    if (one === null || track === undefined) return added;
    const answered = answer(track, [produce(one[0], { cardId })], at(one[1]));
    return { ...added, cards: new Map(added.cards).set(cardId, answered) };
  }, EMPTY_STATION);
}

function snapshot(state: StationState, now: Stamp): StationSnapshot {
  return snapshotOf(state, now, LIMITS, PACE);
}

function order(state: StationState, now: Stamp): readonly string[] {
  return snapshot(state, now).cards.map(({ cardId }) => cardId);
}

describe('the stage', () => {
  const mixed = board({ waits: [READY, 1_000], green: [DONE, 1_000], failed: [PROD_EXCEPTION, 1_000], fresh: null });

  it('is empty without cards', () => {
    expect(snapshot(EMPTY_STATION, at(0))).toMatchObject({
      cards: [],
      connection: 'never',
      lastContactAgeMs: null,
      faults: [],
    });
  });

  it('shows first what must not be handed over, then what may, then the rest', () => {
    expect(order(mixed, at(2_000))).toEqual(['failed', 'green', 'waits', 'fresh']);
  });

  it('puts a card that was green before other doubts, once its answer is too old', () => {
    const state = board({ waits: [READY, 1_000], green: [DONE, 1_000] });
    expect(order(state, at(62_000))).toEqual(['green', 'waits']);
    expect(snapshot(state, at(62_000)).cards[0]).toMatchObject({
      verdict: 'cannot-tell',
      doubt: 'stale',
      wasGreen: true,
    });
  });

  it('does not count a card as one that was green for what failed', () => {
    const doubtful = withTrack(EMPTY_STATION, answers(card(), [[produce(PROD_EXCEPTION)], [produce(READY)]]));
    expect(snapshot(doubtful, at(3_000)).cards[0]).toMatchObject({ verdict: 'cannot-tell', wasGreen: false });
  });

  it('keeps a touched card for thirty seconds and not a moment longer', () => {
    const touched = pinned(mixed, 'waits', at(2_000));
    expect(order(touched, at(2_000))[0]).toBe('waits');
    expect(order(touched, at(31_999))[0]).toBe('waits');
    expect(order(touched, at(32_000))[0]).toBe('failed');
  });

  it('goes to the next card when the touched one is taken away', () => {
    expect(order(withoutCard(pinned(mixed, 'waits', at(2_000)), 'waits'), at(3_000))[0]).toBe('failed');
  });
});

describe('one card', () => {
  it('carries its judgement, its age and how long green holds', () => {
    const [green] = snapshot(board({ green: [DONE, 1_000] }), at(11_000)).cards;
    expect(green).toMatchObject({
      verdict: 'hand-over',
      doubt: null,
      answerAgeMs: 10_000,
      judgement: { verdict: 'hand-over', greenForMs: 50_000 },
    });
  });

  it('is never green longer than its answer is fresh', () => {
    const state = board({ green: [DONE, 1_000] });
    expect(snapshot(state, at(60_999)).cards[0]?.verdict).toBe('hand-over');
    expect(snapshot(state, at(61_000)).cards[0]?.verdict).toBe('cannot-tell');
    expect(snapshot(state, at(10_000, 52_000)).cards[0]?.verdict).toBe('cannot-tell');
  });

  it('has no age before the first answer', () => {
    expect(snapshot(board({ fresh: null }), at(500)).cards[0]?.answerAgeMs).toBeNull();
  });

  it('stops its elapsed time at the end of its way', () => {
    expect(endedAt(answers(card(), [[produce(REQUESTED)], [produce(DONE)], [produce(DONE)]]))).toEqual(at(2_000));
    expect(endedAt(answers(card(), [[produce(REQUESTED)], [produce(READY)]]))).toBeNull();
  });
});

describe('the connection', () => {
  const touch = (state: StationState, ms: number): StationState => withContact(state, 'card:green', at(ms));
  const broken = (state: StationState, ms: number): StationState =>
    withFault(state, 'card:green', { family: 'network', cause: 'refused', ...FACTS }, at(ms));

  it('is never, ok, degraded and down', () => {
    const state = board({ green: [DONE, 1_000] });
    expect(snapshot(broken(state, 500), at(1_000)).connection).toBe('never');
    expect(snapshot(touch(state, 1_000), at(1_500))).toMatchObject({ connection: 'ok', lastContactAgeMs: 500 });
    expect(snapshot(broken(touch(state, 1_000), 2_000), at(3_000)).connection).toBe('degraded');
    expect(snapshot(broken(touch(state, 1_000), 2_000), at(61_000)).connection).toBe('down');
    expect(snapshot(touch(broken(touch(state, 1_000), 2_000), 62_000), at(62_100)).connection).toBe('ok');
  });

  it('shows a malformed card beside others that are fine, who keep their green', () => {
    const state = withFault(
      touch(board({ garbled: null, green: [DONE, 1_000] }), 1_000),
      'card:garbled',
      UNREADABLE,
      at(900),
    );
    const later = touch(withFault(state, 'card:garbled', UNREADABLE, at(9_000)), 12_000);
    const shown = snapshot(later, at(12_100));
    expect(shown.faults.map(({ fault }) => fault.family)).toEqual(['malformed']);
    expect(shown.faults[0]?.since).toEqual(at(900));
    expect(shown.cards.find(({ cardId }) => cardId === 'green')?.verdict).toBe('hand-over');
    expect(shown.cards.find(({ cardId }) => cardId === 'garbled')?.verdict).toBe('cannot-tell');
  });
});

describe('the shelf', () => {
  it('is shown oldest first, in whatever order the record gave the cards back', () => {
    const past = pastOf(card());
    const state = [3_000, 1_000, 2_000].reduce(
      (next, ms) =>
        withShelved(
          next,
          {
            card: { cardId: `since-${String(ms)}`, pinnedOperationId: null, reference: null },
            place: 'stored',
            since: at(ms),
          },
          past,
        ),
      EMPTY_STATION,
    );
    expect(snapshot(state, at(9_000)).shelf.map((one) => one.card.cardId)).toEqual([
      'since-1000',
      'since-2000',
      'since-3000',
    ]);
  });
});

describe('the notice', () => {
  const noticed = withNotice(EMPTY_STATION, { kind: 'refused', refusal: 'empty', max: null }, at(0));

  it('goes after eight seconds by either clock', () => {
    expect(snapshot(noticed, at(7_999)).notice).toMatchObject({ refusal: 'empty' });
    expect(snapshot(noticed, at(8_000)).notice).toBeNull();
    expect(snapshot(noticed, at(1_000, 7_000)).notice).toBeNull();
  });
});
