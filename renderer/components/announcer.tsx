import type { ReactNode } from 'react';

import { faultSentence } from '../locales/fault-text.ts';
import { refusalLines, undoWhat } from '../locales/staff-text.ts';
import { nameOf, nameText } from '../store/card-name.ts';
import { layoutOf } from '../store/layout.ts';
import { effectiveVerdict } from '../store/lease.ts';
import { useSayVerdict, useVerdictContext } from './card-stage.tsx';
import { useShownDesk, useStation } from './station-context.tsx';
import { useSay } from './words-context.tsx';

/**
 * Speaks to screen readers: progress and what can be undone politely, refusals and faults at once. Ages and seconds are
 * left out, or it would never stop.
 */
export function Announcer(): ReactNode {
  const say = useSay();
  const sayVerdict = useSayVerdict();
  const context = useVerdictContext();
  const desk = useShownDesk();
  const view = useStation((state) => state.view);
  const receivedAt = useStation((state) => state.receivedAt);
  const now = useStation((state) => state.now);
  const silent = useStation((state) => state.silent);
  const layout = layoutOf(view, desk);
  const alerts = (view?.faults ?? []).map((fault) => say(faultSentence(fault)));
  if (silent) alerts.unshift(say({ key: 'silence.title' }));
  if (desk.kind === 'refused') {
    const { what, nothing, now: next } = refusalLines(desk.refused.why);
    alerts.unshift([what, nothing, next].map(say).join(' '));
  }
  let progress = '';
  if (layout.screen === 'given') progress = say({ key: 'given.title' });
  else if (layout.screen === 'checking') progress = say({ key: 'checking.title' });
  else if ('stage' in layout && context !== null) {
    const judgement = effectiveVerdict(layout.stage, receivedAt, now);
    const spoken = sayVerdict(layout.stage, judgement, context);
    if (judgement.verdict === 'do-not-hand-over') alerts.unshift(spoken);
    else progress = spoken;
  }
  const undo = silent ? null : (view?.undo ?? null);
  const card = undo === null ? '' : nameText(nameOf(undo, view));
  return (
    <>
      <div className="unseen" role="status">
        {progress}
      </div>
      <div className="unseen" role="status">
        {undo !== null && say({ key: 'undo.spoken', values: { what: say(undoWhat(undo)), card } })}
      </div>
      <div className="unseen" role="alert">
        {alerts.join('. ')}
      </div>
    </>
  );
}
