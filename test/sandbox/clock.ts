/**
 * The sandbox's own clock. The machine's clock is never touched: tests shift this one, and with it `Date` headers, the
 * check of the assertion, the life of tokens and every card's timeline.
 */
export interface SandboxClock {
  /** The sandbox's wall-clock time, ms since 1970. */
  now(): number;
  /** Puts the clock this many ms ahead of the machine's (behind when negative); replaces an earlier shift. */
  shift(offsetMs: number): void;
  offsetMs(): number;
}

/** `base` is the clock to shift, ms since 1970; the machine's by default. */
export function createClock(base: () => number = Date.now): SandboxClock {
  let offset = 0;
  return {
    now: () => base() + offset,
    shift: (offsetMs) => {
      offset = offsetMs;
    },
    offsetMs: () => offset,
  };
}
