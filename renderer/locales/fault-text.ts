import type { FaultView, StationView } from '../../main/ipc/contract.ts';
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
  const { at } = fault;
  if (at !== undefined && NAMED[at].has(fault.family)) {
    return { key: `fault.at.${at}.${fault.family}.${fault.cause}`, otherwise: `fault.at.${at}.${fault.family}.other` };
  }
  return { key: `fault.sentence.${fault.family}.${fault.cause}`, otherwise: `fault.sentence.${fault.family}.other` };
}

/** The families in which a relay or an identity server is named in D1's place, by where the fault lies. */
const NAMED: Readonly<Record<NonNullable<FaultView['at']>, ReadonlySet<FaultView['family']>>> = {
  relay: new Set(['network', 'sign-in', 'certificate', 'malformed']),
  'relay-at-d1': new Set(['network', 'sign-in']),
  'identity-server': new Set(['network', 'sign-in', 'certificate', 'malformed']),
};

/** Why a new record is begun; the other causes keep any record from being written. */
const BEGUN_ANEW = new Set(['damaged', 'lost', 'rolled-back', 'key-missing', 'key-changed', 'chain-broken']);

/** What staff do now; `ledger` is how the record stands, because one that was begun anew can be written. */
export function faultAction(fault: FaultView, ledger: StationView['ledger'] = 'failing'): Line {
  if (fault.family === 'ledger' && ledger === 'unaccepted' && BEGUN_ANEW.has(fault.cause))
    return { key: 'fault.action.ledger-begun' };
  const warningOnly = fault.family === 'certificate' && fault.cause === 'client-expiring';
  return { key: warningOnly ? 'fault.action.certificate-expiring' : `fault.action.${fault.family}` };
}

/** Who can end the fault. */
export function faultOwner(fault: FaultView): Line {
  return { key: `owner.${fault.owner}` };
}
