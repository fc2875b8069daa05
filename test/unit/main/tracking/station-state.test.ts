import { describe, expect, it } from 'vitest';

import type { Fault } from '../../../../main/tracking/fault.ts';
import { newTrack, pastOf } from '../../../../main/tracking/new-track.ts';
import { readAnswer } from '../../../../main/tracking/read-answer.ts';
import { withContact, withFault, withoutFault } from '../../../../main/tracking/station-faults.ts';
import {
  EMPTY_STATION,
  pinned,
  TOUCH_PIN_MS,
  withAnswersVoided,
  withCard,
  withLedger,
  withNotice,
  withoutCard,
  withSetup,
  withShelved,
  withTrackEvent,
  type StationState,
} from '../../../../main/tracking/station-state.ts';
import {
  at,
  body,
  CARD,
  DONE,
  judged,
  LATER_END,
  OTHER_CARD,
  produce,
  PROD_EXCEPTION,
  READY,
  type Entry,
} from './builders.ts';

const FACTS = { detail: 'made', correlationId: 'id' };
const DOWN: Fault = { family: 'network', cause: 'server-error', ...FACTS };
const NEW = { cardId: CARD, pinnedOperationId: null, reference: null };
const UNREADABLE: Fault = { family: 'malformed', cause: 'shape', ...FACTS };

function watching(...cardIds: string[]): StationState {
  return cardIds.reduce((state, cardId) => scanned(state, cardId, 0), EMPTY_STATION);
}

function scanned(
  state: StationState,
  cardId: string,
  ms: number,
  more: { reference?: string; operationId?: string } = {},
): StationState {
  const { reference = null, operationId: pinnedOperationId = null } = more;
  return withCard(state, { cardId, reference, pinnedOperationId }, at(ms));
}

function answered(state: StationState, entry: Entry, ms: number): StationState {
  const track = state.cards.get(CARD);
  if (track === undefined) throw new Error('the card is not watched');
  const reading = readAnswer(body(entry), track);
  if (reading.kind === 'malformed') throw new Error(reading.detail);
  return withTrackEvent(state, CARD, { kind: 'answered', reading, sentAt: at(ms), at: at(ms) });
}

function verdict(state: StationState, ms: number): string | undefined {
  const track = state.cards.get(CARD);
  return track === undefined ? undefined : judged(track, at(ms)).verdict;
}

describe('adding a card', () => {
  it('watches it, not asked yet', () => {
    expect(watching(CARD).cards.get(CARD)).toMatchObject({ phase: 'not-asked', addedAt: at(0), answer: null });
  });

  it('brings one that is watched to the front and keeps all that is known of it', () => {
    const before = answered(watching(CARD, OTHER_CARD), produce(DONE), 1_000);
    const after = scanned(before, CARD, 5_000);
    expect(after.cards.size).toBe(2);
    expect(after.cards.get(CARD)).toMatchObject({
      phase: 'personalised',
      addedAt: at(0),
      answer: { sentAt: at(1_000) },
    });
    expect(after.pin).toEqual({ cardId: CARD, until: at(5_000 + TOUCH_PIN_MS) });
  });

  it('takes a reference that comes with a repeated scan, and keeps the old one when none does', () => {
    const named = scanned(watching(CARD), CARD, 1_000, { reference: 'Desk 2' });
    expect(named.cards.get(CARD)?.reference).toBe('Desk 2');
    expect(scanned(named, CARD, 2_000).cards.get(CARD)?.reference).toBe('Desk 2');
  });

  it('asks afresh when a repeated scan names the operation: what was said of another one is no green', () => {
    const green = answered(watching(CARD), produce(DONE), 1_000);
    const named = scanned(green, CARD, 2_000, { operationId: 'op-b' });
    expect(named.cards.get(CARD)).toMatchObject({ pinnedOperationId: 'op-b', phase: 'not-asked', answer: null });
    expect(scanned(named, CARD, 3_000).cards.get(CARD)?.pinnedOperationId).toBe('op-b');
  });

  it('keeps what is known when a repeated scan names the operation that it is watched for', () => {
    const green = answered(scanned(EMPTY_STATION, CARD, 0, { operationId: 'op-a' }), produce(DONE), 1_000);
    expect(verdict(scanned(green, CARD, 2_000, { operationId: 'op-a' }), 2_100)).toBe('hand-over');
  });

  it('ends the notice that stood there', () => {
    const refused = withNotice(EMPTY_STATION, { kind: 'refused', refusal: 'characters', max: null }, at(0));
    expect(scanned(refused, CARD, 100).notice).toBeNull();
  });
});

