import { readFileSync, readdirSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { SCORES, wavOf, type SoundName } from '../../../.config/tasks/sounds.ts';
import { between, onsetsOf, peakOf, pitchOf, readWav, rmsOf, shareBetween, type Recording } from './wav.ts';

const FOLDER = new URL('../../../renderer/sounds/', import.meta.url);
const NAMES = Object.keys(SCORES) as SoundName[];
const MAX_BYTES = 60_000;

const fileOf = (name: SoundName): Buffer => readFileSync(new URL(`${name}.wav`, FOLDER));
const recordingOf = (name: SoundName): Recording => readWav(fileOf(name));

describe('the sounds of the station', () => {
  it('are three files and no more', () => {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith('.wav'));
    expect(files.sort()).toEqual(NAMES.map((name) => `${name}.wav`).sort());
  });

  it.each(NAMES)('%s is what the generator gives (else run: npx tsx .config/tasks/sounds.ts)', (name) => {
    expect(fileOf(name).equals(wavOf(SCORES[name]))).toBe(true);
    expect(fileOf(name).length).toBeLessThan(MAX_BYTES);
  });

  it.each(NAMES)('%s is short, loud enough, never at full scale, and begins and ends without a click', (name) => {
    const recording = recordingOf(name);
    const { samples, ms } = recording;
    expect(ms).toBeGreaterThanOrEqual(300);
    expect(ms).toBeLessThanOrEqual(1_000);
    expect(peakOf(samples)).toBeCloseTo(0.8, 2);
    expect(rmsOf(samples)).toBeGreaterThan(0.1);
    expect(rmsOf(samples)).toBeLessThan(0.4);
    expect(peakOf(between(recording, 0, 0.5))).toBeLessThan(0.02);
    expect(peakOf(between(recording, ms - 5, ms))).toBeLessThan(0.02);
    // A click is a step: 3000 Hz at this loudness moves by less than this from sample to sample.
    const steps = samples.map((sample, index) => sample - (samples[index - 1] ?? 0));
    expect(peakOf(steps)).toBeLessThan(0.8 * ((2 * Math.PI * 3_000) / recording.rateHz));
  });

  it.each(NAMES)('%s lies where older ears hear well', (name) => {
    expect(shareBetween(recordingOf(name), 500, 3_000)).toBeGreaterThan(0.97);
  });

  it('differ in rhythm', () => {
    const onsets = Object.fromEntries(NAMES.map((name) => [name, onsetsOf(recordingOf(name))]));
    expect(onsets).toEqual({ ready: [0, 150], stop: [0, 290, 580], attention: [0, 90, 330, 420] });
  });

  it('differ in melody: up, down, to and fro', () => {
    const ways = NAMES.map((name) => {
      const recording = recordingOf(name);
      const pitches = onsetsOf(recording).map((at) => pitchOf(between(recording, at + 20, at + 85), recording.rateHz));
      return [name, pitches.slice(1).map((pitch, index) => (pitch > (pitches[index] ?? 0) ? 'up' : 'down'))];
    });
    expect(Object.fromEntries(ways)).toEqual({
      ready: ['up'],
      stop: ['down', 'down'],
      attention: ['down', 'up', 'down'],
    });
  });
});
