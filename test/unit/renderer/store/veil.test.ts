import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { REST_SILENCE_MS, SILENCE_LIMIT_MS, type CardView, type StationView } from '../../../../main/ipc/contract.ts';
import { createVeil, heldForMs, type Veil } from '../../../../renderer/store/veil.ts';

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

/** The veil over an element that notes what it is told, in order. */
function hung(isGone: () => boolean): { readonly veil: Veil; readonly order: string[]; readonly runTimer: () => void } {
  const order: string[] = [];
  let count = 0;
  let timer = (): void => undefined;
  const element = {
    animate(frames: Keyframe[], { duration, fill }: KeyframeAnimationOptions) {
      count += 1;
      const name = String(count);
      const opacities = frames.map(({ opacity }) => String(opacity)).join('→');
      order.push(`start ${name} ${opacities} ${String(duration)} ${String(fill)}`);
      return { cancel: () => void order.push(`end ${name}`) };
    },
  };
  const after = (ms: number, run: () => void) => {
    order.push(`timer ${String(ms)}`);
    timer = run;
    return () => void order.push('no timer');
  };
  return { veil: createVeil(element, { isGone }, after), order, runTimer: () => timer() };
}

const FREE = { desk: { kind: 'free' }, silentAfterMs: SILENCE_LIMIT_MS } as const;
const waiting = { ...FREE, cards: [card(null)] };
const green = { ...FREE, cards: [card(9_000)] };

describe('the veil', () => {
  it('starts the new animation before it ends the old one, so that nothing shows in between', () => {
    const { veil, order } = hung(() => false);
    veil.hold(waiting, 0);
    veil.hold(waiting, 9_000);
    expect(order).toEqual(['start 1 0→0→1 2850 both', 'start 2 0→0→1 1 both', 'end 1']);
  });

  it('leaves it to a timer once no green is on the glass, and falls by it', () => {
    const { veil, order, runTimer } = hung(() => true);
    veil.hold(waiting, 100);
    veil.hold(waiting, 0);
    runTimer();
    veil.hold(waiting, 0);
    expect(order).toEqual([
      'timer 2750',
      'no timer',
      'timer 2850',
      'start 1 1→1 1 both',
      'no timer',
      'end 1',
      'timer 2850',
    ]);
  });

  it("bears main's rest by its timer, and never while green may be on the glass", () => {
    let gone = false;
    const { veil, order } = hung(() => gone);
    const resting = { ...FREE, cards: [], silentAfterMs: REST_SILENCE_MS };
    veil.hold(resting, 0);
    gone = true;
    veil.hold(resting, 0);
    veil.hold({ ...resting, cards: [card(null)] }, 0);
    expect(order).toEqual(['start 1 0→0→1 2850 both', 'end 1', 'timer 14850', 'no timer', 'timer 2850']);
  });

  it('is an animation again with the first green, and with an open dialog', () => {
    const { veil, order } = hung(() => true);
    veil.hold(green, 0);
    veil.hold({ ...waiting, desk: { kind: 'open' } as StationView['desk'] }, 0);
    expect(order.filter((line) => line.startsWith('timer'))).toEqual([]);
    expect(order.filter((line) => line.startsWith('start'))).toHaveLength(2);
  });
});
