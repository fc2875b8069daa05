/** Whether main's thread still turns: what both threads agree on, and the decision. */

/** What the thread is told when it begins. Both are this program: it is not read, which would take a library of its own. */
export interface WatchdogOrder {
  /** Four bytes that main counts its turns in. */
  readonly turns: SharedArrayBuffer;
  readonly logFolder: string;
  readonly everyMs: number;
}

/** Both threads turn once in this time, in ms. */
export const TURN_MS = 5_000;
/**
 * Main has hung when it has not turned in so many turns of the watchdog. Long, because a slow disk may hold a durable write;
 * the page has told by itself, after 3 s, that nothing on it is current.
 */
export const HUNG_TURNS = 6;

export interface TurnWatch {
  /** To be asked once a turn. */
  isHung(): boolean;
}

export function createTurnWatch(read: () => number): TurnWatch {
  let last = read();
  let still = 0;
  return {
    isHung() {
      const now = read();
      still = now === last ? still + 1 : 0;
      last = now;
      return still >= HUNG_TURNS;
    },
  };
}
