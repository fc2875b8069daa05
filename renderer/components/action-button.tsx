import type { ReactNode } from 'react';

import { isInert } from '../store/inert.ts';
import { readMoment } from '../store/moment.ts';
import { useStageSince } from './station-context.tsx';

interface ActionButtonProps {
  readonly className: string;
  readonly onAct: () => void;
  readonly children: ReactNode;
  readonly attributes?: Readonly<Record<`data-${string}`, string>>;
}

/** A plain button that stays still for a moment after the card on stage has changed under the finger. */
export function ActionButton({ className, onAct, children, attributes }: ActionButtonProps): ReactNode {
  const stageSince = useStageSince();
  return (
    <button
      type="button"
      className={className}
      onClick={() => {
        if (!isInert(stageSince(), readMoment())) onAct();
      }}
      {...attributes}
    >
      {children}
    </button>
  );
}
