/** One clock for a whole fleet: time passes only from timer to timer, so that an hour of thousands of stations takes a minute. */
import type { Clock, Stamp } from '../../../main/tracking/instant.ts';

interface Timer {
  /** Whole ms: what falls due within one ms happens together. */
  readonly dueAt: number;
  /** Timers of one ms run in the order in which they were set. */
  readonly order: number;
  callback: (() => void) | null;
}

export class VirtualClock implements Clock {
  private mono: number;
  private order = 0;
  /** A binary heap, the timer that is due first at its top. */
  private readonly heap: Timer[] = [];

  /**
   * `wallAtZero`: what the wall clock shows at monotonic 0, ms since 1970. `settle`: awaited after the timers of each moment,
   * until what they have set off is done.
   */
  constructor(
    private readonly wallAtZero: number,
    startMs = 0,
    private readonly settle: () => Promise<void> = ranOut,
  ) {
    this.mono = startMs;
  }

  now(): Stamp {
    return { mono: this.mono, wall: this.wallAtZero + this.mono };
  }

  after(ms: number, callback: () => void): () => void {
    const timer: Timer = { dueAt: Math.ceil(this.mono + Math.max(0, ms)), order: this.order++, callback };
    this.push(timer);
    return () => {
      timer.callback = null;
    };
  }

  /** Lets time pass until monotonic `untilMs`, running every timer at its moment and what it sets off before the next one. */
  async run(untilMs: number): Promise<void> {
    for (let first = this.heap[0]; first !== undefined && first.dueAt <= untilMs; first = this.heap[0]) {
      this.mono = Math.max(this.mono, first.dueAt);
      let ran = false;
      for (let next = this.heap[0]; next !== undefined && next.dueAt <= this.mono; next = this.heap[0]) {
        this.pop();
        if (next.callback === null) continue;
        next.callback();
        ran = true;
      }
      if (ran) await this.settle();
    }
    this.mono = Math.max(this.mono, untilMs);
  }

  /** Time that nobody lived through: what fell due in it runs afterwards, at once. */
  skip(ms: number): void {
    this.mono += ms;
  }

  private push(timer: Timer): void {
    const { heap } = this;
    let index = heap.length;
    heap.push(timer);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || isBefore(above, timer)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = timer;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      const left = heap[2 * index + 1];
      const right = heap[2 * index + 2];
      if (left === undefined) break;
      const rightFirst = right !== undefined && isBefore(right, left);
      const child = rightFirst ? right : left;
      if (isBefore(last, child)) break;
      heap[index] = child;
      index = 2 * index + (rightFirst ? 2 : 1);
    }
    heap[index] = last;
  }
}

/** Every promise that is settled now, and what waits for it, runs out before an immediate does. */
export function ranOut(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.dueAt < other.dueAt || (one.dueAt === other.dueAt && one.order < other.order);
}