describe('a card that is taken away and added again', () => {
  const failed = answered(watching(CARD), produce(PROD_EXCEPTION), 1_000);

  it('is not made green by a DONE without end times, whatever it was before', () => {
    const again = scanned(withoutCard(failed, CARD), CARD, 5_000);
    const done = answered(again, produce(DONE), 6_000);
    expect(done.cards.get(CARD)?.phase).toBe('unclear');
    expect(verdict(done, 6_100)).toBe('cannot-tell');
  });

  it('may become green by a DONE that ended after the failure', () => {
    const dated = answered(watching(CARD), produce(PROD_EXCEPTION, { endTime: '2025-01-21T09:28:10Z' }), 1_000);
    const again = scanned(withoutCard(dated, CARD), CARD, 5_000);
    expect(verdict(answered(again, produce(DONE, { endTime: LATER_END }), 6_000), 6_100)).toBe('hand-over');
  });

  it('remembers over several rounds, also when nothing was read in between', () => {
    const twice = scanned(withoutCard(scanned(withoutCard(failed, CARD), CARD, 5_000), CARD), CARD, 6_000);
    expect(answered(twice, produce(DONE), 7_000).cards.get(CARD)?.phase).toBe('unclear');
  });

  it('does not take an answer asked for before the clocks jumped', () => {
    const voided = withAnswersVoided(answered(watching(CARD), produce(DONE), 1_000), at(3_000));
    const again = scanned(withoutCard(voided, CARD), CARD, 4_000);
    expect(verdict(answered(again, produce(DONE), 2_000), 4_100)).toBe('cannot-tell');
  });

  it('starts without its old faults', () => {
    const faulty = withFault(watching(CARD, OTHER_CARD), `card:${CARD}`, DOWN, at(1_000));
    expect(withoutCard(faulty, CARD).faults.size).toBe(0);
  });

  it('no longer holds the stage', () => {
    expect(withoutCard(pinned(watching(CARD), CARD, at(0)), CARD).pin).toBeNull();
    expect(withoutCard(pinned(watching(CARD, OTHER_CARD), CARD, at(0)), OTHER_CARD).pin?.cardId).toBe(CARD);
  });

  it('leaves the state alone when the card was never there', () => {
    const state = watching(CARD);
    expect(withoutCard(state, OTHER_CARD)).toBe(state);
    expect(pinned(state, OTHER_CARD, at(0))).toBe(state);
    expect(withTrackEvent(state, OTHER_CARD, { kind: 'touched', at: at(1) })).toBe(state);
  });
});

describe('what was learnt of cards that are gone', () => {
  const full = (count: number): StationState => ({
    ...watching(CARD),
    past: new Map(
      Array.from({ length: count }, (_none, index) => [`gone-${String(index)}`, pastOf(newTrack(NEW, at(0)))]),
    ),
  });

  it('is kept of two thousand, and the oldest goes first', () => {
    const kept = [...withoutCard(full(2_000), CARD).past.keys()];
    expect(kept).toHaveLength(2_000);
    expect([kept[0], kept.at(-1)]).toEqual(['gone-1', CARD]);
  });

  it('is not let go before that', () => {
    expect([...withoutCard(full(1_999), CARD).past.keys()][0]).toBe('gone-0');
  });
});

describe('what the record gives back', () => {
  it('a card on the shelf, in sight, not watched, and no greener than its past when it is scanned', () => {
    const entry = { card: { ...NEW, reference: 'Desk 2' }, place: 'stored', since: at(-60_000) } as const;
    const failed = answered(watching(CARD), produce(PROD_EXCEPTION), 1_000).cards.get(CARD);
    const state = withShelved(watching(OTHER_CARD), entry, pastOf(failed ?? newTrack(NEW, at(0))));
    expect([...state.shelf.values()]).toEqual([entry]);
    expect([...state.cards.keys()]).toEqual([OTHER_CARD]);
    const back = scanned(state, CARD, 2_000);
    expect(back.cards.get(CARD)?.reference).toBe('Desk 2');
    expect(verdict(answered(back, produce(DONE), 3_000), 3_100)).toBe('cannot-tell');
  });
});

describe('the station itself', () => {
  it('begins with nothing known of the record and of what is provisioned', () => {
    expect(EMPTY_STATION).toMatchObject({ setup: 'starting', ledger: 'opening', desk: { kind: 'free' } });
  });

  it('takes up what is found of both, and keeps the rest', () => {
    const state = watching(CARD);
    expect(withSetup(state, 'ready')).toEqual({ ...state, setup: 'ready' });
    const open = withLedger(state, 'accepted');
    expect(open).toEqual({ ...state, ledger: 'accepted' });
    expect(withLedger(open, 'accepted')).toBe(open);
  });
});

