import { describe, expect, it } from 'vitest';

import { SILENCE_LIMIT_MS } from '../../../../main/ipc/contract.ts';
import { effectiveVerdict } from '../../../../renderer/store/lease.ts';
import type { Moment } from '../../../../renderer/store/moment.ts';
import {
  acceptBadge,
  acceptSnapshot,
  advance,
  BOOT_LIMIT_MS,
  createStationStore,
  fillIn,
  NOTICE_MS,
  shownNotice,
  type StationStore,
} from '../../../../renderer/store/station-store.ts';
import type { Veil } from '../../../../renderer/store/veil.ts';
import { cardView, greenCard, stationView } from '../../views.ts';

/** The page's clocks and main's, `ms` after the page was opened. */
const page = (ms: number): Moment => ({ mono: ms, wall: 1_000_000 + ms });
const main = (ms: number): number => 1_000_000 + ms;

function openedStore(): StationStore {
  return createStationStore(page(0));
}

function stageVerdict(store: StationStore): string | undefined {
  const { view, receivedAt, now } = store.getState();
  const card = view?.cards[0];
  return card && effectiveVerdict(card, receivedAt, now).verdict;
}

describe('acceptSnapshot', () => {
  it('ignores a snapshot that is not newer', () => {
    const store = openedStore();
    expect(acceptSnapshot(store, stationView({ sequence: 7, stationName: 'seventh' }), page(10))).toBe(true);
    expect(acceptSnapshot(store, stationView({ sequence: 7, stationName: 'again' }), page(20))).toBe(false);
    expect(acceptSnapshot(store, stationView({ sequence: 6, stationName: 'sixth' }), page(30))).toBe(false);
    expect(store.getState().view?.stationName).toBe('seventh');
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'hand-over'],
    ['a snapshot with a verdict that does not exist', { ...stationView(), cards: [{ ...cardView(), verdict: 'go' }] }],
    ['a snapshot with something extra', { ...stationView(), extra: 1 }],
  ])('drops %s, and it counts as silence', (_what, candidate) => {
    const store = openedStore();
    acceptSnapshot(store, stationView({ sequence: 1, at: main(0), cards: [greenCard(60_000)] }), page(0));
    expect(acceptSnapshot(store, candidate, page(SILENCE_LIMIT_MS - 1))).toBe(false);
    advance(store, page(SILENCE_LIMIT_MS));
    expect(store.getState().silent).toBe(true);
    expect(stageVerdict(store)).toBe('cannot-tell');
  });

  it('recovers from silence with the next snapshot', () => {
    const store = openedStore();
    acceptSnapshot(store, stationView({ sequence: 1, at: main(0), cards: [greenCard(60_000)] }), page(0));
    advance(store, page(9_000));
    expect(store.getState().silent).toBe(true);
    acceptSnapshot(store, stationView({ sequence: 2, at: main(9_500), cards: [greenCard(50_000)] }), page(9_500));
    expect(store.getState().silent).toBe(false);
    expect(stageVerdict(store)).toBe('hand-over');
  });

  it('counts the time a snapshot lay unread against its lease', () => {
    const store = openedStore();
    acceptSnapshot(store, stationView({ sequence: 1, at: main(0), cards: [greenCard(60_000)] }), page(5));
    // The page froze for ten seconds; main had said one thing more and then stopped.
    acceptSnapshot(store, stationView({ sequence: 2, at: main(1_000), cards: [greenCard(60_000)] }), page(11_005));
    expect(store.getState().silent).toBe(true);
    expect(stageVerdict(store)).toBe('cannot-tell');
  });

  it('does not mind a main whose clock shows another time than the page', () => {
    const store = openedStore();
    const shifted = 3_600_000;
    acceptSnapshot(store, stationView({ sequence: 1, at: main(0) + shifted }), page(0));
    const second = stationView({ sequence: 2, at: main(1_000) + shifted, cards: [greenCard(60_000)] });
    acceptSnapshot(store, second, page(1_000));
    expect(stageVerdict(store)).toBe('hand-over');
  });

  it('notes when the card on stage becomes another one, and only then', () => {
    const store = openedStore();
    const [a, b] = [cardView({ cardId: 'a' }), cardView({ cardId: 'b' })];
    acceptSnapshot(store, stationView({ sequence: 1, at: main(100), cards: [a, b], stage: 'a' }), page(100));
    acceptSnapshot(store, stationView({ sequence: 2, at: main(200), cards: [b, a], stage: 'a' }), page(200));
    expect(store.getState().stageSince).toEqual(page(100));
    acceptSnapshot(store, stationView({ sequence: 3, at: main(300), cards: [b, a], stage: 'b' }), page(300));
    expect(store.getState().stageSince).toEqual(page(300));
  });

  it('notes when the card on stage has another order', () => {
    const store = openedStore();
    const card = cardView({ cardId: 'a' });
    const newer = { ...card, operationId: 'op-newer' };
    acceptSnapshot(store, stationView({ sequence: 1, at: main(100), cards: [card], stage: 'a' }), page(100));
    acceptSnapshot(store, stationView({ sequence: 2, at: main(200), cards: [newer], stage: 'a' }), page(200));
    expect(store.getState().stageSince).toEqual(page(200));
  });

  it.each([1, 60, 200])(
    'counts the snapshots of a long queue as late, however many they are: %i ms for each',
    (eachMs) => {
      const store = openedStore();
      let sequence = 0;
      const arrived = (madeAt: number, readAt: number): void => {
        sequence += 1;
        const view = stationView({ sequence, at: main(madeAt), cards: [greenCard(57_000)] });
        acceptSnapshot(store, view, page(readAt));
      };
      for (let madeAt = 0; madeAt < 30_000; madeAt += 900) arrived(madeAt, madeAt + 5);
      // A page that was frozen for forty seconds reads them all at once; for the last eight main has not spoken.
      for (let madeAt = 30_000; madeAt < 62_000; madeAt += 900)
        arrived(madeAt, 70_000 + ((madeAt - 30_000) / 900) * eachMs);
      expect(store.getState().silent).toBe(true);
    },
  );
});

