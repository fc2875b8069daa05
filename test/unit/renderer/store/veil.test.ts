import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { SILENCE_LIMIT_MS, type CardView } from '../../../../main/ipc/contract.ts';
import { createVeil, heldForMs } from '../../../../renderer/store/veil.ts';

function card(greenForMs: number | null): CardView {
  return { verdict: greenForMs === null ? 'wait' : 'hand-over', greenForMs } as CardView;
}

describe('how long a snapshot holds the veil up', () => {
  it('never outlasts the first green, the silence, or the way that the snapshot has already come', () => {
    const cards = fc.array(fc.option(fc.double({ min: 0, max: 120_000, noNaN: true })).map(card), { maxLength: 8 });
    fc.assert(
      fc.property(cards, fc.double({ min: 0, max: 5_000, noNaN: true }), (list, lateMs) => {
        const held = heldForMs({ cards: list }, lateMs);
        expect(held).toBeGreaterThanOrEqual(0);
        expect(held === 0 || held + lateMs < SILENCE_LIMIT_MS).toBe(true);
        for (const { verdict, greenForMs } of list) {
          if (verdict === 'hand-over') expect(held === 0 || held + lateMs < (greenForMs ?? 0)).toBe(true);
        }
      }),
    );
  });

  it('holds for nearly the silence limit without a green', () => {
    expect(heldForMs({ cards: [card(null)] }, 0)).toBe(SILENCE_LIMIT_MS - 150);
  });
});

describe('the veil', () => {
  it('starts the new animation before it ends the old one, so that nothing shows in between', () => {
    const order: string[] = [];
    let count = 0;
    const veil = createVeil({
      animate(frames, options) {
        count += 1;
        const name = String(count);
        order.push(
          `start ${name} ${String(options.duration)} ${String(options.fill)} ${String(frames.at(-1)?.['opacity'])}`,
        );
        return { cancel: () => order.push(`end ${name}`) };
      },
    });
    veil.holdFor(2_850);
    veil.holdFor(0);
    expect(order).toEqual(['start 1 2850 both 1', 'start 2 1 both 1', 'end 1']);
  });
});
