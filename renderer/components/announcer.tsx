import type { ReactNode } from 'react';

import { instruction, verdictWord } from '../locales/verdict-text.ts';
import { faultSentence } from '../locales/fault-text.ts';
import { layoutOf } from '../store/layout.ts';
import { effectiveVerdict } from '../store/lease.ts';
import { useVerdictContext } from './card-stage.tsx';
import { useSay, useStation } from './station-context.tsx';

/** Speaks to screen readers: progress politely, refusals and faults at once. Ages are left out, or it would never stop. */
export function Announcer(): ReactNode {
  const say = useSay();
  const context = useVerdictContext();
  const view = useStation((state) => state.view);
  const receivedAt = useStation((state) => state.receivedAt);
  const now = useStation((state) => state.now);
  const silent = useStation((state) => state.silent);
  const layout = layoutOf(view);
  const alerts = (view?.faults ?? []).map((fault) => say(faultSentence(fault)));
  if (silent) alerts.unshift(say({ key: 'silence.title' }));
  let progress = '';
  if ('stage' in layout && context !== null) {
    const judgement = effectiveVerdict(layout.stage, receivedAt, now);
    const spoken = [verdictWord(judgement), instruction(layout.stage, judgement, context)].map(say).join('. ');
    if (judgement.verdict === 'do-not-hand-over') alerts.unshift(spoken);
    else progress = spoken;
  }
  return (
    <>
      <div className="unseen" role="status">
        {progress}
      </div>
      <div className="unseen" role="alert">
        {alerts.join('. ')}
      </div>
    </>
  );
}
