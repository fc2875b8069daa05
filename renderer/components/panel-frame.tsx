import { useRef, type ReactNode } from 'react';

import { ActionButton } from './action-button.tsx';
import { StageFrame } from './stage-frame.tsx';
import { useShowPanel, useTouchPanel } from './station-context.tsx';
import { useTakenFocus } from './use-taken-focus.ts';
import { useSay } from './words-context.tsx';

interface PanelFrameProps {
  readonly name: string;
  readonly title: string;
  readonly children: ReactNode;
}

/** What every panel has: a title, a large way back, Escape as another, and that a touch keeps it open. */
export function PanelFrame({ name, title, children }: PanelFrameProps): ReactNode {
  const say = useSay();
  const showPanel = useShowPanel();
  const touch = useTouchPanel();
  const frame = useRef<HTMLElement>(null);
  useTakenFocus(frame, () => showPanel(null));
  return (
    <StageFrame look="panel">
      <section
        ref={frame}
        className="panel"
        tabIndex={-1}
        aria-label={title}
        data-testid="panel"
        data-panel={name}
        onPointerDown={touch}
        onKeyDown={touch}
      >
        <header className="panel-head">
          <h1 className="panel-title">{title}</h1>
          <ActionButton
            className="button act"
            onAct={() => showPanel(null)}
            attributes={{ 'data-testid': 'act', 'data-act': 'close-panel' }}
          >
            {say({ key: 'panel.close' })}
          </ActionButton>
        </header>
        <div className="panel-body">{children}</div>
      </section>
    </StageFrame>
  );
}
