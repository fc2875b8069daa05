import type { ReactNode } from 'react';

import { ActionButton } from './action-button.tsx';
import { AdministratorIcon } from './icons.tsx';
import { useShowPanel, useStation } from './station-context.tsx';
import { useSay } from './words-context.tsx';

/** Opens the administrator's area, and closes it. Beside the tools of staff it is a sign alone: it is nothing for them. */
export function AdministratorTool({ named = false }: { readonly named?: boolean }): ReactNode {
  const say = useSay();
  const showPanel = useShowPanel();
  const open = useStation((state) => state.panel?.name === 'administrator');
  const free = useStation((state) => state.view?.desk.kind === 'free');
  const words = say({ key: 'administrator.tool' });
  return (
    <ActionButton
      className="tool"
      onAct={() => showPanel(open ? null : 'administrator')}
      attributes={{
        'data-testid': 'tool',
        'data-tool': 'administrator',
        'aria-pressed': open,
        'aria-label': words,
        disabled: !free,
      }}
    >
      <span className="tool-icon">
        <AdministratorIcon />
      </span>
      {named && <span className="tool-words">{words}</span>}
    </ActionButton>
  );
}
