/** Listens to a WAV file as far as a test can: how loud, when something begins, and at which pitch. */

const HEADER_BYTES = 44;
const FULL_SCALE = 32_768;

export interface Recording {
  readonly rateHz: number;
  readonly ms: number;
  /** -1 to 1. */
  readonly samples: Float64Array;
}

/** Reads 16 bits on one channel, and nothing else. */
export function readWav(file: Buffer): Recording {
  const text = (from: number, to: number): string => file.toString('latin1', from, to);
  if (text(0, 4) !== 'RIFF' || text(8, 16) !== 'WAVEfmt ' || text(36, 40) !== 'data') throw new Error('not a WAV file');
  const [channels, bits] = [file.readUInt16LE(22), file.readUInt16LE(34)];
  if (channels !== 1 || bits !== 16) throw new Error('not 16 bits on one channel');
  if (file.readUInt32LE(4) !== file.length - 8 || file.readUInt32LE(40) !== file.length - HEADER_BYTES) {
    throw new Error('its length is wrong');
  }
  const rateHz = file.readUInt32LE(24);
  const samples = Float64Array.from(
    { length: (file.length - HEADER_BYTES) / 2 },
    (_, index) => file.readInt16LE(HEADER_BYTES + index * 2) / FULL_SCALE,
  );
  return { rateHz, ms: (samples.length * 1_000) / rateHz, samples };
}

export function peakOf(samples: Float64Array): number {
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}

export function rmsOf(samples: Float64Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

export function between({ samples, rateHz }: Recording, fromMs: number, toMs: number): Float64Array {
  return samples.subarray(Math.round((fromMs * rateHz) / 1_000), Math.round((toMs * rateHz) / 1_000));
}

const LOOK_MS = 10;
/** A tone begins where it is so many times as loud as shortly before. */
const RISE = 1.6;
const AUDIBLE = 0.05;
/** Two beginnings nearer than this are one. */
const APART_MS = 60;

/** The moments at which tones begin, in ms. */
export function onsetsOf(recording: Recording): readonly number[] {
  const looks = Array.from({ length: Math.floor(recording.ms / LOOK_MS) }, (_, index) =>
    rmsOf(between(recording, index * LOOK_MS, (index + 1) * LOOK_MS)),
  );
  const onsets: number[] = [];
  looks.forEach((loud, index) => {
    const rises = loud > AUDIBLE && loud > RISE * (looks[index - 2] ?? 0);
    if (rises && index * LOOK_MS - (onsets.at(-1) ?? -Infinity) >= APART_MS) onsets.push(index * LOOK_MS);
  });
  return onsets;
}

/** The strength of one frequency among the samples. */
export function powerAt(samples: Float64Array, hz: number, rateHz: number): number {
  const turn = (2 * Math.PI * hz) / rateHz;
  const twice = 2 * Math.cos(turn);
  let [one, two] = [0, 0];
  for (const sample of samples) [one, two] = [sample + twice * one - two, one];
  return one * one + two * two - twice * one * two;
}

/** The strongest frequency from 400 to 1500 Hz. */
export function pitchOf(samples: Float64Array, rateHz: number): number {
  const candidates = Array.from({ length: 111 }, (_, index) => 400 + index * 10);
  const powers = candidates.map((hz) => powerAt(samples, hz, rateHz));
  return candidates[powers.indexOf(Math.max(...powers))] ?? 0;
}

/** The share of the energy that lies between two frequencies, 0-1. */
export function shareBetween({ samples, rateHz }: Recording, fromHz: number, toHz: number): number {
  const step = rateHz / samples.length;
  let power = 0;
  for (let bin = Math.ceil(fromHz / step); bin * step <= toHz; bin += 1) power += powerAt(samples, bin * step, rateHz);
  const all = samples.reduce((sum, sample) => sum + sample * sample, 0);
  return (2 * power) / (samples.length * all);
}
