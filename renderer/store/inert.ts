import type { Moment } from './moment.ts';

/**
 * Buttons do nothing for this long, in ms, after the card on stage became another one: a finger already on its way
 * meant the card that was there before.
 */
export const ACTION_INERT_MS = 600;

/** Whether buttons must not act yet. A clock that jumped keeps them still no longer than the other clock says. */
export function isInert(stageSince: Moment, now: Moment): boolean {
  return now.mono - stageSince.mono < ACTION_INERT_MS;
}
