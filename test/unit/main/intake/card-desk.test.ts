import { describe, expect, it } from 'vitest';

import { createCardDesk, type CardDesk } from '../../../../main/intake/card-desk.ts';
import { createStationStore, type StationStore } from '../../../../main/tracking/station-store.ts';
import { FakeClock } from '../tracking/fake-clock.ts';

function desk(maxCards = 60): { desk: CardDesk; store: StationStore; asked: string[]; clock: FakeClock } {
  const store = createStationStore();
  const clock = new FakeClock();
  const asked: string[] = [];
  const poller = {
    wakeFirst: (cardId: string) => void asked.push(`wake ${cardId}`),
    forget: (cardId: string) => void asked.push(`forget ${cardId}`),
  };
  return { desk: createCardDesk({ store, poller, clock, maxCards, allowNumericIds: false }), store, asked, clock };
}

describe('the desk', () => {
  it('watches a card and has it read at once', () => {
    const { desk: one, store, asked } = desk();
    expect(one.watch({ cardId: ' card-1 ', reference: 'Desk 2' })).toBe(true);
    expect(store.getState().cards.get('card-1')).toMatchObject({ reference: 'Desk 2', phase: 'not-asked' });
    expect(asked).toEqual(['wake card-1']);
    expect(store.getState().notice).toBeNull();
  });

  it('brings a card that is watched to the front, says so and has it read', () => {
    const { desk: one, store, asked, clock } = desk();
    one.watch({ cardId: 'card-1' });
    clock.advance(5_000);
    expect(one.watch({ cardId: 'card-1' })).toBe(true);
    expect(store.getState().cards.size).toBe(1);
    expect(store.getState().pin?.cardId).toBe('card-1');
    expect(store.getState().notice).toMatchObject({ kind: 'already-watched', cardId: 'card-1' });
    expect(asked).toEqual(['wake card-1', 'wake card-1']);
  });

  it('says what was wrong with a bad scan and changes nothing else', () => {
    const { desk: one, store, asked } = desk();
    one.watch({ cardId: 'card-1' });
    const before = store.getState();
    expect(one.watch({ cardId: '4111 1111 1111 1111' })).toBe(false);
    const after = store.getState();
    expect(after.notice).toMatchObject({ kind: 'refused', refusal: 'card-number', max: null });
    expect({ ...after, notice: null }).toEqual({ ...before, notice: null });
    expect(JSON.stringify([...after.cards, after.notice])).not.toContain('4111');
    expect(asked).toEqual(['wake card-1']);
  });

  it('refuses a card over the cap with the number, and still takes one that is watched', () => {
    const { desk: one, store } = desk(2);
    one.watch({ cardId: 'a' });
    one.watch({ cardId: 'b' });
    expect(one.watch({ cardId: 'c' })).toBe(false);
    expect(store.getState().notice).toMatchObject({ kind: 'refused', refusal: 'too-many-cards', max: 2 });
    expect([...store.getState().cards.keys()]).toEqual(['a', 'b']);
    expect(one.watch({ cardId: 'a' })).toBe(true);
    one.remove('b');
    expect(one.watch({ cardId: 'c' })).toBe(true);
  });

  it('stops reading a card that is taken away', () => {
    const { desk: one, store, asked } = desk();
    one.watch({ cardId: 'a' });
    one.remove('a');
    expect(store.getState().cards.size).toBe(0);
    expect(asked).toEqual(['wake a', 'forget a']);
  });

  it('puts a touched card on stage, and nothing for a card that is not there', () => {
    const { desk: one, store } = desk();
    one.watch({ cardId: 'a' });
    one.focus('b');
    expect(store.getState().pin).toBeNull();
    one.focus('a');
    expect(store.getState().pin?.cardId).toBe('a');
  });
});
