import type { ReactNode } from 'react';

import { PanelFrame } from '../components/panel-frame.tsx';
import type { PanelName } from '../store/panel.ts';
import { LanguageScreen } from './language.tsx';

/** What staff have opened over the board. */
export function PanelScreen({ panel }: { readonly panel: PanelName }): ReactNode {
  switch (panel) {
    case 'language':
      return <LanguageScreen />;
    case 'recent':
    case 'administrator':
      return (
        <PanelFrame name={panel} title="">
          {null}
        </PanelFrame>
      );
  }
}
