import type { ReactNode } from 'react';

import { StageFrame } from '../components/stage-frame.tsx';
import { useSay } from '../components/station-context.tsx';

/** No credentials yet: says who has to do what. */
export function NotProvisioned(): ReactNode {
  const say = useSay();
  return (
    <StageFrame look="message">
      <div className="message">
        <h1 className="message-title">{say({ key: 'notProvisioned.title' })}</h1>
        <p className="message-action">{say({ key: 'notProvisioned.action' })}</p>
        <p className="code command">{say({ key: 'notProvisioned.command' })}</p>
        <p className="message-note">{say({ key: 'notProvisioned.explain' })}</p>
      </div>
    </StageFrame>
  );
}
