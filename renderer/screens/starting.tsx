import type { ReactNode } from 'react';

import { StageFrame } from '../components/stage-frame.tsx';
import { useSay } from '../components/words-context.tsx';

/** Calm: nothing is known yet, and nothing is wrong. */
export function Starting(): ReactNode {
  const say = useSay();
  return (
    <StageFrame look="starting">
      <div className="starting">
        <h1 className="message-title">{say({ key: 'starting.title' })}</h1>
        <p className="message-action">{say({ key: 'starting.hint' })}</p>
      </div>
    </StageFrame>
  );
}
