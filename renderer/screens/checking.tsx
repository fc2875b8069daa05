import type { ReactNode } from 'react';

import { CardLabel } from '../components/card-label.tsx';
import { Signal } from '../components/signal.tsx';
import { StageFrame } from '../components/stage-frame.tsx';
import { useShownCard } from '../components/verdict-look.ts';
import { checkingTime } from '../locales/staff-text.ts';
import type { ShownDesk } from '../store/shown-desk.ts';
import { useSay } from '../components/words-context.tsx';

/** D1 is asked once more: a wait like any other, with nothing to press. The bar is the time that D1 may take. */
export function Checking({ desk }: { readonly desk: Extract<ShownDesk, { kind: 'checking' }> }): ReactNode {
  const say = useSay();
  const { card, askedMs, limitMs } = desk;
  const { attributes } = useShownCard(card);
  const part = limitMs === 0 ? 1 : Math.min(1, askedMs / limitMs);
  return (
    <StageFrame look="checking" attributes={attributes}>
      <div className="checking" data-testid="checking" data-checked-card-id={card.cardId}>
        <Signal verdict="wait" />
        <div className="checking-said">
          <h1 className="outcome-title">{say({ key: 'verdict.wait' })}</h1>
          <p className="checking-instruction">{say({ key: 'checking.instruction' })}</p>
          <p className="outcome-card">
            <CardLabel card={card} />
          </p>
          {/* Its length comes with the snapshots: a bar that ran by itself would say more than is known. */}
          <svg className="checking-bar" viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true">
            <rect className="checking-room" width="100" height="2" />
            <rect className="checking-part" width={part * 100} height="2" />
          </svg>
          <p className="outcome-note">
            {say({ key: 'checking.title' })}
            {' · '}
            <span className="time">{say(checkingTime(askedMs, limitMs))}</span>
          </p>
        </div>
      </div>
    </StageFrame>
  );
}
