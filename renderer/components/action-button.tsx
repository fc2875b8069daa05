import type { ComponentProps, ReactNode } from 'react';

import { isInert } from '../store/inert.ts';
import { readMoment } from '../store/moment.ts';
import { useStageSince } from './station-context.tsx';

type Attributes = Omit<ComponentProps<'button'>, 'type' | 'className' | 'onClick' | 'children'> &
  Readonly<Record<`data-${string}`, string | undefined>>;

interface ActionButtonProps {
  readonly className: string;
  readonly onAct: () => void;
  readonly children: ReactNode;
  readonly attributes?: Attributes;
}

/** A plain button that stays still for a moment after what fills the stage has changed under the finger. */
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