describe('a dialog', () => {
  const desk = { kind: 'open', dialog: 'hand-over', cardId: 'card-1' } as const;
  const twoNamed = { ...stationView().staff, identity: 'badge', secondForHandOver: true } as const;
  const opened = (sequence: number) =>
    stationView({ sequence, at: main(sequence), cards: [greenCard(60_000)], desk, staff: twoNamed });

  it('counts as another stage, so that the finger that opened it presses nothing in it', () => {
    const store = openedStore();
    acceptSnapshot(store, stationView({ sequence: 1, at: main(1), cards: [greenCard(60_000)] }), page(1));
    acceptSnapshot(store, opened(2), page(2));
    expect(store.getState().stageSince).toEqual(page(2));
    acceptSnapshot(store, opened(3), page(3));
    expect(store.getState().stageSince).toEqual(page(2));
  });

  it('keeps what was filled in from snapshot to snapshot, and forgets it when it is closed', () => {
    const store = openedStore();
    acceptSnapshot(store, opened(1), page(1));
    fillIn(store, { kind: 'digits', text: '4821' });
    acceptSnapshot(store, opened(2), page(2));
    expect(store.getState().draft.lastFour).toBe('4821');
    acceptSnapshot(store, stationView({ sequence: 3, at: main(3), cards: [greenCard(60_000)] }), page(3));
    expect(store.getState().draft.lastFour).toBe('');
    acceptSnapshot(store, opened(4), page(4));
    expect(store.getState().draft.lastFour).toBe('');
  });

  it.each([
    ['order', { operationId: 'op-newer' }],
    ['reference', { reference: 'Ticket 2' }],
  ])('forgets what was filled in when the card under it has another %s', (_words, other) => {
    const store = openedStore();
    acceptSnapshot(store, opened(1), page(1));
    fillIn(store, { kind: 'digits', text: '4821' });
    acceptSnapshot(store, { ...opened(2), cards: [greenCard(60_000, other)] }, page(2));
    expect(store.getState().draft.lastFour).toBe('');
  });

  it('takes the badges that are scanned for it, and without one they go nowhere', () => {
    const store = openedStore();
    acceptSnapshot(store, stationView({ sequence: 1, at: main(1), cards: [greenCard(60_000)] }), page(1));
    acceptBadge(store, 'B-0');
    expect(store.getState().draft.by).toBe('');
    acceptSnapshot(store, opened(2), page(2));
    expect(store.getState().draft.by).toBe('');
    acceptBadge(store, 'B-1');
    acceptBadge(store, 'B-2');
    expect(store.getState().draft).toMatchObject({ by: 'B-1', second: 'B-2' });
  });
});

