import type { Stamp } from '../tracking/instant.ts';
import { httpDate } from './http-date.ts';

/** An answer may lag behind D1's own time by this much before it counts as a stored copy, in ms. */
export const MAX_DATE_LAG_MS = 30_000;
/**
 * An answer that lags by more than this counts as that much older, in ms: what `Age` allows. A `Date` has whole seconds and
 * D1's machines differ little, so less than this says nothing.
 */
export const TOLERATED_DATE_LAG_MS = 5_000;
/** An answer that a cache has held for longer than this is not fresh, in seconds. */
export const MAX_AGE_SECONDS = 5;

/**
 * D1's own time, learnt from the `Date` of sign-ins: a POST is answered by D1 itself and never by a cache.
 * Kept against the monotonic clock, so that a change of the station's clock does not touch it.
 */
export interface ServerClock {
  /** Takes the `Date` of a sign-in response. */
  learn(dateHeader: string | undefined, receivedAt: Stamp): void;
  /** D1's time at this moment of ours, ms since 1970; null before the first sign-in. */
  now(at: Stamp): number | null;
  /** How far this response's `Date` lies behind D1's own time, in ms; 0 where either is unknown. */
  lag(dateHeader: string | undefined, receivedAt: Stamp): number;
  /** How far the station's wall clock is ahead of D1's, in ms; null before the first sign-in. */
  skew(now: Stamp): number | null;
}

export function createServerClock(): ServerClock {
  /** D1's wall clock minus the station's monotonic clock, in ms. */
  let offset: number | null = null;
  return {
    learn(dateHeader, receivedAt) {
      const date = httpDate(dateHeader);
      if (date !== null) offset = date - receivedAt.mono;
    },
    now: (at) => (offset === null ? null : at.mono + offset),
    lag(dateHeader, receivedAt) {
      const date = httpDate(dateHeader);
      return date === null || offset === null ? 0 : Math.max(0, receivedAt.mono + offset - date);
    },
    skew: (now) => (offset === null ? null : now.wall - (now.mono + offset)),
  };
}

/**
 * The time that an answer counts from, on both clocks: when its request was sent, or, for one whose `Date` lags by more
 * than is tolerated, when D1 wrote that `Date`. What the exchange itself took is not counted twice.
 */
export function countsFrom({ sentAt, receivedAt }: Record<'sentAt' | 'receivedAt', Stamp>, lagMs: number): Stamp {
  if (lagMs <= TOLERATED_DATE_LAG_MS) return sentAt;
  const backMs = Math.max(0, sentAt.mono - (receivedAt.mono - lagMs));
  return { mono: sentAt.mono - backMs, wall: sentAt.wall - backMs };
}

/** Whether an `Age` header says that a cache held the answer too long; an unreadable one does not vouch for freshness. */
export function isStoredAnswer(ageHeader: string | undefined): boolean {
  if (ageHeader === undefined) return false;
  const text = ageHeader.trim();
  return !/^\d+$/.test(text) || Number(text) > MAX_AGE_SECONDS;
}
