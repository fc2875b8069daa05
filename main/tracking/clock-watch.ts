import type { Stamp } from './instant.ts';

/** Two clocks that disagree by more than this between ticks mean a changed clock or a machine that slept, in ms. */
export const CLOCK_JUMP_MS = 2_000;

/** True when wall clock and monotonic clock moved so differently between two ticks that no age can be trusted. */
export function clocksJumped(before: Stamp, now: Stamp): boolean {
  return Math.abs(now.wall - before.wall - (now.mono - before.mono)) > CLOCK_JUMP_MS;
}
