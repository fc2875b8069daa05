import type { ReactNode } from 'react';

import { soundNote } from '../locales/sound-text.ts';
import { isOff, type Sound } from '../store/chimes.ts';
import { stepOf, toggled, VOLUME_STEPS } from '../store/sound-choices.ts';
import { ActionButton } from './action-button.tsx';
import { Choice } from './dialog/choice.tsx';
import { Tick } from './dialog/tick.tsx';
import { useActions, useStation } from './station-context.tsx';
import { useSay, useTimeOnly } from './words-context.tsx';

const SOUNDS = ['ready', 'stop', 'attention'] as const satisfies readonly Sound[];

/**
 * How loud the station is, whether it sounds at all, and how its sounds are. While the sound is off nothing is played, so
 * that nobody who hears a test believes in a sound that will not come; in quiet hours a test is heard.
 */
export function SoundSettings(): ReactNode {
  const say = useSay();
  const timeOnly = useTimeOnly();
  const { choose, playSound } = useActions();
  const sound = useStation((state) => state.view?.sound ?? null);
  if (sound === null) return null;
  const off = isOff(sound);
  const note = soundNote(sound, timeOnly);
  return (
    <section className="sound-settings" data-testid="sound-settings">
      <Tick name="sound" ticked={!off} onTick={() => toggled(sound).forEach(choose)}>
        {say({ key: 'sound.settings.switch' })}
      </Tick>
      <Choice
        name="volume"
        title={say({ key: 'sound.settings.volume' })}
        options={VOLUME_STEPS.map((step) => ({
          value: String(step),
          words: say({ key: 'sound.settings.step', values: { percent: step } }),
        }))}
        chosen={String(stepOf(sound.volume))}
        onChoose={(step) => choose({ choice: 'volume', value: Number(step) })}
      />
      <div className="sound-tests" role="group" aria-label={say({ key: 'sound.settings.test' })}>
        <h3 className="point-title">{say({ key: 'sound.settings.test' })}</h3>
        <div className="choice-options">
          {SOUNDS.map((name) => (
            <ActionButton
              key={name}
              className="button act"
              onAct={() => playSound(name)}
              attributes={{
                disabled: off,
                'data-testid': 'act',
                'data-act': 'test-sound',
                'data-sound': name,
              }}
            >
              {say({ key: `sound.settings.${name}` })}
            </ActionButton>
          ))}
        </div>
      </div>
      <p className="sound-note" role="status">
        {note !== null && say(note)}
      </p>
    </section>
  );
}
