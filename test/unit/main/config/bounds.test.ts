import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { SETTINGS } from '../../../../main/config/catalogue.ts';
import type { Setting } from '../../../../main/config/catalogue.ts';
import { configOf, lines, loadText, problemsOf, SMALLEST, smallestWith } from './fake-files.ts';

const NUMBERS = SETTINGS.flatMap((setting) => (setting.notes.kind === 'number' ? [{ setting, ...setting.notes }] : []));

/** The sentences about this setting's own value: the rules between settings have their own tests. */
function ownProblems({ group, key, path }: Setting, value: unknown): string[] {
  const loaded = loadText(smallestWith({ [group]: { [key]: value } }));
  return lines(
    problemsOf(loaded).filter((problem) => problem.path === path && problem.message.startsWith('must be a')),
  );
}

describe.each(NUMBERS.map((one) => [one.setting.path, one] as const))('%s', (_path, { setting, unit, min, max }) => {
  const sentence = `${setting.path} must be a whole number of ${unit} from ${String(min)} to ${String(max)}`;

  it('takes its bounds and no further', () => {
    expect(ownProblems(setting, min)).toEqual([]);
    expect(ownProblems(setting, max)).toEqual([]);
    expect(ownProblems(setting, min - 1)).toEqual([sentence]);
    expect(ownProblems(setting, max + 1)).toEqual([sentence]);
  });

  it('refuses fractions, texts and anything else with one sentence', () => {
    expect(ownProblems(setting, min + 0.5)).toEqual([sentence]);
    expect(ownProblems(setting, String(min))).toEqual([`${sentence}, written without quotes`]);
    for (const wrong of [null, true, [], {}, [min]]) expect(ownProblems(setting, wrong)).toEqual([sentence]);
  });

  it('has a unit in its name, and a default within its bounds', () => {
    const suffix = {
      seconds: /Seconds$/,
      minutes: /Minutes$/,
      hours: /Hours$/,
      days: /Days$/,
      months: /Months$/,
      percent: /Percent$/,
      bytes: /Bytes$/,
      cards: /^max/,
      requests: /^max/,
      'requests per second': /PerSecond$/,
    };
    expect(setting.key).toMatch(suffix[unit]);
    const fallback = setting.schema.parse(undefined);
    expect(fallback).toBeGreaterThanOrEqual(min);
    expect(fallback).toBeLessThanOrEqual(max);
  });
});

describe('settings', () => {
  it('never let an answer older than two minutes show "hand over"', () => {
    expect(ownProblems(byPath('limits.freshnessLimitSeconds'), 121)).toHaveLength(1);
  });

  it('keep an assertion within the 15 minutes that D1 allows', () => {
    expect(ownProblems(byPath('d1.assertionLifetimeSeconds'), 901)).toHaveLength(1);
  });

  it('each say what they mean, in a sentence', () => {
    for (const { notes } of SETTINGS) expect(notes.about).toMatch(/^[a-z]?[A-Za-z].{15,}\.$/);
  });

  it('load for any numbers within the bounds that keep the rules between them, and come back as given', () => {
    const anyNumbers = fc.record(
      Object.fromEntries(NUMBERS.map(({ setting, min, max }) => [setting.path, fc.integer({ min, max })])),
    );
    fc.assert(
      fc.property(anyNumbers, (numbers) => {
        const file: Record<string, Record<string, unknown>> = structuredClone(SMALLEST);
        for (const { setting } of NUMBERS)
          file[setting.group] = { ...file[setting.group], [setting.key]: numbers[setting.path] };
        const loaded = loadText(file);
        if (loaded.kind === 'problems') {
          for (const { message } of loaded.problems)
            expect(message).toMatch(/^must( not be more|, with its jitter| be less) /);
        } else {
          const { limits, pace } = configOf(loaded);
          expect(loaded.config).toMatchObject(file);
          expect(limits.slowAfterSeconds).toBeLessThan(limits.stuckAfterSeconds);
          expect(pace.greenSeconds * (1 + pace.jitterPercent / 100)).toBeLessThan(limits.freshnessLimitSeconds);
        }
      }),
    );
  });

  it('that limit each other are checked against each other, and the problem names who set one of them', () => {
    const cases: readonly (readonly [Record<string, Record<string, number>>, string])[] = [
      [
        { limits: { stuckAfterSeconds: 360 } },
        'limits.slowAfterSeconds must be less than limits.stuckAfterSeconds (360)',
      ],
      [
        { limits: { freshnessLimitSeconds: 18 } },
        'pace.greenSeconds must, with its jitter of 20 %, be less than limits.freshnessLimitSeconds (18)',
      ],
      [
        { pace: { notFoundFirstSeconds: 16 } },
        'pace.notFoundFirstSeconds must not be more than pace.notFoundLastSeconds (15)',
      ],
      [
        { limits: { retryFirstSeconds: 5, retryCeilingSeconds: 4 } },
        'limits.retryFirstSeconds must not be more than limits.retryCeilingSeconds (4)',
      ],
      [
        { limits: { signInCeilingSeconds: 29 } },
        'limits.signInFirstSeconds must not be more than limits.signInCeilingSeconds (29)',
      ],
    ];
    for (const [changes, sentence] of cases) {
      const problems = problemsOf(loadText(smallestWith(changes)));
      expect(lines(problems)).toEqual([sentence]);
      expect(problems[0]?.source).toBe('/machine/config.json');
    }
    expect(loadText(smallestWith({ limits: { freshnessLimitSeconds: 19 } })).kind).toBe('ok');
  });
});

function byPath(path: string): Setting {
  const setting = SETTINGS.find((one) => one.path === path);
  if (setting === undefined) throw new Error(`no setting ${path}`);
  return setting;
}
