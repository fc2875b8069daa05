import type { SoundView } from '../../main/ipc/contract.ts';
import { soundState } from '../store/sound-choices.ts';
import type { Line } from './line.ts';

/** How the sound of the station stands, in two or three words. `timeOf` writes the time of day alone. */
export function soundLine(sound: SoundView, timeOf: (instant: number) => string): Line {
  const state = soundState(sound);
  return state === 'quiet' && sound.quietUntil !== null
    ? { key: 'sound.state.quiet', values: { until: timeOf(sound.quietUntil) } }
    : { key: `sound.state.${state}` };
}

/** What a person who sets the sound has to know beside it; null when the station simply sounds. */
export function soundNote(sound: SoundView, timeOf: (instant: number) => string): Line | null {
  switch (soundState(sound)) {
    case 'on':
      return null;
    case 'muted':
      return { key: 'sound.note.muted' };
    case 'quiet':
      return { key: 'sound.note.quiet', values: { until: timeOf(sound.quietUntil ?? 0) } };
  }
}
