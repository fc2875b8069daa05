import { describe, expect, it } from 'vitest';

import { isDue, RUN_FOR_MS, scheduleQuietRestart, WINDOW_MINUTES } from '../../../../main/kiosk/quiet-restart.ts';
import { FakeClock } from '../tracking/fake-clock.ts';

const FOUR = 4 * 60;
const START = { mono: 0, wall: 0 };
const later = { mono: RUN_FOR_MS, wall: RUN_FOR_MS };
const due = (minuteNow: number, over: object = {}): boolean =>
  isDue({ atMinute: FOUR, startedAt: START, minuteNow, now: later, idle: true, ...over });

describe('the quiet restart', () => {
  it('is due from its minute on, for an hour', () => {
    expect([FOUR - 1, FOUR, FOUR + WINDOW_MINUTES - 1, FOUR + WINDOW_MINUTES].map((minute) => due(minute))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(due(10, { atMinute: 23 * 60 + 55 })).toBe(true);
    expect(due(23 * 60 + 54, { atMinute: 23 * 60 + 55 })).toBe(false);
  });

  it('is not due while somebody needs the station, or soon after a start', () => {
    expect(due(FOUR, { idle: false })).toBe(false);
    expect(due(FOUR, { now: { mono: RUN_FOR_MS - 1, wall: 1e12 } })).toBe(false);
  });

  it('comes once, at the first quiet minute', () => {
    const clock = new FakeClock({ mono: 0, wall: 0 });
    let idle = false;
    let restarts = 0;
    const minuteOf = (wall: number): number => Math.floor(wall / 60_000) % (24 * 60);
    scheduleQuietRestart({ atMinute: FOUR, clock, minuteOf, isIdle: () => idle, restart: () => (restarts += 1) });
    clock.advance((FOUR + 10) * 60_000);
    expect(restarts).toBe(0);
    idle = true;
    clock.advance(60_000);
    expect(restarts).toBe(1);
    clock.advance(48 * 3_600_000);
    expect(restarts).toBe(1);
  });

  it('ends with the station', () => {
    const clock = new FakeClock();
    scheduleQuietRestart({ atMinute: 0, clock, minuteOf: () => 0, isIdle: () => true, restart: () => expect.fail() })();
    clock.advance(RUN_FOR_MS * 2);
    expect(clock.pending()).toBe(0);
  });
});
