import type { ReactNode } from 'react';

import { ActionButton } from './action-button.tsx';
import { RecentIcon } from './icons.tsx';
import { useShowPanel, useStation } from './station-context.tsx';
import { useSay } from './words-context.tsx';

/** Opens what was done today, and closes it. While staff are in the middle of something it has to wait. */
export function RecentTool(): ReactNode {
  const say = useSay();
  const showPanel = useShowPanel();
  const open = useStation((state) => state.panel?.name === 'recent');
  const free = useStation((state) => state.view?.desk.kind === 'free');
  return (
    <ActionButton
      className="tool"
      onAct={() => showPanel(open ? null : 'recent')}
      attributes={{ 'data-testid': 'tool', 'data-tool': 'recent', 'aria-pressed': open, disabled: !free }}
    >
      <span className="tool-icon">
        <RecentIcon />
      </span>
      <span className="tool-words">{say({ key: 'recent.tool' })}</span>
    </ActionButton>
  );
}
