import type { ReactNode } from 'react';

import { ActionButton } from '../action-button.tsx';
import { TickIcon } from '../icons.tsx';

interface TickProps {
  readonly name: string;
  readonly ticked: boolean;
  readonly onTick: () => void;
  readonly children: ReactNode;
}

/** One point of a list, as a large button that keeps its state. `name` is for programs that read the screen. */
export function Tick({ name, ticked, onTick, children }: TickProps): ReactNode {
  return (
    <ActionButton
      className="tick"
      onAct={onTick}
      attributes={{ role: 'checkbox', 'aria-checked': ticked, 'data-testid': 'tick', 'data-tick': name }}
    >
      <span className="tick-box">
        <TickIcon ticked={ticked} />
      </span>
      <span className="tick-words">{children}</span>
    </ActionButton>
  );
}
