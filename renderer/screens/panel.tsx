import type { ReactNode } from 'react';

import { PanelFrame } from '../components/panel-frame.tsx';
import type { PanelName } from '../store/panel.ts';
import { Recent } from './recent.tsx';

/** What staff have opened over the board. */
export function PanelScreen({ panel }: { readonly panel: PanelName }): ReactNode {
  switch (panel) {
    case 'recent':
      return <Recent />;
    case 'language':
    case 'administrator':
      return (
        <PanelFrame name={panel} title="">
          {null}
        </PanelFrame>
      );
  }
}
