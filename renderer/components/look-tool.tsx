import type { ReactNode } from 'react';

import { ActionButton } from './action-button.tsx';
import { LookIcon } from './icons.tsx';
import { useShowPanel } from './station-context.tsx';
import { useSay } from './words-context.tsx';

/** Opens what can be set of the screen itself: its colours and its sound. */
export function LookTool(): ReactNode {
  const say = useSay();
  const showPanel = useShowPanel();
  return (
    <ActionButton
      className="tool"
      onAct={() => showPanel('look-and-sound')}
      attributes={{ 'data-testid': 'tool', 'data-tool': 'look-and-sound' }}
    >
      <span className="tool-icon">
        <LookIcon />
      </span>
      <span className="tool-words">{say({ key: 'look.tool' })}</span>
    </ActionButton>
  );
}
