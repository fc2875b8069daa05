import type { ReactNode } from 'react';
import { useStore } from 'zustand';

import { pinLine } from '../../locales/pin-text.ts';
import { holdLeft, takesDigits } from '../../store/pin-entry.ts';
import { ActionButton } from '../action-button.tsx';
import { Command } from '../command.tsx';
import { Pad } from '../dialog/pad.tsx';
import { usePinPad, useStation } from '../station-context.tsx';
import { useSay } from '../words-context.tsx';

/** Asks for the PIN. What is typed shows as dots; the keys to touch lie beside it. */
export function PinDoor(): ReactNode {
  const say = useSay();
  const pin = usePinPad();
  const entry = useStore(pin.entry);
  const now = useStation((state) => state.now);
  const open = takesDigits(entry, now);
  const again = entry.door === 'keychain' || entry.door === 'no-answer' || entry.door === 'no-pin';
  return (
    <div className="pin-door" data-testid="pin" data-door={holdLeft(entry, now) > 0 ? 'wait' : entry.door}>
      {/* The button that opened the panel gives the focus up: Enter is the PIN's now, and must not press it again. */}
      <div className="pin-said" tabIndex={-1} data-first-focus>
        {!again && (
          <div
            className="pin-dots"
            role="img"
            aria-label={say({ key: 'pin.dots', values: { count: entry.digits.length } })}
          >
            {entry.digits === '' ? (
              <span className="pin-none" />
            ) : (
              [...entry.digits].map((_digit, place) => <span key={place} className="pin-dot" />)
            )}
          </div>
        )}
        <p className="pin-line" role="status">
          {say(pinLine(entry, now))}
        </p>
        {entry.door === 'no-pin' && <Command text={say({ key: 'pin.command' })} />}
        {again && (
          <ActionButton
            className="button act"
            onAct={() => pin.look()}
            attributes={{ 'data-testid': 'act', 'data-act': 'try-again' }}
          >
            {say({ key: 'pin.again' })}
          </ActionButton>
        )}
      </div>
      {!again && (
        <div className="pin-keys" data-open={open}>
          <Pad kind="digits" onKey={(key) => (key === null ? pin.onErase() : pin.onText(key))} />
          <ActionButton
            className="button act pin-enter"
            onAct={() => pin.onEnter()}
            attributes={{ disabled: !open, 'data-testid': 'act', 'data-act': 'unlock' }}
          >
            {say({ key: 'pin.unlock' })}
          </ActionButton>
        </div>
      )}
    </div>
  );
}
