import type { ReactNode } from 'react';

import { SlipIcon } from '../components/icons.tsx';
import { RefusedStrip } from '../components/refused-strip.tsx';
import { StageFrame } from '../components/stage-frame.tsx';
import { useSay, useStation } from '../components/station-context.tsx';

/** The picture moves on once in this time, in ms, so that it does not burn into the panel. */
const SHIFT_EVERY_MS = 60_000;

/** The places it moves through, as parts of the free room; neighbours are near, so the move is hardly seen. */
const PLACES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;

/** Nothing to do: says how to begin. */
export function Idle(): ReactNode {
  const say = useSay();
  const place = useStation((state) => PLACES[Math.floor(state.now.wall / SHIFT_EVERY_MS) % PLACES.length]);
  return (
    <StageFrame look="idle">
      <div className="idle" data-place={place}>
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
