/**
 * Writes the station's three sounds: npx tsx .config/tasks/sounds.ts
 * They are computed, so that nobody else's recording is in the program. Only sums and products are used, which every
 * machine rounds alike: the files are the same bytes wherever they are made.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Half of it is far above the highest tone, and a second takes 48 kB. */
const RATE_HZ = 24_000;
/** The loudest sample, as a share of full scale: what is left keeps a small loudspeaker from rattling. */
const PEAK = 0.8;
const FULL_SCALE = 32_767;
const HEADER_BYTES = 44;
const SAMPLE_BYTES = 2;
/** A tone swells in this time, in ms: shorter would click, longer would blur the rhythm. */
const ATTACK_MS = 8;

export interface Note {
  readonly atMs: number;
  /** The tone dies away over this time, in ms. */
  readonly ms: number;
  readonly hz: number;
}

export interface Score {
  readonly ms: number;
  readonly notes: readonly Note[];
  /** How strong the first, second and third multiple of the tone are. */
  readonly partials: readonly [number, number, number];
}

/**
 * Told apart by rhythm and by melody, by people who hear neither very high nor very low tones well: everything lies
 * between 500 and 3000 Hz.
 */
export const SCORES = {
  /** Short, then long; up: it is done. */
  ready: {
    ms: 800,
    notes: [
      { atMs: 0, ms: 240, hz: 659 },
      { atMs: 150, ms: 640, hz: 988 },
    ],
    partials: [1, 0.25, 0.08],
  },
  /** Three strokes alike; down: no. */
  stop: {
    ms: 900,
    notes: [
      { atMs: 0, ms: 250, hz: 880 },
      { atMs: 290, ms: 250, hz: 740 },
      { atMs: 580, ms: 310, hz: 587 },
    ],
    partials: [1, 0.1, 0.45],
  },
  /** Two quick pairs; to and fro: look. */
  attention: {
    ms: 620,
    notes: [
      { atMs: 0, ms: 120, hz: 988 },
      { atMs: 90, ms: 120, hz: 784 },
      { atMs: 330, ms: 120, hz: 988 },
      { atMs: 420, ms: 190, hz: 784 },
    ],
    partials: [1, 0.4, 0.15],
  },
} as const satisfies Readonly<Record<string, Score>>;
export type SoundName = keyof typeof SCORES;

/** The sound as a WAV file: 16 bits, one channel. */
export function wavOf(score: Score): Buffer {
  const samples = samplesOf(score);
  const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const file = Buffer.alloc(HEADER_BYTES + samples.length * SAMPLE_BYTES);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16); // bytes of what follows about the format
  file.writeUInt16LE(1, 20); // plain samples
  file.writeUInt16LE(1, 22); // one channel
  file.writeUInt32LE(RATE_HZ, 24);
  file.writeUInt32LE(RATE_HZ * SAMPLE_BYTES, 28);
  file.writeUInt16LE(SAMPLE_BYTES, 32);
  file.writeUInt16LE(SAMPLE_BYTES * 8, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(samples.length * SAMPLE_BYTES, 40);
  samples.forEach((sample, index) => {
    file.writeInt16LE(Math.round((sample / loudest) * PEAK * FULL_SCALE), HEADER_BYTES + index * SAMPLE_BYTES);
  });
  return file;
}

function samplesOf({ ms, notes, partials }: Score): readonly number[] {
  return Array.from({ length: (RATE_HZ * ms) / 1_000 }, (_, index) => {
    const at = (index * 1_000) / RATE_HZ;
    return notes.reduce((sum, note) => sum + toneAt(note, partials, at - note.atMs), 0);
  });
}

function toneAt({ ms, hz }: Note, partials: Score['partials'], sinceMs: number): number {
  if (sinceMs <= 0 || sinceMs >= ms) return 0;
  const left = 1 - sinceMs / ms;
  const turns = (hz * sinceMs) / 1_000;
  const tone = partials.reduce((sum, strength, index) => sum + strength * sine(turns * (index + 1)), 0);
  return swell(sinceMs) * left * left * tone;
}

/** From 0 to 1 without a corner at either end. */
function swell(sinceMs: number): number {
  const part = Math.min(1, sinceMs / ATTACK_MS);
  return part * part * (3 - 2 * part);
}

/** The sine of so many turns, by its series: engines do not agree on the last bit of their own. */
function sine(turns: number): number {
  const part = turns - Math.floor(turns);
  // The quarter that holds the same value, between a quarter turn back and one ahead.
  const folded = part < 0.25 ? part : part < 0.75 ? 0.5 - part : part - 1;
  const x = folded * 2 * Math.PI;
  const square = x * x;
  return x * (1 - (square / 6) * (1 - (square / 20) * (1 - (square / 42) * (1 - (square / 72) * (1 - square / 110)))));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, score] of Object.entries(SCORES))
    writeFileSync(new URL(`../../renderer/sounds/${name}.wav`, import.meta.url), wavOf(score));
}
