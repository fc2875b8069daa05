import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { expositionText, type Family } from '../../../../main/diagnostics/exposition.ts';
import { parseExposition } from './parse-exposition.ts';

const anyText = fc.string({
  unit: fc.oneof(fc.constantFrom('\\', '"', '\n', '{', '}', ',', '=', ' ', '#'), fc.string()),
});
const anyName = fc.stringMatching(/^[a-z][a-z_]{0,8}$/);
const anyLabels = fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), anyText, { maxKeys: 3 });
const anyValue = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, -0, 1e21, 1e-9, NaN, Infinity));
const anyFamily: fc.Arbitrary<Family> = fc.oneof(
  fc.record({
    name: anyName,
    help: anyText,
    type: fc.constantFrom('gauge' as const, 'counter' as const),
    samples: fc.uniqueArray(fc.record({ labels: anyLabels, value: anyValue }), {
      maxLength: 5,
      selector: ({ labels }) => JSON.stringify(Object.entries(labels).sort()),
    }),
  }),
  fc.record({
    name: anyName,
    help: anyText,
    type: fc.constant('histogram' as const),
    distribution: fc.uniqueArray(fc.integer({ min: 1, max: 10_000 }), { maxLength: 6 }).chain((bounds) =>
      fc.record({
        bounds: fc.constant(bounds.sort((one, other) => one - other)),
        counts: fc.array(fc.nat(1_000), { minLength: bounds.length + 1, maxLength: bounds.length + 1 }),
        sum: fc.double({ min: 0, max: 1e9, noNaN: true }),
      }),
    ),
  }),
);
const anyFamilies = fc.uniqueArray(anyFamily, { maxLength: 5, selector: ({ name }) => name });

describe('a text for a collector', () => {
  it('fits the grammar and says again what went in, whatever the labels hold', () => {
    fc.assert(
      fc.property(anyFamilies, (families) => {
        const parsed = parseExposition(expositionText(families));
        for (const family of families) {
          const read = parsed.get(family.name);
          if (family.type === 'histogram') {
            expect(read).toMatchObject({ type: 'histogram', help: family.help });
            continue;
          }
          const finite = family.samples.filter(({ value }) => Number.isFinite(value));
          if (finite.length === 0) expect(read).toBeUndefined();
          else {
            expect(read).toMatchObject({ type: family.type, help: family.help });
            expect(read!.samples.map(({ labels, value }) => ({ labels, value: value + 0 }))).toEqual(
              finite.map(({ labels, value }) => ({ labels: { ...labels }, value: value + 0 })),
            );
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('sums buckets up, ends them with +Inf, and counts what is in all of them', () => {
    fc.assert(
      fc.property(anyFamilies, (families) => {
        const parsed = parseExposition(expositionText(families));
        for (const family of families) {
          if (family.type !== 'histogram') continue;
          const samples = parsed.get(family.name)!.samples;
          const buckets = samples.filter(({ name }) => name.endsWith('_bucket'));
          expect(buckets.map(({ labels }) => labels['le'])).toEqual([
            ...family.distribution.bounds.map(String),
            '+Inf',
          ]);
          const values = buckets.map(({ value }) => value);
          expect(values).toEqual([...values].sort((one, other) => one - other));
          const all = family.distribution.counts.reduce((sum, count) => sum + count, 0);
          expect(values.at(-1)).toBe(all);
          expect(samples.find(({ name }) => name.endsWith('_count'))?.value).toBe(all);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is, to the letter, what Prometheus documents', () => {
    const text = expositionText([
      {
        name: 'paths',
        help: 'A "path"\\ and\na line',
        type: 'gauge',
        samples: [{ labels: { path: 'C:\\DIR\\', say: '"Hi"\n' }, value: 1.5 }],
      },
      { name: 'nothing', help: 'left out', type: 'counter', samples: [] },
      {
        name: 'took_seconds',
        help: 'h',
        type: 'histogram',
        distribution: { bounds: [1, 2], counts: [3, 0, 1], sum: 7 },
      },
    ]);
    expect(text).toBe(
      [
        '# HELP paths A "path"\\\\ and\\na line',
        '# TYPE paths gauge',
        'paths{path="C:\\\\DIR\\\\",say="\\"Hi\\"\\n"} 1.5',
        '# HELP took_seconds h',
        '# TYPE took_seconds histogram',
        'took_seconds_bucket{le="1"} 3',
        'took_seconds_bucket{le="2"} 3',
        'took_seconds_bucket{le="+Inf"} 4',
        'took_seconds_sum 7',
        'took_seconds_count 4',
        '',
      ].join('\n'),
    );
  });
});
