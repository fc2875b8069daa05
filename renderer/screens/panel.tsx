import type { ReactNode } from 'react';

import type { PanelName } from '../store/panel.ts';
import { Administrator } from './administrator.tsx';
import { LanguageScreen } from './language.tsx';
import { LookAndSoundScreen } from './look-and-sound.tsx';
import { Recent } from './recent.tsx';
import { TypingScreen } from './typing.tsx';

/** What staff have opened over the board. */
export function PanelScreen({ panel }: { readonly panel: PanelName }): ReactNode {
  switch (panel) {
    case 'typing':
      return <TypingScreen />;
    case 'language':
      return <LanguageScreen />;
    case 'look-and-sound':
      return <LookAndSoundScreen />;
    case 'recent':
      return <Recent />;
    case 'administrator':
      return <Administrator />;
  }
}