describe('advance', () => {
  it('withdraws green at the end of its lease, without waiting for the next second', () => {
    const store = openedStore();
    acceptSnapshot(store, stationView({ sequence: 1, at: main(0), cards: [greenCard(400)] }), page(0));
    advance(store, page(399));
    expect(stageVerdict(store)).toBe('hand-over');
    advance(store, page(400));
    expect(stageVerdict(store)).toBe('cannot-tell');
  });

  it('redraws nothing between the last snapshot and silence, so that the veil can still fall', () => {
    const store = openedStore();
    acceptSnapshot(store, stationView({ sequence: 1, at: main(0), cards: [greenCard(60_000)] }), page(0));
    advance(store, page(SILENCE_LIMIT_MS - 1));
    expect(store.getState().now).toEqual(page(0));
    advance(store, page(SILENCE_LIMIT_MS));
    expect(stageVerdict(store)).toBe('cannot-tell');
    advance(store, page(SILENCE_LIMIT_MS + 1_000));
    expect(store.getState().now).toEqual(page(SILENCE_LIMIT_MS + 1_000));
  });

  it('tells the time by itself before the first snapshot', () => {
    const store = openedStore();
    advance(store, page(1_000));
    expect(store.getState().now).toEqual(page(1_000));
  });

  it('holds the veil with each snapshot that it takes, and with no other', () => {
    const store = openedStore();
    const held: unknown[] = [];
    const veil: Veil = { hold: ({ cards }, lateMs) => void held.push([cards[0]?.greenForMs, lateMs]) };
    acceptSnapshot(store, stationView({ sequence: 2, at: main(0), cards: [greenCard(1_000)] }), page(0), veil);
    acceptSnapshot(store, stationView({ sequence: 2, at: main(0), cards: [greenCard(9_000)] }), page(0), veil);
    acceptSnapshot(store, { nonsense: true }, page(0), veil);
    expect(held).toEqual([[1_000, 0]]);
  });

  it('counts the time that a snapshot waited for the page, by the slower clock', () => {
    const store = openedStore();
    const view = stationView({ sequence: 2, at: main(0), cards: [greenCard(9_000)] });
    acceptSnapshot(store, view, page(700), null, page(0));
    expect(store.getState().receivedAt).toEqual(page(0));
    acceptSnapshot(
      store,
      { ...view, sequence: 3, at: main(700) },
      { mono: page(1_400).mono, wall: page(2_000).wall },
      null,
      page(700),
    );
    expect(store.getState().receivedAt.mono).toBe(page(100).mono);
  });

  it('is patient with a main that has yet to start, but not for ever', () => {
    const store = openedStore();
    advance(store, page(BOOT_LIMIT_MS - 1));
    expect(store.getState().silent).toBe(false);
    advance(store, page(BOOT_LIMIT_MS));
    expect(store.getState().silent).toBe(true);
  });
});

describe('shownNotice', () => {
  const refused = { kind: 'refused', id: 4, refusal: 'characters', max: null } as const;

  it('goes away by itself, and the same one does not come back', () => {
    const store = openedStore();
    acceptSnapshot(store, stationView({ sequence: 1, at: main(0), notice: refused }), page(0));
    expect(shownNotice(store.getState())).toEqual(refused);
    acceptSnapshot(store, stationView({ sequence: 2, at: main(NOTICE_MS), notice: refused }), page(NOTICE_MS));
    expect(shownNotice(store.getState())).toBeNull();
  });

  it('gives way to a newer one', () => {
    const store = openedStore();
    acceptSnapshot(store, stationView({ sequence: 1, at: main(0), notice: refused }), page(0));
    const newer = { kind: 'already-watched', id: 5, cardId: 'card-1' } as const;
    acceptSnapshot(store, stationView({ sequence: 2, at: main(100), notice: newer }), page(100));
    expect(shownNotice(store.getState())).toEqual(newer);
  });
});
