import { describe, expect, it } from 'vitest';

import { clocksJumped } from '../../../../main/tracking/clock-watch.ts';
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
