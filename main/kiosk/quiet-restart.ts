/** The quiet restart: once a day, at the hour that the bank chose, and only while nobody needs the station. Pure, but for its timer. */
import type { Clock, Stamp } from '../tracking/instant.ts';

/** The station looks this often whether it is time, in ms. */
const LOOK_EVERY_MS = 60_000;
/** It waits so long for a quiet moment, in minutes; after that the next day's will do. */
export const WINDOW_MINUTES = 60;
/** A station that has run for less was started for this restart, or for another reason not long ago, in ms. */
export const RUN_FOR_MS = 2 * WINDOW_MINUTES * 60_000;

const MINUTES_A_DAY = 24 * 60;

export interface QuietRestart {
  /** Minutes since midnight, by the clock of this PC. */
  readonly atMinute: number;
  readonly startedAt: Stamp;
  /** Minutes since midnight now. */
  readonly minuteNow: number;
  readonly now: Stamp;
  readonly idle: boolean;
}

export function isDue({ atMinute, startedAt, minuteNow, now, idle }: QuietRestart): boolean {
  if (!idle || now.mono - startedAt.mono < RUN_FOR_MS) return false;
  return (minuteNow - atMinute + MINUTES_A_DAY) % MINUTES_A_DAY < WINDOW_MINUTES;
}

export interface QuietRestartOptions {
  readonly atMinute: number;
  readonly clock: Clock;
  /** Minutes since midnight of a wall time, by the clock of this PC. */
  readonly minuteOf: (wall: number) => number;
  readonly isIdle: (now: Stamp) => boolean;
  readonly restart: () => void;
}

/** Looks until the returned function is called. */
export function scheduleQuietRestart(options: QuietRestartOptions): () => void {
  const { atMinute, clock, minuteOf, restart } = options;
  const startedAt = clock.now();
  let cancel = (): void => undefined;
  const look = (): void => {
    const now = clock.now();
    if (isDue({ atMinute, startedAt, minuteNow: minuteOf(now.wall), now, idle: options.isIdle(now) })) return restart();
    cancel = clock.after(LOOK_EVERY_MS, look);
  };
  cancel = clock.after(LOOK_EVERY_MS, look);
  return () => cancel();
}

/** By the time zone of this PC. */
export function localMinute(wall: number): number {
  const date = new Date(wall);
  return date.getHours() * 60 + date.getMinutes();
}
