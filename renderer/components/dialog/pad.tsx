import type { ReactNode } from 'react';

import { ActionButton } from '../action-button.tsx';
import { useSay } from '../station-context.tsx';

/** The keys of a pad, row by row; null erases. */
const KEYS = {
  digits: [...'123456789', '', '0', null],
  letters: [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ', null],
} as const;

interface PadProps {
  readonly kind: keyof typeof KEYS;
  readonly onKey: (key: string | null) => void;
}

/** Keys to touch. A keyboard types into the field itself, so that they are no stops on its way and take no focus from it. */
export function Pad({ kind, onKey }: PadProps): ReactNode {
  const say = useSay();
  return (
    <div className="pad" data-pad={kind} role="group" aria-label={say({ key: `pad.${kind}` })}>
      {KEYS[kind].map((key, position) =>
        key === '' ? (
          <span key={position} />
        ) : (
          <ActionButton
            key={position}
            className="pad-key"
            onAct={() => onKey(key)}
            attributes={{
              tabIndex: -1,
              onPointerDown: (event) => event.preventDefault(),
              'aria-label': key ?? say({ key: 'pad.erase' }),
              'data-testid': 'pad-key',
              'data-key': key ?? 'erase',
            }}
          >
            {key ?? say({ key: 'pad.erase-sign' })}
          </ActionButton>
        ),
      )}
    </div>
  );
}
