/**
 * When a snapshot goes out: soon after a change that tells staff something, at most 20 a second, and otherwise often enough that
 * the page does not take main for silent: at least one a second while anything is at stake. A page
 * that does not come after with painting is not sent what it could only show late: the next one waits for it, and says all that
 * has changed meanwhile.
 */
import type { Clock } from '../tracking/instant.ts';
import { SILENCE_LIMIT_MS, type StationView } from './contract.ts';

/** Shortest time between two snapshots, in ms. */
const MIN_GAP_MS = 50;
/** Longest time between two snapshots, as a part of the silence that the page bears: three can be missed. */
const GAP_OF_SILENCE = 0.3;

/** Snapshots that may be on their way to the glass at once: one in the page's hands, and one to go on with. */
const MAX_UNPAINTED = 2;

export interface SnapshotPump {
  /** Something changed: send as soon as the gap and the page allow. */
  changed(): void;
  /** The page was told in another way than by `send`. */
  told(sent: Sent): void;
  /** The page has painted every snapshot up to this number. */
  painted(sequence: number): void;
  stop(): void;
}

/** Why one would go out: something changed, or it is time that main speaks. */
export type SendReason = 'change' | 'time';

/** What of a snapshot the pump goes by: its number, and the silence after it that the page bears, in ms. */
export type Sent = Pick<StationView, 'sequence' | 'silentAfterMs'>;

/**
 * Calls `send` by that rule until it is stopped; the first call goes out at once. It gives what it sent, or null where the change
 * is not worth a snapshot: it is told with the next that goes out.
 */
export function createSnapshotPump(clock: Clock, send: (reason: SendReason) => Sent | null): SnapshotPump {
  let gapMs = SILENCE_LIMIT_MS * GAP_OF_SILENCE;
  let sentAt = -Infinity;
  /** When it was last looked whether there is something to send. */
  let lookedAt = -Infinity;
  let due: { readonly at: number; readonly reason: SendReason } | null = null;
  let cancel = (): void => undefined;
  let stopped = false;
  let unpainted: readonly number[] = [];
  /** Something changed that the page is not ready for. */
  let waiting = false;

  function fire(reason: SendReason): void {
    cancel();
    if (stopped) return;
    lookedAt = clock.now().mono;
    waiting = false;
    arm((reason === 'time' ? lookedAt : sentAt) + gapMs, 'time');
    const sent = send(reason);
    if (sent === null) return;
    sentAt = lookedAt;
    gapMs = sent.silentAfterMs * GAP_OF_SILENCE;
    // Something that changed in the course of it keeps its earlier turn.
    if (due?.reason === 'time') arm(sentAt + gapMs, 'time');
    // Of a page that paints nothing more need not be known: those that go out all the same replace each other.
    unpainted = [...unpainted, sent.sequence].slice(-MAX_UNPAINTED);
  }

  /** The next one is never later for it: whoever asks again and again would keep all others from being told. */
  function told({ silentAfterMs }: Sent): void {
    gapMs = Math.min(gapMs, silentAfterMs * GAP_OF_SILENCE);
    const latest = clock.now().mono + gapMs;
    if (!stopped && due !== null && due.at > latest) arm(latest, due.reason);
  }

  function changed(): void {
    if (stopped) return;
    waiting = unpainted.length >= MAX_UNPAINTED;
    if (waiting) return;
    const earliest = lookedAt + MIN_GAP_MS;
    if (earliest <= clock.now().mono) fire('change');
    else if (due === null || earliest < due.at) arm(earliest, 'change');
  }

  function arm(at: number, reason: SendReason): void {
    cancel();
    due = { at, reason };
    cancel = clock.after(Math.max(0, Math.ceil(at - clock.now().mono)), () => fire(reason));
  }

  fire('time');
  return {
    changed,
    told,
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
