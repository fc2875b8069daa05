/** Whether an administrator is signed in. Pure but for its memory. */
import { elapsed, type Stamp } from '../../tracking/instant.ts';

/** A session that nobody uses ends by itself after this long, in ms, also when the page says nothing. */
export const SESSION_IDLE_MS = 5 * 60_000;

export interface Session {
  /** Opens it, unless it was locked since `locks` was read: whoever typed the PIN has gone meanwhile. */
  open(now: Stamp, locks: number): boolean;
  /** Somebody is there; no effect while it is locked. */
  touch(now: Stamp): void;
  lock(): void;
  isOpen(now: Stamp): boolean;
  /** How often it was locked so far. */
  locks(): number;
}

/** Locked to begin with. By the larger of two clocks: a sleep, or a clock that is set, prolongs nothing. */
export function createSession(): Session {
  let usedAt: Stamp | null = null;
  let locks = 0;
  const isOpen = (now: Stamp): boolean => usedAt !== null && elapsed(usedAt, now) < SESSION_IDLE_MS;
  return {
    open(now, before) {
      if (before !== locks) return false;
      usedAt = now;
      return true;
    },
    touch(now) {
      if (isOpen(now)) usedAt = now;
    },
    lock() {
      usedAt = null;
      locks += 1;
    },
    isOpen,
    locks: () => locks,
  };
}
