/** What the relay answered: a body that is still to be checked, or why there is none, in words for support. */
export type ListOutcome =
  | { readonly kind: 'body'; readonly body: unknown }
  /** The station is not signed in, which has a fault of its own, or the call was given up. */
  | { readonly kind: 'not-now' }
  | {
      readonly kind: 'unreachable' | 'unusable';
      readonly detail: string;
      readonly correlationId: string | null;
      /** How long the relay asked to be left alone, in ms. */
      readonly retryAfterMs?: number;
    };
