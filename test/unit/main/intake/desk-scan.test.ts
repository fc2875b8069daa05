import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { testDesk, type TestDesk } from './test-desk.ts';

const BADGE = { badgePattern: '^B[0-9]{6}$' };
const idle = { how: 'scanned', badgeWanted: false } as const;
const asking = { how: 'scanned', badgeWanted: true } as const;

/** Everything that the desk has done, as text. */
function traces({ store, asked }: TestDesk): string {
  const { cards, past, notice } = store.getState();
  return JSON.stringify([[...cards], [...past], notice, asked]);
}

describe('a scan at the desk', () => {
  it('of a card has it watched', () => {
    const tested = testDesk(BADGE);
    expect(tested.desk.scan('271b-6e47\r', idle)).toEqual({ kind: 'watched', badge: null });
    expect(tested.asked).toEqual(['wake 271b-6e47']);
  });

  it('of a badge gives its number to the dialog that asks for it, and leaves no trace', () => {
    const tested = testDesk(BADGE);
    expect(tested.desk.scan('B123456', asking)).toEqual({ kind: 'badge', badge: 'B123456' });
    expect(tested.store.getState().notice).toBeNull();
    expect(traces(tested)).not.toContain('B123456');
  });

  it('of a badge that nobody asked for says so, and gives the number to nobody', () => {
    const tested = testDesk(BADGE);
    expect(tested.desk.scan('B123456', idle)).toEqual({ kind: 'refused', badge: null });
    expect(tested.store.getState().notice).toMatchObject({ kind: 'refused', refusal: 'badge', max: null });
    expect(traces(tested)).not.toContain('B123456');
  });

  it('of a card while a dialog asks for a badge still has the card watched', () => {
    const tested = testDesk(BADGE);
    expect(tested.desk.scan('271b-6e47', asking)).toEqual({ kind: 'watched', badge: null });
  });

  it('of what is no slip says so', () => {
    const tested = testDesk({ scanPattern: 'D1(?<cardId>.*)' });
    expect(tested.desk.scan('271b-6e47', idle)).toEqual({ kind: 'refused', badge: null });
    expect(tested.store.getState().notice).toMatchObject({ refusal: 'slip' });
    expect(tested.desk.scan('D1', idle)).toMatchObject({ kind: 'refused' });
    expect(tested.store.getState().notice).toMatchObject({ refusal: 'empty' });
    expect(tested.asked).toEqual([]);
  });

  it('says how many cards there may be when there are as many', () => {
    const tested = testDesk({ maxCards: 1 });
    tested.desk.scan('a', idle);
    expect(tested.desk.hasRoom()).toBe(false);
    tested.desk.scan('b', idle);
    expect(tested.store.getState().notice).toMatchObject({ refusal: 'too-many-cards', max: 1 });
  });
});

describe('a badge number', () => {
  it('is not asked of D1 whatever way it comes', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^B[0-9]{6}$/), fc.boolean(), (badge, badgeWanted) => {
        const tested = testDesk(BADGE);
        tested.desk.watch({ cardId: badge });
        tested.desk.take({ cardId: ` ${badge} ` });
        tested.desk.scan(badge, { how: 'typed', badgeWanted });
        tested.desk.scan(`]C1${badge}\r`, { how: 'scanned', badgeWanted });
        expect(tested.asked).toEqual([]);
        expect(traces(tested)).not.toContain(badge);
      }),
    );
  });
});

describe('a character that no card id holds', () => {
  const allowed = /^[A-Za-z0-9_-]$/;

  it('is refused wherever it stands, every one of U+0000 to U+FFFF, and nothing is asked of D1', () => {
    const tested = testDesk();
    for (let code = 0; code <= 0xffff; code += 1) {
      const character = String.fromCharCode(code);
      if (allowed.test(character)) continue;
      expect(tested.desk.watch({ cardId: `ab${character}cd` })).toBe(false);
    }
    expect(tested.asked).toEqual([]);
    expect(tested.store.getState().cards.size).toBe(0);
  });

  it('is refused in operation ids too, and beside any other text', () => {
    const bad = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 4 })
      .filter((text) => !/^[A-Za-z0-9_\s-]*$/.test(text));
    const good = fc.stringMatching(/^[A-Za-z_-]{0,20}$/);
    fc.assert(
      fc.property(good, bad, good, (before, wrong, after) => {
        const tested = testDesk();
        const text = `${before}x${wrong}x${after}`;
        expect(tested.desk.take({ cardId: text }).kind).toBe('refused');
        expect(tested.desk.take({ cardId: 'fine', operationId: text }).kind).toBe('refused');
        expect(tested.asked).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});
