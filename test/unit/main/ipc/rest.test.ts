import { describe, expect, it } from 'vitest';

import { REST_SILENCE_MS, SILENCE_LIMIT_MS, type StationView } from '../../../../main/ipc/contract.ts';
import { createRest, REST_AFTER_MS } from '../../../../main/ipc/rest.ts';
import { cardView, stationView } from '../../views.ts';

const EMPTY = stationView({ cards: [], stage: null });

/** Main's rest by a clock that is moved by hand. */
function resting(): { readonly after: (ms: number, view?: StationView, news?: boolean) => number } {
  let now = 0;
  const silentAfterMs = createRest(() => now);
  return {
    after(ms, view = EMPTY, news = false) {
      now += ms;
      return silentAfterMs(view, news);
    },
  };
}

describe('how much silence the page bears', () => {
  it('is little until nothing has been at stake for a while, and then more', () => {
    const { after } = resting();
    expect(after(0)).toBe(SILENCE_LIMIT_MS);
    expect(after(REST_AFTER_MS - 1)).toBe(SILENCE_LIMIT_MS);
    expect(after(1)).toBe(REST_SILENCE_MS);
    expect(after(3_600_000)).toBe(REST_SILENCE_MS);
  });

  it.each<[string, Partial<StationView>]>([
    ['a card', { cards: [cardView()] }],
    ['an open dialog', { desk: { kind: 'open', dialog: 'hand-over', cardId: 'card-1' } }],
    ['an outcome on the screen', { desk: { kind: 'given', cardId: 'card-1', reference: null, at: 1, leftMs: 1 } }],
    [
      'an action that can be taken back',
      { undo: { number: 1, kind: 'rejected', cardId: 'a', reference: null, leftMs: 1 } },
    ],
    ['an administrator who is signed in', { administrator: { kind: 'unlocked', selfTest: null } }],
  ])('is little with %s, at once and for a while after it', (_name, over) => {
    const { after } = resting();
    expect(after(REST_AFTER_MS)).toBe(REST_SILENCE_MS);
    expect(after(60_000, { ...EMPTY, ...over })).toBe(SILENCE_LIMIT_MS);
    expect(after(60_000, { ...EMPTY, ...over })).toBe(SILENCE_LIMIT_MS);
    expect(after(REST_AFTER_MS - 1)).toBe(SILENCE_LIMIT_MS);
    expect(after(1)).toBe(REST_SILENCE_MS);
  });

  it('is little again after any news', () => {
    const { after } = resting();
    expect(after(60_000)).toBe(REST_SILENCE_MS);
    expect(after(0, EMPTY, true)).toBe(SILENCE_LIMIT_MS);
    expect(after(REST_AFTER_MS)).toBe(REST_SILENCE_MS);
  });
});
