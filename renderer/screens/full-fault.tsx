import type { ReactNode } from 'react';

import type { FaultView } from '../../main/ipc/contract.ts';
import { faultAttributes, FaultEvidence } from '../components/fault-evidence.tsx';
import { FaultIcon } from '../components/icons.tsx';
import { StageFrame } from '../components/stage-frame.tsx';
import { useStation } from '../components/station-context.tsx';
import { faultAction, faultSentence } from '../locales/fault-text.ts';
import { useSay } from '../components/words-context.tsx';

/** D1 has never answered since the start and something is wrong: the fault is the whole message. */
export function FullFault({ faults }: { readonly faults: readonly FaultView[] }): ReactNode {
  const say = useSay();
  const ledger = useStation((state) => state.view?.ledger);
  return (
    <StageFrame look="fault">
      <div className="full-fault">
        {faults.map((fault, index) => (
          <article key={index} className={index === 0 ? 'fault-first' : 'fault-also'} {...faultAttributes(fault)}>
            {index === 0 && (
              <span className="fault-icon">
                <FaultIcon />
              </span>
            )}
            <div className="fault-words">
              <h1 className="message-title">{say(faultSentence(fault))}</h1>
              <p className="message-action">{say(faultAction(fault, ledger))}</p>
            </div>
            <FaultEvidence fault={fault} />
          </article>
        ))}
      </div>
    </StageFrame>
  );
}
