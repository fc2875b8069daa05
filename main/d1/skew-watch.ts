/** How far the station's clock is from D1's: a fault of its own, also while D1 still accepts us. Pure but for its memory. */
import type { Fault } from '../tracking/fault.ts';
import { httpDate } from './http-date.ts';
import type { D1Response } from './transport.ts';

/** A clock further off than this makes the times in the ledger wrong, in ms. */
const MAX_SKEW_MS = 60_000;
/** A `Date` has whole seconds, so it may lie this far before the moment at which it was written, in ms. */
const DATE_RESOLUTION_MS = 1_000;
/** The fault ends below this share of the limit: a clock that wanders about the limit does not make it come and go. */
const END_SHARE = 0.5;

/**
 * The skew from which on it is a fault, in ms: a minute, or half of the assertion's life where that is less, because a
 * sign-in would soon be refused.
 */
export function skewLimit(assertionLifetimeMs: number): number {
  return Math.min(MAX_SKEW_MS, assertionLifetimeMs / 2);
}

/** Looks at the exchanges with D1 for their time. */
export interface SkewWatch {
  /** Takes a response that D1 itself has just written; one without a readable `Date` says nothing. */
  observe(response: Pick<D1Response, 'header' | 'sentAt' | 'receivedAt' | 'correlationId'>): void;
}

/** `onSkew` hears of the first exchange, of every change, and of a skew that has grown or shrunk by half the limit. */
export function createSkewWatch(limitMs: number, onSkew: (fault: Fault | null) => void): SkewWatch {
  /** The skew that was last told, null for none; undefined before the first exchange. */
  let told: number | null | undefined;

  return {
    observe(response) {
      const skewMs = surelyOff(response);
      if (skewMs === null) return;
      const before = told ?? null;
      const isOff = Math.abs(skewMs) > limitMs * (before === null ? 1 : END_SHARE);
      const next = isOff ? skewMs : null;
      if (told === next) return;
      if (before !== null && next !== null && Math.abs(next - before) < limitMs * END_SHARE) return;
      told = next;
      onSkew(next === null ? null : faultOf(next, response.correlationId));
    },
  };
}

function faultOf(skewMs: number, correlationId: string): Fault {
  const seconds = String(Math.round(Math.abs(skewMs) / 1_000));
  const detail = `the station's clock is ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} D1's`;
  return { family: 'clock', cause: 'skew', skewMs, detail, correlationId };
}

/**
 * How far our clock is off at least, in ms, positive when ours is ahead: D1 wrote the `Date` somewhere between request and
 * response, and a slow exchange must not look like a wrong clock. Null without a `Date`.
 */
function surelyOff(response: Pick<D1Response, 'header' | 'sentAt' | 'receivedAt'>): number | null {
  const date = httpDate(response.header('date'));
  if (date === null) return null;
  const { sentAt, receivedAt } = response;
  const most = receivedAt.wall - date;
  const least = most - (receivedAt.mono - sentAt.mono) - DATE_RESOLUTION_MS;
  if (least > 0) return least;
  return most < 0 ? most : 0;
}