describe('faults and the contact with D1', () => {
  it('keeps when a cause began, and begins anew with another cause', () => {
    const first = withFault(EMPTY_STATION, 'sign-in', DOWN, at(0));
    const again = withFault(first, 'sign-in', { ...DOWN, detail: 'later' }, at(5_000));
    expect(again.faults.get('sign-in')).toEqual({ fault: { ...DOWN, detail: 'later' }, since: at(0) });
    const other = withFault(again, 'sign-in', { ...DOWN, cause: 'timeout' }, at(9_000));
    expect(other.faults.get('sign-in')?.since).toEqual(at(9_000));
    expect(other.contact.failingSince).toEqual(at(0));
  });

  it("ends the faults of the way with any success, and one about a single answer only with that card's", () => {
    const state = [
      ['card:a', DOWN],
      ['card:b', UNREADABLE],
      ['sign-in', { family: 'certificate', cause: 'client-refused', ...FACTS }],
      ['credentials', { family: 'certificate', cause: 'client-expiring', daysLeft: 9, ...FACTS }],
    ] as const;
    const faulty = state.reduce((next, [source, fault]) => withFault(next, source, fault, at(0)), EMPTY_STATION);
    const after = withContact(faulty, 'card:c', at(1_000));
    expect([...after.faults.keys()]).toEqual(['card:b', 'credentials']);
    expect(after.contact).toEqual({ lastAt: at(1_000), failingSince: null });
    expect([...withContact(after, 'card:b', at(2_000)).faults.keys()]).toEqual(['credentials']);
  });

  it('does not let a sign-in take back that D1 refuses what was signed in for', () => {
    const unauthorised: Fault = { family: 'sign-in', cause: 'unauthorised', ...FACTS };
    const refused = withFault(EMPTY_STATION, 'card:a', unauthorised, at(0));
    const after = withContact(refused, 'sign-in', at(30_000));
    expect(after.faults.get('card:a')?.since).toEqual(at(0));
    expect(after.contact.failingSince).toEqual(at(0));
    expect(withContact(after, 'card:b', at(31_000)).faults.size).toBe(0);
  });

  it('counts contact from the newest exchange, in whatever order they end', () => {
    const state = withContact(withContact(EMPTY_STATION, 'card:a', at(5_000)), 'card:b', at(2_000));
    expect(state.contact.lastAt).toEqual(at(5_000));
  });

  it('does not take a certificate that will end for a broken way', () => {
    const state = withFault(
      EMPTY_STATION,
      'credentials',
      { family: 'certificate', cause: 'client-expiring', ...FACTS },
      at(0),
    );
    expect(state.contact.failingSince).toBeNull();
  });

  it('forgets a fault of one source alone', () => {
    const both = withFault(
      withFault(EMPTY_STATION, 'clock', { family: 'clock', cause: 'skew', ...FACTS }, at(0)),
      'card:a',
      DOWN,
      at(0),
    );
    expect([...withoutFault(both, 'clock').faults.keys()]).toEqual(['card:a']);
    expect(withoutFault(EMPTY_STATION, 'clock')).toBe(EMPTY_STATION);
  });
});

describe('a clock jump', () => {
  it('takes every green away at once, and one answer asked for afterwards gives it back', () => {
    const green = answered(watching(CARD), produce(DONE), 1_000);
    expect(verdict(green, 2_000)).toBe('hand-over');
    const voided = withAnswersVoided(green, at(2_000));
    expect(verdict(voided, 2_001)).toBe('cannot-tell');
    expect(verdict(answered(voided, produce(DONE), 3_000), 3_100)).toBe('hand-over');
  });
});

it('tells the same refusal twice as two', () => {
  const refused = { kind: 'refused', refusal: 'card-number', max: null } as const;
  const first = withNotice(EMPTY_STATION, refused, at(0));
  expect(withNotice(first, refused, at(800)).notice?.id).not.toBe(first.notice?.id);
});

it('changes nothing of what is known of a card that is touched but when a person last had to do with it', () => {
  const printing = answered(watching(CARD), produce(READY), 1_000);
  const touched = pinned(printing, CARD, at(2_000)).cards.get(CARD);
  expect(touched).toEqual({ ...printing.cards.get(CARD), touchedAt: at(2_000) });
});
