import type { ReactNode } from 'react';

import { ActionButton } from '../components/action-button.tsx';
import { Pad } from '../components/dialog/pad.tsx';
import { PanelFrame } from '../components/panel-frame.tsx';
import { RawText } from '../components/raw-text.tsx';
import { useStation, useTypeKey } from '../components/station-context.tsx';
import { useSay } from '../components/words-context.tsx';

/** A card id by touch alone, where nothing can be scanned. A keyboard types into the same line. */
export function TypingScreen(): ReactNode {
  const say = useSay();
  const typeKey = useTypeKey();
  const typed = useStation((state) => state.typed);
  return (
    <PanelFrame name="typing" title={say({ key: 'typing.title' })}>
      <div className="typing">
        <div className="typing-line">
          <output className="typing-text code" aria-label={say({ key: 'typing.field' })} data-testid="typing-line">
            <span className="typing-chars">
              <RawText text={typed} />
              <span className="caret" aria-hidden="true" />
            </span>
          </output>
          <ActionButton
            className="button act"
            onAct={() => typeKey('Enter')}
            attributes={{ disabled: typed === '', 'data-testid': 'act', 'data-act': 'show-typed' }}
          >
            {say({ key: 'typing.enter' })}
          </ActionButton>
        </div>
        <Pad kind="id" onKey={(key) => typeKey(key ?? 'Backspace')} />
      </div>
    </PanelFrame>
  );
}
