import type { Fault } from '../tracking/fault.ts';
import type { FaultCause } from '../tracking/words.ts';

export type KeychainCause = FaultCause<'keychain'>;
export type KeychainFault = Extract<Fault, { readonly family: 'keychain' }>;
export type CertificateFault = Extract<Fault, { readonly family: 'certificate' }>;

/** The longest detail of a fault, in characters: one line that can be read out over the phone. */
const MAX_DETAIL_LENGTH = 300;

/** The text as one line of at most 300 characters, without control characters. */
export function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out here
  const line = text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim();
  return line.length <= MAX_DETAIL_LENGTH ? line : `${line.slice(0, MAX_DETAIL_LENGTH - 1)}…`;
}

/** A fault of the `keychain` family. `detail` is for support and must hold no secret. */
export function keychainFault(cause: KeychainCause, detail: string): KeychainFault {
  return { family: 'keychain', cause, detail: oneLine(detail), correlationId: null };
}

/** A fault of the `certificate` family that we find by ourselves, before any call. */
export function certificateFault(
  cause: CertificateFault['cause'],
  detail: string,
  facts: { readonly daysLeft?: number } = {},
): CertificateFault {
  return { family: 'certificate', cause, detail: oneLine(detail), correlationId: null, ...facts };
}
