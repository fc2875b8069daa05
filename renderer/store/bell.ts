/** Connects what is heard with what happens: asks at every change of the store which sound is due, and plays it. */
import { begin, isOff, listen, NOTHING_HEARD, type ChimeStep, type Sound } from './chimes.ts';
import type { Moment } from './moment.ts';
import type { SoundPlayer } from './sound-player.ts';
import type { StationStore } from './station-store.ts';

export interface Bell {
  /** Somebody wants to hear this sound: also in quiet hours, but not from a station whose sound is off. */
  test(sound: Sound, now: Moment): void;
  stop(): void;
}

export function hangBell(store: StationStore, player: SoundPlayer): Bell {
  let chimes = NOTHING_HEARD;

  function take(step: ChimeStep): void {
    chimes = step.chimes;
    switch (step.act.kind) {
      case 'none':
        break;
      case 'play':
        player.play(step.act.sound, store.getState().view?.sound.volume ?? 0);
        break;
      case 'hush':
        player.hush();
        break;
    }
  }

  const stop = store.subscribe((state) => take(listen(chimes, state)));
  return {
    test(sound, now) {
      const { view } = store.getState();
      if (view !== null && !isOff(view.sound)) take(begin(chimes, sound, now));
    },
    stop,
  };
}
