import { describe, expect, it } from 'vitest';

import { SILENCE_LIMIT_MS } from '../../../../main/ipc/contract.ts';
import { clocksJumped, stoodStill, STOOD_STILL_MS } from '../../../../main/tracking/clock-watch.ts';
import { at } from './builders.ts';

describe('two clocks between two ticks', () => {
  it.each([0, 1_999, 2_000])('may disagree by %i ms, either way', (ms) => {
    expect(clocksJumped(at(0), at(1_000, ms))).toBe(false);
    expect(clocksJumped(at(0), at(1_000, -ms))).toBe(false);
  });

  it.each([2_001, 60_000, 86_400_000])('jumped when they disagree by %i ms, either way', (ms) => {
    expect(clocksJumped(at(0), at(1_000, ms))).toBe(true);
    expect(clocksJumped(at(0), at(1_000, -ms))).toBe(true);
  });

  it('jumped while the machine slept: the wall clock went on, the monotonic clock stood', () => {
    expect(clocksJumped(at(0), { mono: at(0).mono, wall: at(0).wall + 30_000 })).toBe(true);
  });

  it('jumped when only the monotonic clock went on', () => {
    expect(clocksJumped(at(0), { mono: at(0).mono + 30_000, wall: at(0).wall })).toBe(true);
  });

  it('did not jump in a long tick on which both agree, whatever they said before', () => {
    expect(clocksJumped(at(0), at(3_600_000))).toBe(false);
    expect(clocksJumped(at(0, -7_200_000), at(3_600_000, -7_200_000))).toBe(false);
  });
});

describe('a program between two ticks', () => {
  it('stood still when the page has withdrawn its green by itself', () => {
    expect(STOOD_STILL_MS).toBe(SILENCE_LIMIT_MS);
    expect(stoodStill(at(0), at(2_999))).toBe(false);
    expect(stoodStill(at(0), at(3_000))).toBe(true);
    expect(stoodStill(at(0), at(3_600_000))).toBe(true);
  });
});
