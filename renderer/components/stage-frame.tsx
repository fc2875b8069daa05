import type { ReactNode } from 'react';

import { EnvironmentBand } from './environment-band.tsx';
import { NO_CARD, type CardAttributes } from './verdict-look.ts';

interface StageFrameProps {
  /** How the area looks: a verdict, or the name of a screen without a card. */
  readonly look: string;
  readonly attributes?: CardAttributes;
  readonly children: ReactNode;
}

/** The main area. It is on every screen, with the environment band in it, and says by attributes which card it shows. */
export function StageFrame({ look, attributes = NO_CARD, children }: StageFrameProps): ReactNode {
  return (
    <section className="stage" data-testid="stage" data-look={look} {...attributes}>
      <EnvironmentBand />
      <div className="stage-body">{children}</div>
    </section>
  );
}
