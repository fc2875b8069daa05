import type { ReactNode } from 'react';

import { Command } from '../components/command.tsx';
import { RawText } from '../components/raw-text.tsx';
import { StageFrame } from '../components/stage-frame.tsx';
import { useStation } from '../components/station-context.tsx';
import { useSay } from '../components/words-context.tsx';

/** A file's path and what is wrong with it are worth nothing when they are cut. */
const DETAIL_LIMIT = 300;

/** No credentials yet: says who has to do what. A bundle that lies ready and could not be taken is the first thing to say. */
export function NotProvisioned(): ReactNode {
  const say = useSay();
  const screen = useStation((state) => state.view?.screen);
  const bundle = screen?.kind === 'not-provisioned' ? screen.bundle : null;
  return (
    <StageFrame look="message">
      <div className="message" data-testid="not-provisioned" data-bundle={bundle?.problem ?? ''}>
        <h1 className="message-title">{say({ key: 'notProvisioned.title' })}</h1>
        {bundle === null ? (
          <>
            <p className="message-action">{say({ key: 'notProvisioned.action' })}</p>
            <Command text={say({ key: 'notProvisioned.command' })} />
            <p className="message-note">{say({ key: 'notProvisioned.explain' })}</p>
          </>
        ) : (
          <>
            <p className="message-action">{say({ key: `machineBundle.problem.${bundle.problem}` })}</p>
            <p className="code">
              <RawText text={bundle.detail} limit={DETAIL_LIMIT} />
            </p>
            <p className="message-note">{say({ key: 'machineBundle.again' })}</p>
          </>
        )}
      </div>
    </StageFrame>
  );
}
