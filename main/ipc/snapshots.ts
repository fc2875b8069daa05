/**
 * When a snapshot goes out: soon after a change, at most 20 a second, at least one a second. A page that does not come after
 * with painting is not sent what it could only show late: the next one waits for it, and says all that has changed meanwhile.
 */
import type { Clock } from '../tracking/instant.ts';

/** Shortest time between two snapshots, in ms. */
const MIN_GAP_MS = 50;
/** Longest time between two snapshots, in ms: a third of the silence after which the page withdraws green. */
const MAX_GAP_MS = 900;

/** Snapshots that may be on their way to the glass at once: one in the page's hands, and one to go on with. */
const MAX_UNPAINTED = 2;

export interface SnapshotPump {
  /** Something changed: send as soon as the gap and the page allow. */
  changed(): void;
  /** The page has painted every snapshot up to this number. */
  painted(sequence: number): void;
  stop(): void;
}

/** Calls `send`, which gives the number of what it sent, by that rule until it is stopped. The first call goes out at once. */
export function createSnapshotPump(clock: Clock, send: () => number): SnapshotPump {
  let sentAt = -Infinity;
  let dueAt = -Infinity;
  let cancel = (): void => undefined;
  let stopped = false;
  let unpainted: readonly number[] = [];
  /** Something changed that the page is not ready for. */
  let waiting = false;

  function fire(): void {
    cancel();
    if (stopped) return;
    sentAt = clock.now().mono;
    waiting = false;
    arm(sentAt + MAX_GAP_MS);
    // Of a page that paints nothing more need not be known: those that go out all the same replace each other.
    unpainted = [...unpainted, send()].slice(-MAX_UNPAINTED);
  }

  function changed(): void {
    if (stopped) return;
    waiting = unpainted.length >= MAX_UNPAINTED;
    if (waiting) return;
    const earliest = sentAt + MIN_GAP_MS;
    if (earliest <= clock.now().mono) fire();
    else if (earliest < dueAt) arm(earliest);
  }

  function arm(at: number): void {
    cancel();
    dueAt = at;
    cancel = clock.after(Math.max(0, Math.ceil(at - clock.now().mono)), fire);
  }

  fire();
  return {
    changed,
    painted(sequence) {
      unpainted = unpainted.filter((each) => each > sequence);
      if (waiting) changed();
    },
    stop() {
      stopped = true;
      cancel();
    },
  };
}
