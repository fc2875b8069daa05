import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createWords } from '../../../../renderer/locales/i18n.ts';
import type { Line } from '../../../../renderer/locales/line.ts';
import { soundLine, soundNote } from '../../../../renderer/locales/sound-text.ts';
import { soundState, stepOf, toggled, VOLUME_STEPS } from '../../../../renderer/store/sound-choices.ts';

const ON = { volume: 60, muted: false, quietUntil: null };
const words = createWords();
const say = (line: Line | null): string => (line === null ? '' : words.t(line.key, { ...line.values }));

describe('how the sound stands', () => {
  it.each([
    ['on', ON, 'Sound on', ''],
    ['muted', { ...ON, muted: true }, 'Sound off', 'The sound is off. Nothing is played, not even to try it.'],
    ['muted', { ...ON, volume: 0 }, 'Sound off', 'The sound is off. Nothing is played, not even to try it.'],
    [
      'muted',
      { ...ON, muted: true, quietUntil: 7 },
      'Sound off',
      'The sound is off. Nothing is played, not even to try it.',
    ],
    [
      'quiet',
      { ...ON, quietUntil: 7 },
      'Quiet until 07:00',
      'Quiet hours until 07:00. Only what you try here is heard.',
    ],
  ] as const)('%s: %j', (state, sound, line, note) => {
    const timeOf = (instant: number): string => (instant === 7 ? '07:00' : '?');
    expect(soundState(sound)).toBe(state);
    expect(say(soundLine(sound, timeOf))).toBe(line);
    expect(say(soundNote(sound, timeOf))).toBe(note);
  });
});

describe('a touch on the sound', () => {
  it('switches it off, also in quiet hours', () => {
    expect(toggled(ON)).toEqual([{ choice: 'muted', value: true }]);
    expect(toggled({ ...ON, quietUntil: 7 })).toEqual([{ choice: 'muted', value: true }]);
  });

  it('switches it on again, and then it can be heard', () => {
    expect(toggled({ ...ON, muted: true })).toEqual([{ choice: 'muted', value: false }]);
    expect(toggled({ ...ON, volume: 0 })).toEqual([
      { choice: 'muted', value: false },
      { choice: 'volume', value: 20 },
    ]);
  });
});

describe('the steps of the volume', () => {
  it('show the one that is nearest to what is set', () => {
    expect([0, 1, 29, 31, 55, 60, 100].map(stepOf)).toEqual([null, 20, 20, 40, 60, 60, 100]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), (volume) => {
        const step = stepOf(volume) ?? 0;
        expect(Math.abs(step - volume)).toBe(Math.min(...VOLUME_STEPS.map((one) => Math.abs(one - volume))));
      }),
    );
  });
});
