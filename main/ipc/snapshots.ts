/** When a snapshot goes out: soon after a change, at most 20 a second, at least one a second. */
import type { Clock } from '../tracking/instant.ts';

/** Shortest time between two snapshots, in ms. */
const MIN_GAP_MS = 50;
/** Longest time between two snapshots, in ms: a third of the silence after which the page withdraws green. */
const MAX_GAP_MS = 900;

export interface SnapshotPump {
  /** Something changed: send as soon as the gap allows. */
  changed(): void;
  stop(): void;
}

/** Calls `send` by that rule until it is stopped. The first call goes out at once. */
export function createSnapshotPump(clock: Clock, send: () => void): SnapshotPump {
  let sentAt = -Infinity;
  let dueAt = -Infinity;
  let cancel = (): void => undefined;
  let stopped = false;

  function fire(): void {
    cancel();
    if (stopped) return;
    sentAt = clock.now().mono;
    arm(sentAt + MAX_GAP_MS);
    send();
  }

  function arm(at: number): void {
    cancel();
    dueAt = at;
    cancel = clock.after(Math.max(0, Math.ceil(at - clock.now().mono)), fire);
  }

  fire();
  return {
    changed() {
      if (stopped) return;
      const earliest = sentAt + MIN_GAP_MS;
      if (earliest <= clock.now().mono) fire();
      else if (earliest < dueAt) arm(earliest);
    },
    stop() {
      stopped = true;
      cancel();
    },
  };
}
