import { describe, expect, it } from 'vitest';

import { lagOf, wrongGreenOf, type Seen } from '../../../bench/lag/course.ts';
import type { Distribution } from '../../../bench/pace-simulation/distributions.ts';

/** Every moment of a hundred seconds is as likely as the other. */
const EVEN: Distribution = { survival: (seconds) => 1 - Math.min(100, Math.max(0, seconds)) / 100, draw: () => NaN };
const read = (arrivedAt: number) => ({ arrivedAt, answeredAt: arrivedAt + 10 });
const seen = (over: Partial<Seen> = {}): Seen => ({
  takesMs: 12_000,
  firstAt: 1_010,
  doneAt: 13_010,
  green: { changedAt: 16_040, paintedAt: 16_070 },
  reads: [read(1_000), read(6_000), read(11_000), read(16_000), read(17_000)],
  ...over,
});

describe('the lag of a card', () => {
  it('is from the change to the pixel, with the part from the answer and the reads that it took', () => {
    expect(lagOf(seen(), EVEN)).toMatchObject({ takesMs: 12_000, lagMs: 3_060, wayMs: 60, calls: 3 });
  });

  it('is half of the pause, and the way of the read, where every moment of it is as likely', () => {
    expect(lagOf(seen(), EVEN).byPauseMs).toBeCloseTo(2_500 + 70, 0);
  });

  it('counts an answer that was on its way at the change only when nothing else can have said so', () => {
    const crossing = { arrivedAt: 13_000, answeredAt: 13_020 };
    const shown = { changedAt: 13_050, paintedAt: 13_080 };
    expect(lagOf(seen({ reads: [read(1_000), crossing], green: shown }), EVEN)).toMatchObject({ wayMs: 60, calls: 1 });
    expect(lagOf(seen({ reads: [read(1_000), crossing, read(16_000)] }), EVEN)).toMatchObject({ wayMs: 60, calls: 2 });
  });

  it('is none when the screen showed what no answer had said', () => {
    expect(() => lagOf(seen({ reads: [read(1_000), read(6_000)] }), EVEN)).toThrow('no answer had told of');
  });
});

describe('a green that begins', () => {
  it('is right from the change on', () => {
    const done = { orderedAt: 1_000, doneAt: 13_000 };
    expect(wrongGreenOf(done, { changedAt: 13_020 })).toBeNull();
    expect(wrongGreenOf(done, { changedAt: 12_000 })).toMatch(/had not said/);
    expect(wrongGreenOf({ orderedAt: 1_000, doneAt: null }, { changedAt: 12_000 })).toMatch(/had not said/);
    expect(wrongGreenOf(undefined, { changedAt: 12_000 })).toMatch(/never/);
  });

  it('may be that of the order before, which ended before this one', () => {
    expect(wrongGreenOf({ orderedAt: 1_000, doneAt: null }, { changedAt: 990 })).toBeNull();
  });
});
