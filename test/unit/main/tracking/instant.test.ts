import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { elapsed, isOver, parseInstant } from '../../../../main/tracking/instant.ts';
import { at } from './builders.ts';
import { RUNS } from './property-runs.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** Valid text in every form that D1 documents, with what JavaScript's own reader says of it. */
const valid = fc
  .record({
    date: fc.date({
      min: new Date('0001-01-02T00:00:00Z'),
      max: new Date('9999-12-30T23:59:59Z'),
      noInvalidDate: true,
    }),
    digits: fc.option(fc.stringMatching(/^\d{1,9}$/), { nil: null }),
    zone: fc.oneof(
      fc.constant('Z'),
      fc
        .record({
          sign: fc.constantFrom('+', '-'),
          hours: fc.integer({ min: 0, max: 23 }),
          minutes: fc.integer({ min: 0, max: 59 }),
        })
        .map(({ sign, hours, minutes }) => `${sign}${two(hours)}:${two(minutes)}`),
    ),
  })
  .map(({ date, digits, zone }) => {
    const seconds = date.toISOString().slice(0, 19);
    const toTheMs = digits === null ? '000' : `${digits}00`.slice(0, 3);
    return {
      text: `${seconds}${digits === null ? '' : `.${digits}`}${zone}`,
      expected: Date.parse(`${seconds}.${toTheMs}${zone}`),
    };
  });

describe('a time that ends', () => {
  it('is over when either clock has come to it, whatever the other says', () => {
    const until = at(10_000);
    expect(isOver(until, at(9_999))).toBe(false);
    expect(isOver(until, at(10_000))).toBe(true);
    expect(isOver(until, at(5_000, 5_000))).toBe(true);
    expect(isOver(until, at(5_000, 4_999))).toBe(false);
    expect(isOver(until, at(10_000, -3_600_000))).toBe(true);
    expect(isOver(until, at(9_999, -3_600_000))).toBe(false);
  });
});

describe('reading an instant', () => {
  it.each([
    ['2025-01-17T06:28:02.492Z', Date.UTC(2025, 0, 17, 6, 28, 2, 492)],
    ['2025-01-17T06:28:02Z', Date.UTC(2025, 0, 17, 6, 28, 2)],
    ['2025-01-17T06:28:02.49+01:00', Date.UTC(2025, 0, 17, 5, 28, 2, 490)],
    ['2025-01-17T06:28:02.4-05:30', Date.UTC(2025, 0, 17, 11, 58, 2, 400)],
    ['2025-01-17T06:28:02.492999999Z', Date.UTC(2025, 0, 17, 6, 28, 2, 492)],
    ['2024-02-29T00:00:00+00:00', Date.UTC(2024, 1, 29)],
    ['2024-12-31T23:59:59.999-00:01', Date.UTC(2025, 0, 1, 0, 0, 59, 999)],
    ['2025-01-17T23:59:00+23:59', Date.UTC(2025, 0, 17, 0, 0)],
    ['2025-01-17T00:00:00-23:59', Date.UTC(2025, 0, 17, 23, 59)],
    ['0099-01-01T00:00:00Z', Date.parse('0099-01-01T00:00:00Z')],
  ])('%s', (text, expected) => {
    expect(parseInstant(text)).toBe(expected);
  });

  it('agrees with the calendar for every valid text', () => {
    fc.assert(
      fc.property(valid, ({ text, expected }) => {
        expect(parseInstant(text)).toBe(expected);
      }),
      { numRuns: Math.min(2_000, RUNS) },
    );
  });

  it.each([
    '',
    ' ',
    'now',
    'Z',
    '1737095282492',
    '2025-01-17',
    '2025-01-17T06:28Z',
    '2025-01-17T06:28:02',
    '2025-01-17T06:28:02.492',
    '2025-01-17 06:28:02Z',
    '2025-01-17t06:28:02z',
    ' 2025-01-17T06:28:02Z',
    '2025-01-17T06:28:02Z ',
    '2025-01-17T06:28:02Z\n',
    '2025-01-17T06:28:02Z\u0000',
    '\ufeff2025-01-17T06:28:02Z',
    '2025-01-17T06:28:02Z2025-01-17T06:28:02Z',
    '2025-01-17T06:28:02.Z',
    '2025-01-17T06:28:02,492Z',
    '2025-01-17T06:28:02.4921234567Z',
    '2025-01-17T06:28:02+1:00',
    '2025-01-17T06:28:02+24:00',
    '2025-01-17T06:28:02+01:60',
    '2025-01-17T06:28:02\u221201:00',
    '2025-01-17T06:28:02 CET',
    '2025-1-17T06:28:02Z',
    '25-01-17T06:28:02Z',
    '+012025-01-17T06:28:02Z',
    '-2025-01-17T06:28:02Z',
    '2025-00-17T06:28:02Z',
    '2025-13-17T06:28:02Z',
    '2025-01-00T06:28:02Z',
    '2025-01-32T06:28:02Z',
    '2025-02-29T06:28:02Z',
    '2025-04-31T06:28:02Z',
    '1900-02-29T06:28:02Z',
    '2025-01-17T24:00:00Z',
    '2025-01-17T06:60:02Z',
    '2025-01-17T06:28:60Z',
    '2025-W03-5T06:28:02Z',
    '2025-017T06:28:02Z',
    '20250117T062802Z',
    'Fri, 17 Jan 2025 06:28:02 GMT',
    '\u0662\u0660\u0662\u0665-01-17T06:28:02Z',
    '\uff12025-01-17T06:28:02Z',
    '9'.repeat(100_000),
  ])('refuses %j', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  it('gives a whole number of ms or null for any text, and nothing that the calendar does not know', () => {
    const mutated = fc
      .tuple(valid, fc.nat({ max: 40 }), fc.string({ unit: 'binary', maxLength: 2 }), fc.nat({ max: 2 }))
      .map(([{ text }, position, insert, cut]) => text.slice(0, position) + insert + text.slice(position + cut));
    fc.assert(
      fc.property(fc.oneof(fc.string(), mutated), (text) => {
        const read = parseInstant(text);
        if (read === null) return;
        expect(Number.isSafeInteger(read)).toBe(true);
        expect(read).toBe(Date.parse(text.replace(/(\.\d{3})\d+/, '$1')));
      }),
      { numRuns: Math.min(2_000, RUNS) },
    );
  });
});

describe('elapsed', () => {
  it('is the larger of what the two clocks say, never negative', () => {
    expect(elapsed(at(0), at(5_000))).toBe(5_000);
    expect(elapsed(at(0), at(5_000, 3_000))).toBe(8_000);
    expect(elapsed(at(0), at(5_000, -3_000))).toBe(5_000);
    expect(elapsed(at(0), at(5_000, -60_000))).toBe(5_000);
    expect(elapsed(at(5_000), at(0))).toBe(0);
  });
});
