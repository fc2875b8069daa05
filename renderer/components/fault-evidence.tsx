import type { ReactNode } from 'react';

import type { FaultView } from '../../main/ipc/contract.ts';
import { faultOwner } from '../locales/fault-text.ts';
import { RawText } from './raw-text.tsx';
import { useTimeOf } from './station-context.tsx';
import { useSay } from './words-context.tsx';

/** Fault details may be this long: one line of a log, and the only place where support hears of it. */
const DETAIL_LIMIT = 300;

/** What support asks for on the phone. */
export function FaultEvidence({ fault }: { readonly fault: FaultView }): ReactNode {
  const say = useSay();
  const timeOf = useTimeOf();
  return (
    <dl className="evidence">
      <Row name={say({ key: 'owner.label' })}>{say(faultOwner(fault))}</Row>
      <Row name={say({ key: 'fault.since' })}>{timeOf(fault.since)}</Row>
      <Row name={say({ key: 'fault.cause' })}>
        <RawText text={`${fault.family} / ${fault.cause}`} />
      </Row>
      {fault.correlationId !== null && (
        <Row name={say({ key: 'fault.correlation' })}>
          <RawText text={fault.correlationId} />
        </Row>
      )}
      {fault.detail !== '' && (
        <Row name={say({ key: 'fault.detail' })}>
          <RawText text={fault.detail} limit={DETAIL_LIMIT} />
        </Row>
      )}
    </dl>
  );
}

/** The attributes by which a fault can be read by a program; kept stable. */
export function faultAttributes(fault: FaultView): Readonly<Record<`data-${string}`, string>> {
  return { 'data-testid': 'fault', 'data-fault': fault.family, 'data-cause': fault.cause };
}

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className="pair">
      <dt>{name}</dt>
      <dd className="code">{children}</dd>
    </div>
  );
}
