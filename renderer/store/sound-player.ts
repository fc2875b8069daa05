import attention from '../sounds/attention.wav';
import ready from '../sounds/ready.wav';
import stop from '../sounds/stop.wav';
import type { Sound } from './chimes.ts';

const ADDRESS: Readonly<Record<Sound, string>> = { ready, stop, attention };

/** What is needed of an `<audio>` element. */
export interface SoundElement {
  volume: number;
  load(): void;
  play(): Promise<void>;
  pause(): void;
}

export interface SoundPlayer {
  /** Begins a sound, from 0 to 100 loud; one that was playing ends. */
  play(sound: Sound, volume: number): void;
  hush(): void;
}

/** Without a loudspeaker, or with one that was pulled out, a sound is simply not heard: the screen says everything too. */
const unheard = (): void => undefined;

/** Plays one sound at a time. An element is made for each when it is first needed. */
export function createSoundPlayer(makeElement: (address: string) => SoundElement): SoundPlayer {
  const elements = new Map<Sound, SoundElement>();
  let current: SoundElement | null = null;

  function hush(): void {
    current?.pause();
    current = null;
  }

  return {
    play(sound, volume) {
      hush();
      const element = elements.get(sound) ?? makeElement(ADDRESS[sound]);
      elements.set(sound, element);
      current = element;
      element.volume = volume / 100;
      // From the beginning, whatever became of it the last time.
      element.load();
      element.play().catch(unheard);
    },
    hush,
  };
}
