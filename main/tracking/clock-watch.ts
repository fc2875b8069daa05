import type { Stamp } from './instant.ts';

/** Two clocks that disagree by more than this between ticks mean a changed clock or a machine that slept, in ms. */
export const CLOCK_JUMP_MS = 2_000;

/** True when wall clock and monotonic clock moved so differently between two ticks that no age can be trusted. */
export function clocksJumped(before: Stamp, now: Stamp): boolean {
  return Math.abs(now.wall - before.wall - (now.mono - before.mono)) > CLOCK_JUMP_MS;
}

/** A program that did nothing for this long, in ms, stood still: so long the page waits before it withdraws green by itself. */
export const STOOD_STILL_MS = 3_000;

/** True when so much time passed between two ticks that the page has withdrawn its green: no answer of before gives it back. */
export function stoodStill(before: Stamp, now: Stamp): boolean {
  return now.mono - before.mono >= STOOD_STILL_MS;
}
