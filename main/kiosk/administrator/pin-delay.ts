/** How long the screen takes no PIN after wrong ones. Pure. */
import { NO_TRIES, type PinTries } from '../../credentials/pin-store.ts';
import type { Stamp } from '../../tracking/instant.ts';

/** A slip of the finger costs nothing so often. */
const FREE_TRIES = 2;
/** The wait after the third wrong PIN, in ms; each further one doubles it. */
const FIRST_DELAY_MS = 5_000;
/** The longest wait, in ms: some hundred guesses a day, and an administrator who is kept out for a coffee at most. */
export const LONGEST_DELAY_MS = 15 * 60_000;
/** From so many wrong PINs on the wait grows no more; further ones are not counted. */
const MOST_FAILURES = FREE_TRIES + 1 + Math.ceil(Math.log2(LONGEST_DELAY_MS / FIRST_DELAY_MS));

/** The wait that so many wrong PINs in a row bring, in ms. */
export function delayAfter(failures: number): number {
  if (failures <= FREE_TRIES) return 0;
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures - FREE_TRIES - 1, MOST_FAILURES));
}

/** The tries with one more, at this moment. Counted before the PIN is looked at, so that ending the program takes none back. */
export function withTry(tries: PinTries, now: Stamp): PinTries {
  const failures = Math.min(tries.failures + 1, MOST_FAILURES);
  return { failures, until: Math.round(now.wall) + delayAfter(failures) };
}

/** What counts when the record of the tries is gone although a PIN is set: somebody took it away, and gains nothing by it. */
export function lostTries(now: Stamp): PinTries {
  return { failures: MOST_FAILURES, until: Math.round(now.wall) + LONGEST_DELAY_MS };
}

/** A wait as this run of the program counts it: by the clock that nobody can set. */
export interface Wait {
  readonly tries: PinTries;
  /** Monotonic ms. */
  readonly endsAt: number;
}

export const NO_WAIT: Wait = { tries: NO_TRIES, endsAt: -Infinity };

/**
 * The wait that was stored, from this moment on. Across runs only the wall clock goes on; where that was set back meanwhile,
 * the wait begins anew in full and is no longer than that, so that a clock put right does not lock anybody out.
 */
export function waitOf(tries: PinTries, now: Stamp): Wait {
  const left = Math.min(Math.max(0, tries.until - now.wall), delayAfter(tries.failures));
  return { tries, endsAt: now.mono + left };
}

/** What is left of it, in ms; 0 when a PIN may be tried. The wall clock has no say any more. */
export function leftOf({ endsAt }: Wait, now: Stamp): number {
  return Math.max(0, endsAt - now.mono);
}
