import type { FaultView } from '../../main/ipc/contract.ts';
import type { Line } from './line.ts';

const SECOND_MS = 1_000;

/** What is wrong, in a plain sentence. */
export function faultSentence(fault: FaultView): Line {
  if (fault.cause === 'client-expiring' && fault.daysLeft !== null) {
    return { key: 'fault.daysLeft', values: { count: Math.max(0, fault.daysLeft) } };
  }
  if (fault.cause === 'skew' && fault.skewMs !== null) {
    return { key: 'fault.skew', values: { count: Math.round(Math.abs(fault.skewMs) / SECOND_MS) } };
  }
  return { key: `fault.sentence.${fault.family}.${fault.cause}`, otherwise: `fault.sentence.${fault.family}.other` };
}

/** What staff do now. */
export function faultAction(fault: FaultView): Line {
  const warningOnly = fault.family === 'certificate' && fault.cause === 'client-expiring';
  return { key: warningOnly ? 'fault.action.certificate-expiring' : `fault.action.${fault.family}` };
}

/** Who can end the fault. */
export function faultOwner(fault: FaultView): Line {
  return { key: `owner.${fault.owner}` };
}
