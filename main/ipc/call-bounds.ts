/** How often the page may call, and how much may be under way: people are slow, so more than this is no person. Pure. */
import type { CallName } from './contract.ts';

export interface Bound {
  /** Calls a second in the long run. */
  readonly perSecond: number;
  /** Calls at once after a rest. */
  readonly burst: number;
  /** Calls that are not answered yet. */
  readonly inFlight: number;
}

/** Faster than any finger and any scanner; tests press no faster either. */
const ORDINARY: Bound = { perSecond: 20, burst: 60, inFlight: 8 };

/** Where the ordinary bound does not fit. */
const BOUNDS: { readonly [N in CallName]?: Bound } = {
  // One for each snapshot, of which there are at most 20 a second.
  'station:painted': { perSecond: 50, burst: 100, inFlight: 8 },
  // Each may ask the keychain, which answers one question at a time and serves the credentials as well.
  'station:administrator': { perSecond: 20, burst: 40, inFlight: 4 },
  // Reads the keychain and the size of files.
  'station:diagnostics': { perSecond: 20, burst: 60, inFlight: 2 },
};

export function boundOf(name: CallName): Bound {
  return BOUNDS[name] ?? ORDINARY;
}

export interface CallBounds {
  /** Counts a call; gives what to do when it is answered, or null when it is one too many. */
  take(name: CallName): (() => void) | null;
}

interface Level {
  /** Calls that may still be made at once. */
  left: number;
  /** Monotonic ms. */
  at: number;
  inFlight: number;
}

/** `now` is monotonic, in ms. */
export function createCallBounds(now: () => number, bounds: (name: CallName) => Bound = boundOf): CallBounds {
  const levels = new Map<CallName, Level>();
  return {
    take(name) {
      const { perSecond, burst, inFlight } = bounds(name);
      const at = now();
      const level = levels.get(name) ?? { left: burst, at, inFlight: 0 };
      levels.set(name, level);
      level.left = Math.min(burst, level.left + ((at - level.at) / 1_000) * perSecond);
      level.at = at;
      if (level.left < 1 || level.inFlight >= inFlight) return null;
      level.left -= 1;
      level.inFlight += 1;
      return () => {
        level.inFlight -= 1;
      };
    },
  };
}
