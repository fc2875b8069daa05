import type { ReactNode } from 'react';

import { ActionButton } from './action-button.tsx';
import { KeysIcon } from './icons.tsx';
import { useShowPanel, useStation } from './station-context.tsx';
import { useSay } from './words-context.tsx';

/** Opens the pad for a card id, beside the sentence that asks for one. */
export function TypingTool(): ReactNode {
  const say = useSay();
  const showPanel = useShowPanel();
  const open = useStation((state) => state.panel?.name === 'typing');
  const free = useStation((state) => state.view?.screen.kind === 'board' && state.view.desk.kind === 'free');
  return (
    <ActionButton
      className="tool typing-tool"
      onAct={() => showPanel(open ? null : 'typing')}
      attributes={{
        'aria-label': say({ key: 'typing.title' }),
        'aria-pressed': open,
        disabled: !free,
        'data-testid': 'tool',
        'data-tool': 'typing',
      }}
    >
      <span className="tool-icon">
        <KeysIcon />
      </span>
    </ActionButton>
  );
}
