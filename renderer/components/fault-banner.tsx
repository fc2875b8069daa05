import { useState, type ReactNode } from 'react';

import type { FaultView } from '../../main/ipc/contract.ts';
import { faultAction, faultOwner, faultSentence } from '../locales/fault-text.ts';
import { faultAttributes, FaultEvidence } from './fault-evidence.tsx';
import { FaultIcon } from './icons.tsx';
import { useStation, useTimeOf } from './station-context.tsx';
import { useSay } from './words-context.tsx';

/** Faults above the cards: the first one in full, the others by their sentence; what support asks for opens on demand. */
export function FaultBanner({ faults }: { readonly faults: readonly FaultView[] }): ReactNode {
  const say = useSay();
  const ledger = useStation((state) => state.view?.ledger);
  const timeOf = useTimeOf();
  const [open, setOpen] = useState(false);
  const [first, ...others] = faults;
  if (first === undefined) return null;
  return (
    <section className="banner" data-open={open}>
      <div className="banner-main" {...faultAttributes(first)}>
        <span className="banner-icon">
          <FaultIcon />
        </span>
        <div className="banner-words">
          <p className="banner-sentence">{say(faultSentence(first))}</p>
          <p className="banner-action">{say(faultAction(first, ledger))}</p>
        </div>
        {!open && (
          <dl className="banner-facts">
            <dt>{say({ key: 'fault.since' })}</dt>
            <dd>{timeOf(first.since)}</dd>
            <dt>{say({ key: 'owner.label' })}</dt>
            <dd>{say(faultOwner(first))}</dd>
          </dl>
        )}
        <button type="button" className="button button-quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {say({ key: open ? 'action.hideDetails' : 'action.details' })}
        </button>
      </div>
      {open && <FaultEvidence fault={first} />}
      {others.length > 0 && (
        <ul className="banner-others">
          {others.map((fault, index) => (
            <li key={index} {...faultAttributes(fault)}>
              {say(faultSentence(fault))}
              {open && <FaultEvidence fault={fault} />}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
