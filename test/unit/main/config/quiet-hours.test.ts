import { describe, expect, it } from 'vitest';

import { RULES } from '../../../../main/config/rules.ts';
import { minutesOfDay, timeOfDayProblem } from '../../../../main/config/time-of-day.ts';
import { configOf, lines, loadText, problemsOf, smallestWith } from './fake-files.ts';

const problems = (sound: Readonly<Record<string, unknown>>): readonly string[] =>
  lines(problemsOf(loadText(smallestWith({ sound }))));

describe('a time of day', () => {
  it.each([
    ['00:00', 0],
    ['07:05', 425],
    ['23:59', 1_439],
  ])('%s is right', (text, minutes) => {
    expect(timeOfDayProblem(text)).toBeNull();
    expect(minutesOfDay(text)).toBe(minutes);
  });

  it.each(['', '7:00', '24:00', '07:60', '07.00', '07:00:00', '7 am', ' 07:00', '０７:00'])('%s is not', (text) => {
    expect(timeOfDayProblem(text)).toMatch(/^must be a time of day/);
  });
});

describe('quiet hours in the configuration', () => {
  it('are none unless they are set, and come back as given', () => {
    expect(configOf(loadText(smallestWith({}))).sound).not.toHaveProperty('quietFrom');
    const sound = { quietFrom: '19:30', quietTo: '07:00' };
    expect(configOf(loadText(smallestWith({ sound }))).sound).toMatchObject(sound);
  });

  it('are set both or not at all', () => {
    expect(problems({ quietFrom: '19:30' })).toEqual(['sound.quietFrom is set, so sound.quietTo must be set too']);
    expect(problems({ quietTo: '07:00' })).toEqual(['sound.quietTo is set, so sound.quietFrom must be set too']);
  });

  it('differ, or nobody could tell whether all day or never is meant', () => {
    expect(problems({ quietFrom: '07:00', quietTo: '07:00' })).toEqual([
      'sound.quietTo must differ from sound.quietFrom; a station that is always silent has sound.muted',
    ]);
  });

  it('one that is wrong is told once, and not also missed', () => {
    expect(problems({ quietFrom: '19:30', quietTo: '7:00' })).toEqual([
      'sound.quietTo must be a time of day with two digits each, from 00:00 to 23:59',
    ]);
  });

  it('stand in the documented rules', () => {
    expect(RULES.map((rule) => rule.about).join('\n')).toContain('`sound.quietFrom` and `sound.quietTo`');
  });
});
