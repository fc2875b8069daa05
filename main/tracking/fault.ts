import type { FaultCause, FaultFamily, FaultPlace } from './words.ts';

/** What support needs to find the event again; never a secret, never a card number. */
export interface FaultFacts {
  /** The raw error or response in one line, at most 300 characters, for support. */
  readonly detail: string;
  /** The `x-correlation-id` of the call that failed, or null when no call was made. */
  readonly correlationId: string | null;
  /** HTTP status of the response, where there was one. */
  readonly httpStatus?: number;
  /** How long the server asked us to stay away, in ms (`Retry-After`). */
  readonly retryAfterMs?: number;
  /** That time ends at a moment that the server named: the same for every station that heard it. */
  readonly sameForAll?: boolean;
  /** How far our clock is from D1's, in ms, positive when ours is ahead (`clock` only). */
  readonly skewMs?: number;
  /** Days until the client certificate ends (`certificate` / `client-expiring` only). */
  readonly daysLeft?: number;
  /** Where it lies when that is not D1 itself (relay modes only). */
  readonly at?: FaultPlace;
}

/** Why there is no fresh answer: family and cause always fit together. */
export type Fault = {
  [F in FaultFamily]: { readonly family: F; readonly cause: FaultCause<F> } & FaultFacts;
}[FaultFamily];
