/** Outcomes that every call to D1 shares. */
import { defect } from '../tracking/defect.ts';
import type { Fault } from '../tracking/fault.ts';
import { faultOfFailedCall, type FaultContext } from './faults.ts';
import { CallFailed } from './transport.ts';
import { unlessAborted } from './unless-aborted.ts';

export interface FaultOutcome {
  readonly kind: 'fault';
  readonly fault: Fault;
}

export function faulty(fault: Fault): FaultOutcome {
  return { kind: 'fault', fault };
}

/** The station itself ended the call: the card left the screen, or whoever waits has waited long enough. */
export function givenUp(correlationId: string | null): FaultOutcome {
  return faulty({ family: 'network', cause: 'reset', detail: 'given up by the station', correlationId });
}

export function unexpected(error: unknown): FaultOutcome {
  return faulty(defect(error));
}

/**
 * What a call came to that threw. Finding out why can take several connections: whoever has given up does not wait for
 * them, and where that is known none is made.
 */
export async function failed(error: unknown, context: FaultContext, signal: AbortSignal): Promise<FaultOutcome> {
  if (!(error instanceof CallFailed)) return unexpected(error);
  if (signal.aborted) return givenUp(error.correlationId);
  const fault = await unlessAborted(faultOfFailedCall(error, context), signal);
  return fault === null ? givenUp(error.correlationId) : faulty(fault);
}
