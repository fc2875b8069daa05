/** How long an access token is used. Pure; instants are by the monotonic clock, in ms. */
import type { Stamp } from '../tracking/instant.ts';

export interface KeptToken {
  readonly accessToken: string;
  /** When it was asked for: its life is counted from there. */
  readonly sentAt: Stamp;
  readonly lifeMs: number;
  /** Where between the earliest and the latest its renewal lies: drawn anew for each token, in [0, 1). */
  readonly spread: number;
}

/** A token without a lifetime is kept this long, in ms. */
const DEFAULT_LIFETIME_MS = 5 * 60_000;
/** D1's tokens live 15 minutes; nothing is believed to live longer, in ms. */
const MAX_LIFETIME_MS = 15 * 60_000;
/** A token that lives shorter than this is used for one call, in ms. */
const USE_ONCE_MS = 30_000;
/** Used for this share of its life, so that a read never meets its end. */
const USED_SHARE = 0.8;
/**
 * Renewed in the background from this share on: stations that signed in together, in the morning or when D1 came back,
 * must not come together again with each renewal.
 */
const EARLIEST_RENEWAL_SHARE = 0.7;
/** A token is not renewed earlier than this, whatever life is asked for: short tokens must not make a storm, in ms. */
const MIN_RENEWAL_MS = 30_000;

/** The life of a token by its `expires_in` in ms, null where D1 gave none. */
export function lifeOf(
  lifetimeMs: number | null,
): { readonly kind: 'once' } | { readonly kind: 'kept'; readonly ms: number } {
  const ms = Math.min(lifetimeMs ?? DEFAULT_LIFETIME_MS, MAX_LIFETIME_MS);
  return ms < USE_ONCE_MS ? { kind: 'once' } : { kind: 'kept', ms };
}

/** Until when a token is handed out. */
export function usableUntil(kept: KeptToken): number {
  return kept.sentAt.mono + kept.lifeMs * USED_SHARE;
}

/**
 * When a token is renewed in the background so that `minimumLifeMs` of its life are left; never later than it is usable.
 * Of a token too short for that, as much is left as a renewal every half minute allows.
 */
export function renewAt(kept: KeptToken, minimumLifeMs: number): number {
  const share = USED_SHARE - (USED_SHARE - EARLIEST_RENEWAL_SHARE) * kept.spread;
  const wanted = Math.min(kept.lifeMs - minimumLifeMs, kept.lifeMs * share);
  return Math.min(kept.sentAt.mono + Math.max(wanted, MIN_RENEWAL_MS), usableUntil(kept));
}
