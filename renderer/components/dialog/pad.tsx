import { useState, type AriaAttributes, type ReactNode } from 'react';

import { ActionButton } from '../action-button.tsx';
import { useSay } from '../words-context.tsx';

/** Changes between small and capital letters; everything else on a pad is what it types, and null erases. */
const SHIFT = 'Shift';

/** The keys of a pad, row by row. `id`: what a card id can be made of. */
const KEYS = {
  digits: [...'123456789', '', '0', null],
  letters: [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ', null],
  id: [...'1234567890abcdefghijklmnopqrstuvwxyz-_', SHIFT, null],
} as const;

interface PadProps {
  readonly kind: keyof typeof KEYS;
  readonly onKey: (key: string | null) => void;
}

/** Keys to touch. A keyboard types into the field itself, so that they are no stops on its way and take no focus from it. */
export function Pad({ kind, onKey }: PadProps): ReactNode {
  const say = useSay();
  const [capitals, setCapitals] = useState(false);
  return (
    <div className="pad" data-pad={kind} role="group" aria-label={say({ key: `pad.${kind}` })}>
      {KEYS[kind].map((key, position) => {
        if (key === '') return <span key={position} />;
        const typed = capitals && key !== null ? key.toUpperCase() : key;
        return (
          <ActionButton
            key={position}
            className="pad-key"
            onAct={() => (key === SHIFT ? setCapitals(!capitals) : onKey(typed))}
            attributes={{
              tabIndex: -1,
              onPointerDown: (event) => event.preventDefault(),
              'data-testid': 'pad-key',
              'data-key': key ?? 'erase',
              ...spoken(key, capitals, say),
            }}
          >
            {key === SHIFT ? (capitals ? 'abc' : 'ABC') : (typed ?? say({ key: 'pad.erase-sign' }))}
          </ActionButton>
        );
      })}
    </div>
  );
}

function spoken(key: string | null, capitals: boolean, say: ReturnType<typeof useSay>): AriaAttributes {
  if (key === null) return { 'aria-label': say({ key: 'pad.erase' }) };
  if (key === SHIFT) return { 'aria-label': say({ key: 'pad.shift' }), 'aria-pressed': capitals };
  return { 'aria-label': capitals ? key.toUpperCase() : key };
}
