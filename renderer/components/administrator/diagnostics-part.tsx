import type { ReactNode } from 'react';

import { DIAGNOSTICS_EVERY_MS } from '../../store/administrator.ts';
import { useActions } from '../station-context.tsx';
import { DiagnosticsFacts } from './diagnostics-facts.tsx';
import { useAnswer } from './use-answer.ts';
import { useSay } from '../words-context.tsx';

/** What support asks for on the phone, kept up to date. */
export function DiagnosticsPart(): ReactNode {
  const say = useSay();
  const { diagnostics } = useActions();
  const answer = useAnswer(diagnostics, DIAGNOSTICS_EVERY_MS);
  return (
    <div
      className="diagnostics"
      data-testid="diagnostics"
      tabIndex={0}
      role="group"
      aria-label={say({ key: 'administrator.part.diagnostics' })}
    >
      {answer?.kind === 'open' ? (
        <DiagnosticsFacts open={answer} />
      ) : (
        <p className="area-note">{say({ key: 'administrator.loading' })}</p>
      )}
    </div>
  );
}
