/** What the checks of a version's first start come to: `(checks) → fine, or which are not`. Pure. */
import type { FirstStartCheck } from '../../ipc/administrator-contract.ts';
import type { Fault } from '../../tracking/fault.ts';
import type { StationState } from '../../tracking/station-state.ts';
import { isHarmless, type StepOutcome } from '../administrator/self-test.ts';

export interface DoneCheck {
  readonly check: FirstStartCheck;
  readonly outcome: StepOutcome;
}

export interface Failing {
  readonly check: FirstStartCheck;
  /** Null for a check that was not done because one before it failed. */
  readonly fault: Fault | null;
}

export interface ChecksVerdict {
  /** How many count: what cannot be looked at here (no card, a proxy in the way) is no check. */
  readonly checks: number;
  /** Empty when all is well. */
  readonly failing: readonly Failing[];
}

export function verdictOfChecks(done: readonly DoneCheck[]): ChecksVerdict {
  const counted = done.filter(({ outcome }) => !(outcome.kind === 'not-done' && isHarmless(outcome.why)));
  const failing = counted.flatMap(({ check, outcome }) =>
    outcome.kind === 'ok' ? [] : [{ check, fault: outcome.kind === 'failed' ? outcome.fault : null }],
  );
  return { checks: counted.length, failing };
}

/** Whether this version can read and write the record that the one before has left: looked up, since it was opened anyway. */
export function recordCheck({ ledger, faults }: Pick<StationState, 'ledger' | 'faults'>): StepOutcome {
  if (ledger === 'accepted' || ledger === 'unaccepted') return { kind: 'ok', detail: '' };
  const active = faults.get('ledger') ?? faults.get('ledger-head');
  return active === undefined ? { kind: 'not-done', why: 'before' } : { kind: 'failed', fault: active.fault };
}

/**
 * What the board should say of it. What lies between the station and D1 it says by itself, and takes back by itself; that
 * the keychain does not keep what is stored in it would else show at the next handover only.
 */
export function faultForBoard({ failing }: ChecksVerdict): Fault | null {
  return failing.find(({ fault }) => fault?.family === 'keychain')?.fault ?? null;
}

/** D1 has answered or has not, and so has each card, and the record is open: from here on nothing is kept waiting by a test. */
export function knowsWhereItStands({ cards, contact, ledger }: StationState): boolean {
  const asked = contact.lastAt !== null || contact.failingSince !== null;
  return asked && ledger !== 'opening' && [...cards.values()].every(({ phase }) => phase !== 'not-asked');
}
