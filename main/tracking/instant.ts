/** Time as the station needs it: instants on two clocks, and ISO 8601 text from D1. */

/** One moment on both clocks, in ms: `mono` never jumps and means nothing across restarts, `wall` is since 1970. */
export interface Stamp {
  readonly mono: number;
  readonly wall: number;
}

/** The clock and timers of the station, passed in so that tests own time. */
export interface Clock {
  now(): Stamp;
  /** Calls back once after `ms`; the returned function cancels. */
  after(ms: number, callback: () => void): () => void;
}

/**
 * How long ago `then` was, in ms: the larger of what the two clocks say, never negative.
 * The larger, because an answer that is too old on either clock is too old.
 */
export function elapsed(then: Stamp, now: Stamp): number {
  return Math.max(now.mono - then.mono, now.wall - then.wall, 0);
}

/** True when `until` has come on either clock: a machine that slept, or a clock set ahead, prolongs nothing. */
export function isOver(until: Stamp, now: Stamp): boolean {
  return now.mono >= until.mono || now.wall >= until.wall;
}

const ISO_INSTANT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Reads an ISO 8601 instant with its zone (`2025-01-17T06:28:02.492Z`, `…02.49+01:00`) as ms since 1970.
 * Null for anything else: text without a zone, a date that the calendar does not have, other forms.
 * Source: D1 portal, identifier and timestamp rules; digits past the millisecond are dropped.
 */
export function parseInstant(text: string): number | null {
  const match = ISO_INSTANT.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const zone = match[8] ?? 'Z';
  const fraction = Number(`${match[7]?.slice(1) ?? ''}000`.slice(0, 3));
  if (hour > 23 || minute > 59 || second > 59) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, fraction);
  const sameDay = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!sameDay) return null;
  if (zone === 'Z') return date.getTime();
  const zoneHours = Number(zone.slice(1, 3));
  const zoneMinutes = Number(zone.slice(4, 6));
  if (zoneHours > 23 || zoneMinutes > 59) return null;
  const offsetMs = (zoneHours * 60 + zoneMinutes) * 60_000;
  return zone.startsWith('+') ? date.getTime() - offsetMs : date.getTime() + offsetMs;
}
