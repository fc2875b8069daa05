/** How the sound of the station stands, and what a touch on it asks for. */
import type { ScreenChoice, SoundView } from '../../main/ipc/contract.ts';
import { isOff } from './chimes.ts';

/** What the screen says of the sound; the names are those of `data-state`. */
export type SoundState = 'on' | 'muted' | 'quiet';

/** The volumes that can be chosen, in percent: five are told apart by ear. */
export const VOLUME_STEPS = [20, 40, 60, 80, 100] as const;
export type VolumeStep = (typeof VOLUME_STEPS)[number];

/** A sound that is off stays off after quiet hours, so that is what is said first. */
export function soundState(sound: SoundView): SoundState {
  if (isOff(sound)) return 'muted';
  return sound.quietUntil === null ? 'on' : 'quiet';
}

/** The step that is nearest to a volume of the configuration; null for no volume at all. */
export function stepOf(volume: number): VolumeStep | null {
  if (volume === 0) return null;
  return VOLUME_STEPS.reduce<VolumeStep>(
    (nearest, step) => (Math.abs(step - volume) < Math.abs(nearest - volume) ? step : nearest),
    VOLUME_STEPS[0],
  );
}

/** What a touch asks main for: off at once; on again, and then loud enough to be heard. */
export function toggled(sound: SoundView): readonly ScreenChoice[] {
  if (!isOff(sound)) return [{ choice: 'muted', value: true }];
  const on: ScreenChoice = { choice: 'muted', value: false };
  return sound.volume === 0 ? [on, { choice: 'volume', value: VOLUME_STEPS[0] }] : [on];
}
