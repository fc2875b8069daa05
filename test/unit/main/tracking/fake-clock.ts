/** A clock whose time passes only when a test says so; its timers run in the order of their times. */
import type { Clock, Stamp } from '../../../../main/tracking/instant.ts';

interface Timer {
  readonly dueAt: number;
  readonly callback: () => void;
}

/** Turns of the microtask queue that let any chain of settled promises of the code under test run out. */
const TURNS = 25;

export class FakeClock implements Clock {
  private mono: number;
  private wall: number;
  private timers: readonly Timer[] = [];

  constructor(start: Stamp = { mono: 50_000, wall: Date.UTC(2025, 0, 21, 9, 30) }) {
    this.mono = start.mono;
    this.wall = start.wall;
  }

  now(): Stamp {
    return { mono: this.mono, wall: this.wall };
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { dueAt: this.mono + Math.max(0, ms), callback };
    this.timers = [...this.timers, timer];
    return () => {
      this.timers = this.timers.filter((one) => one !== timer);
    };
  }

  /** Both clocks move on by `ms`; every timer that falls due runs at its own moment. */
  advance(ms: number): void {
    const end = this.mono + ms;
    for (let timer = this.dueBy(end); timer !== undefined; timer = this.dueBy(end)) this.fire(timer);
    this.moveTo(end);
  }

  /** Like `advance`, and lets settled promises run out after every timer. */
  async run(ms: number): Promise<void> {
    const end = this.mono + ms;
    await settled();
    for (let timer = this.dueBy(end); timer !== undefined; timer = this.dueBy(end)) {
      this.fire(timer);
      await settled();
    }
    this.moveTo(end);
  }

  /** Somebody sets the computer's clock: the wall clock moves alone. */
  setWall(byMs: number): void {
    this.wall += byMs;
  }

  /** Timers that wait. */
  pending(): number {
    return this.timers.length;
  }

  private dueBy(end: number): Timer | undefined {
    const [first] = [...this.timers].sort((a, b) => a.dueAt - b.dueAt);
    return first !== undefined && first.dueAt <= end ? first : undefined;
  }

  private fire(timer: Timer): void {
    this.timers = this.timers.filter((one) => one !== timer);
    this.moveTo(Math.max(this.mono, timer.dueAt));
    timer.callback();
  }

  private moveTo(mono: number): void {
    this.wall += mono - this.mono;
    this.mono = mono;
  }
}

/** Every promise that is settled now has told everybody who waits for it. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await Promise.resolve();
}
