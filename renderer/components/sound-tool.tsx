import type { ReactNode } from 'react';

import { soundLine } from '../locales/sound-text.ts';
import { soundState, toggled } from '../store/sound-choices.ts';
import { SoundIcon } from './sound-icon.tsx';
import { useActions, useStation } from './station-context.tsx';
import { useSay, useTimeOnly } from './words-context.tsx';

/** Says whether the station sounds; a touch switches it off or on at once. It never moves, so it is never still. */
export function SoundTool(): ReactNode {
  const say = useSay();
  const timeOnly = useTimeOnly();
  const { choose } = useActions();
  const sound = useStation((state) => state.view?.sound ?? null);
  if (sound === null) return null;
  const state = soundState(sound);
  return (
    <button
      type="button"
      className="tool"
      data-testid="tool"
      data-tool="sound"
      data-state={state}
      onClick={() => toggled(sound).forEach(choose)}
    >
      <span className="tool-icon">
        <SoundIcon state={state} />
      </span>
      <span className="tool-words">
        {say(soundLine(sound, timeOnly))}
        <span className="unseen">{say({ key: `sound.press.${state === 'muted' ? 'on' : 'off'}` })}</span>
      </span>
    </button>
  );
}
