import type { ReactNode } from 'react';

import { SlipIcon } from '../components/icons.tsx';
import { RefusedStrip } from '../components/refused-strip.tsx';
import { StageFrame } from '../components/stage-frame.tsx';
import { useSay } from '../components/words-context.tsx';

/** Nothing to do: says how to begin. */
export function Idle(): ReactNode {
  const say = useSay();
  return (
    <StageFrame look="idle">
      <div className="idle">
        <div className="idle-icon">
          <SlipIcon />
        </div>
        <div>
          <h1 className="idle-prompt">{say({ key: 'idle.prompt' })}</h1>
          <p className="idle-hint">{say({ key: 'idle.hint' })}</p>
        </div>
      </div>
      <RefusedStrip />
    </StageFrame>
  );
}
