/** Quiet hours: from a time of day to a time of day, by the PC's own clock and zone. Pure but for the zone of the system. */

/** Both in minutes since midnight; they differ. An end before the beginning lies on the next day. */
export interface QuietHours {
  readonly fromMinutes: number;
  readonly toMinutes: number;
}

/** The window that a moment can lie in began today or yesterday. */
const BEGAN_DAYS_AGO = [0, 1] as const;

/**
 * When the quiet hours that hold at `now` end, in ms since 1970; null when none hold. Each night is one stretch between two
 * instants, so that an hour which the clock repeats or leaves out in spring or autumn neither breaks it nor begins it again.
 */
export function quietUntil(hours: QuietHours | null, now: number): number | null {
  if (hours === null) return null;
  const { fromMinutes, toMinutes } = hours;
  const nextDay = toMinutes <= fromMinutes ? 1 : 0;
  for (const daysAgo of BEGAN_DAYS_AGO) {
    const from = localInstant(now, -daysAgo, fromMinutes);
    const to = localInstant(now, nextDay - daysAgo, toMinutes);
    if (now >= from && now < to) return to;
  }
  return null;
}

/** The instant of a time of day on the day of `now` or some days after it; one that the clock leaves out comes as much later. */
function localInstant(now: number, daysLater: number, minutes: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + daysLater, 0, minutes).getTime();
}
