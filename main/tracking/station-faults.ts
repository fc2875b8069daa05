/** How faults come and go in the state, and what they say of the way to D1. Pure. */
import type { Fault } from './fault.ts';
import type { Stamp } from './instant.ts';
import type { FaultSource, StationState } from './station-state.ts';

/** An exchange with D1 succeeded: the fault of its source ends, and with it every fault of the way there. */
export function withContact(state: StationState, source: FaultSource, startedAt: Stamp): StationState {
  const faults = new Map(
    [...state.faults].filter(
      ([from, { fault }]) => from !== source && !(endsOnContact(fault) && !outlives(fault, source)),
    ),
  );
  const failing = [...faults.values()].some(({ fault }) => outlives(fault, source));
  const newer = state.contact.lastAt === null || state.contact.lastAt.mono <= startedAt.mono;
  // A sign-in that buys a token which D1 then refuses is no contact: the cards learn nothing by it.
  const lastAt = newer && !failing ? startedAt : state.contact.lastAt;
  return { ...state, faults, contact: { lastAt, failingSince: failing ? state.contact.failingSince : null } };
}

/**
 * A sign-in buys a token; that D1 refuses the token on reads, or answers them with trouble of its own, is disproved by a read
 * alone.
 */
function outlives(fault: Fault, source: FaultSource): boolean {
  if (source !== 'sign-in') return false;
  switch (fault.family) {
    case 'sign-in':
      return fault.cause !== 'token-refused';
    case 'network':
      return fault.cause === 'server-error' || fault.cause === 'too-many-requests';
    default:
      return false;
  }
}

/** A fault that cannot stand beside a working exchange with D1. What one card or one file is about can. */
function endsOnContact(fault: Fault): boolean {
  switch (fault.family) {
    case 'network':
    case 'sign-in':
      return true;
    case 'certificate':
      return fault.cause !== 'client-expiring';
    default:
      return false;
  }
}

/** Records a fault of one source; the same cause keeps the time it began. */
export function withFault(state: StationState, source: FaultSource, fault: Fault, at: Stamp): StationState {
  const before = state.faults.get(source);
  const same = before?.fault.family === fault.family && before.fault.cause === fault.cause;
  const faults = new Map(state.faults).set(source, { fault, since: same ? before.since : at });
  const failingSince = breaksContact(source, fault) ? (state.contact.failingSince ?? at) : state.contact.failingSince;
  return { ...state, faults, contact: { ...state.contact, failingSince } };
}

/** A fault that says the way to D1 does not work, not only that one answer was unusable. */
function breaksContact(source: FaultSource, fault: Fault): boolean {
  // The record is kept in the keychain's care too, and D1 knows nothing of it. A test is no exchange that a card waits for.
  if (source === 'ledger' || source === 'ledger-head' || source === 'self-test') return false;
  switch (fault.family) {
    case 'network':
    case 'sign-in':
    case 'keychain':
      return true;
    case 'certificate':
      return fault.cause !== 'client-expiring';
    case 'malformed':
      return true;
    case 'clock':
      // A clock that is only looked at breaks nothing; one that D1 refuses us for does.
      return source !== 'clock';
    default:
      return false;
  }
}

export function withoutFault(state: StationState, source: FaultSource): StationState {
  if (!state.faults.has(source)) return state;
  const faults = new Map(state.faults);
  faults.delete(source);
  return { ...state, faults };
}
