import { describe, expect, it } from 'vitest';

import {
  isDue,
  isIdle,
  RUN_FOR_MS,
  scheduleQuietRestart,
  WINDOW_MINUTES,
} from '../../../../main/kiosk/quiet-restart.ts';
import { createStationStore } from '../../../../main/tracking/station-store.ts';
import type { StationState } from '../../../../main/tracking/station-state.ts';
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

describe('nobody needs the station', () => {
  const empty = { ...createStationStore().getState(), ledger: 'accepted' } as StationState;
  const busy: readonly (readonly [string, object])[] = [
    ['a card is on it', { cards: new Map([['card', {}]]) }],
    ['a dialog is open', { desk: { kind: 'open', dialog: 'reject', cardId: 'card', at: START } }],
    ['D1 is asked', { desk: { kind: 'checking', cardId: 'card', operationId: 'o', at: START } }],
    ['an outcome is read', { desk: { kind: 'given', cardId: 'card', reference: null, at: START } }],
    ['the newest act can be taken back', { undoable: { until: { mono: 1_000, wall: 1_000 } } }],
    ['the record is being opened', { ledger: 'opening' }],
  ];

  it('with nothing on it', () => {
    expect(isIdle(empty, START)).toBe(true);
    expect(isIdle({ ...empty, undoable: { until: START } } as StationState, { mono: 1, wall: 1 })).toBe(true);
  });

  it.each(busy)('is not so while %s', (_name, over) => {
    expect(isIdle({ ...empty, ...over }, START)).toBe(false);
  });
});
