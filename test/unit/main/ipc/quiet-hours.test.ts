import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { quietUntil, type QuietHours } from '../../../../main/ipc/quiet-hours.ts';

const HOUR = 3_600_000;
const DAY_MINUTES = 24 * 60;

const hours = (from: string, to: string): QuietHours => {
  const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  return { fromMinutes: minutes(from), toMinutes: minutes(to) };
};
const until = (quiet: QuietHours, at: string): string | null => {
  const end = quietUntil(quiet, Date.parse(at));
  return end === null ? null : new Date(end).toISOString();
};

let zone: string | undefined;
const useZone = (name: string): void => {
  process.env['TZ'] = name;
};
beforeEach(() => {
  zone = process.env['TZ'];
});
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

describe('quiet hours', () => {
  it('are never where none are set', () => {
    expect(quietUntil(null, Date.now())).toBeNull();
  });

  it('hold from their first minute to just before their end, within one day', () => {
    useZone('UTC');
    const lunch = hours('12:00', '13:30');
    expect(until(lunch, '2025-05-05T11:59:59.999Z')).toBeNull();
    expect(until(lunch, '2025-05-05T12:00:00Z')).toBe('2025-05-05T13:30:00.000Z');
    expect(until(lunch, '2025-05-05T13:29:59.999Z')).toBe('2025-05-05T13:30:00.000Z');
    expect(until(lunch, '2025-05-05T13:30:00Z')).toBeNull();
  });

  it('pass midnight, the end of a month and of a year', () => {
    useZone('UTC');
    const night = hours('19:00', '07:00');
    expect(until(night, '2025-12-31T19:00:00Z')).toBe('2026-01-01T07:00:00.000Z');
    expect(until(night, '2026-01-01T06:59:00Z')).toBe('2026-01-01T07:00:00.000Z');
    expect(until(night, '2026-01-01T07:00:00Z')).toBeNull();
    expect(until(hours('00:00', '07:00'), '2026-01-01T00:00:00Z')).toBe('2026-01-01T07:00:00.000Z');
    expect(until(hours('19:00', '00:00'), '2026-01-01T23:59:00Z')).toBe('2026-01-02T00:00:00.000Z');
  });

  it('go by the clock of the PC', () => {
    useZone('Asia/Tokyo');
    expect(until(hours('19:00', '07:00'), '2025-05-05T10:00:00Z')).toBe('2025-05-05T22:00:00.000Z');
    expect(until(hours('19:00', '07:00'), '2025-05-05T09:59:00Z')).toBeNull();
  });

  it('end at their time of day in the night in which the clock goes forward, an hour sooner', () => {
    useZone('Europe/Berlin');
    expect(until(hours('22:00', '07:00'), '2025-03-29T21:00:00Z')).toBe('2025-03-30T05:00:00.000Z');
  });

  it('end at their time of day in the night in which the clock goes back, an hour later', () => {
    useZone('Europe/Berlin');
    expect(until(hours('22:00', '07:00'), '2025-10-25T20:00:00Z')).toBe('2025-10-26T06:00:00.000Z');
  });

  it('that end in the hour which the clock repeats end once', () => {
    useZone('Europe/Berlin');
    const quiet = hours('22:00', '02:30');
    // 02:15 in summer time, 02:45 in summer time, and 02:15 again.
    expect(until(quiet, '2025-10-26T00:15:00Z')).toBe('2025-10-26T00:30:00.000Z');
    expect(until(quiet, '2025-10-26T00:45:00Z')).toBeNull();
    expect(until(quiet, '2025-10-26T01:15:00Z')).toBeNull();
  });

  it('that end in the hour which the clock leaves out end as much later', () => {
    useZone('Europe/Berlin');
    expect(until(hours('22:00', '02:30'), '2025-03-30T00:59:00Z')).toBe('2025-03-30T01:30:00.000Z');
  });

  it('hold for their length each day, whichever day and zone', () => {
    const anyMinutes = fc.integer({ min: 0, max: DAY_MINUTES - 1 });
    const anyZone = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/Santiago',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
    );
    const anyNow = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2028, 0) });
    fc.assert(
      fc.property(anyZone, anyMinutes, anyMinutes, anyNow, (name, fromMinutes, toMinutes, now) => {
        const length = (toMinutes - fromMinutes + DAY_MINUTES) % DAY_MINUTES;
        // The next quiet hours begin well after these end, whatever the clock does between.
        fc.pre(length > 0 && length <= 20 * 60);
        useZone(name);
        const quiet = { fromMinutes, toMinutes };
        const end = quietUntil(quiet, now);
        if (end === null) {
          // Not quiet: at the same time of day, plain arithmetic finds none either, but for the hours that a clock changes.
          const at = new Date(now);
          const minute = at.getHours() * 60 + at.getMinutes();
          const since = (minute - fromMinutes + DAY_MINUTES) % DAY_MINUTES;
          const changed =
            new Date(now - 25 * HOUR).getTimezoneOffset() !== new Date(now + 25 * HOUR).getTimezoneOffset();
          if (!changed) expect(since).toBeGreaterThanOrEqual(length);
          return;
        }
        expect(end).toBeGreaterThan(now);
        expect(end - now).toBeLessThanOrEqual(length * 60_000 + HOUR);
        // It ends for good: the moment after is loud, and so is the moment before it began.
        expect(quietUntil(quiet, end)).toBeNull();
        expect(quietUntil(quiet, end - 1)).toBe(end);
      }),
      { numRuns: 500 },
    );
  });
});
