import type { ReactNode } from 'react';

import type { StationView } from '../../main/ipc/contract.ts';
import { Choice } from '../components/dialog/choice.tsx';
import { PanelFrame } from '../components/panel-frame.tsx';
import { SoundSettings } from '../components/sound-settings.tsx';
import { useActions, useStation } from '../components/station-context.tsx';
import { useSay } from '../components/words-context.tsx';

const THEMES: readonly StationView['theme'][] = ['dark', 'light', 'high-contrast'];

/** How the screen looks and how loud it is, for whoever stands in front of it. */
export function LookAndSoundScreen(): ReactNode {
  const say = useSay();
  const { choose } = useActions();
  const theme = useStation((state) => state.view?.theme ?? null);
  return (
    <PanelFrame name="look-and-sound" title={say({ key: 'look.title' })}>
      <div className="look-and-sound">
        <Choice
          name="theme"
          title={say({ key: 'look.theme.title' })}
          options={THEMES.map((value) => ({ value, words: say({ key: `look.theme.${value}` }) }))}
          chosen={theme}
          onChoose={(value) => choose({ choice: 'theme', value })}
        />
        <SoundSettings />
      </div>
    </PanelFrame>
  );
}
