import { describe, expect, it } from 'vitest';

import type { LogEvent } from '../../../../../main/diagnostics/log.ts';
import {
  COVER_AFTER_MS,
  HUNG_AFTER_MS,
  START_LIMIT_MS,
  WRONG_AFTER_MS,
} from '../../../../../main/kiosk/recovery/heartbeat.ts';
import { HEALTHY_MS } from '../../../../../main/kiosk/recovery/decision.ts';
import { createPageRecovery, type RecoveredPage } from '../../../../../main/kiosk/recovery/page-recovery.ts';
import { FakeClock } from '../../tracking/fake-clock.ts';

/** A window whose page runs, is ended and is loaded; what was done to it is kept in order. */
class FakePage implements RecoveredPage {
  alive = true;
  watched = true;
  covered = false;
  readonly done: string[] = [];
  isWatched = (): boolean => this.watched;
  isAlive = (): boolean => this.alive;
  end(): void {
    this.done.push('end');
  }
  load(which: 'station' | 'stop'): void {
    this.alive = true;
    this.done.push(which);
  }
  cover(covered: boolean): void {
    this.covered = covered;
  }
  redraw(): void {
    this.done.push('redraw');
  }
}

function station() {
  const page = new FakePage();
  const clock = new FakeClock();
  const log: LogEvent[] = [];
  let aheadMs = 0;
  const budgetNow = (): number => clock.now().mono + aheadMs;
  const recovery = createPageRecovery({ page, clock, budgetNow, log: { write: (event) => void log.push(event) } });
  let sequence = 0;
  const live = {
    page,
    clock,
    log,
    recovery,
    /** The page paints for so long, a snapshot each second. */
    paints(ms: number) {
      for (let passed = 0; passed < ms; passed += 1_000) {
        sequence += 1;
        recovery.sent(sequence);
        recovery.painted(sequence);
        clock.advance(1_000);
      }
    },
    /** Snapshots go out and nothing comes back. */
    isSent(ms: number) {
      for (let passed = 0; passed < ms; passed += 1_000) {
        sequence += 1;
        recovery.sent(sequence);
        clock.advance(1_000);
      }
    },
    crashes() {
      page.alive = false;
      recovery.met({ kind: 'page-gone', reason: 'crashed' });
      clock.advance(0);
    },
    ahead(ms: number) {
      aheadMs += ms;
    },
  };
  live.paints(2_000);
  return live;
}

describe('a page that has painted all it was sent', () => {
  it('is not looked at until it is sent something, however long that is', () => {
    const { page, clock, paints, isSent, recovery } = station();
    recovery.sent(3);
    recovery.painted(3);
    expect(clock.pending()).toBe(0);
    clock.advance(60_000);
    isSent(2_000);
    expect(page.covered).toBe(false);
    isSent(1_000);
    expect(page.covered).toBe(true);
    paints(1_000);
    expect(page.covered).toBe(false);
  });

  it('is started anew in time when it hangs with the first snapshot after a rest', () => {
    const { page, clock, recovery } = station();
    clock.advance(60_000);
    recovery.sent(3);
    clock.advance(HUNG_AFTER_MS + 500);
    expect(page.done).toEqual(['end']);
  });

  it('is started anew when it reports after a rest that nothing is in it', () => {
    const { page, clock, recovery } = station();
    clock.advance(60_000);
    recovery.painted(0);
    clock.advance(WRONG_AFTER_MS + 500);
    expect(page.done).toEqual(['end']);
  });

  it('is looked after when it ends at rest: its start has a limit', () => {
    const { page, clock, crashes } = station();
    clock.advance(60_000);
    crashes();
    expect(page.done).toEqual(['station']);
    clock.advance(START_LIMIT_MS + 500);
    expect(page.done).toEqual(['station', 'end']);
  });
});

describe('a page whose process ended', () => {
  it('is covered and loaded again, and uncovered when it has painted', () => {
    const { page, clock, paints, crashes, log } = station();
    crashes();
    expect(page).toMatchObject({ covered: true, done: ['station'] });
    clock.advance(500);
    expect(page.covered).toBe(true);
    paints(1_000);
    expect(page.covered).toBe(false);
    expect(log).toEqual([
      { event: 'recovery', outcome: 'restart-page', cause: 'page-gone', detail: 'page gone: crashed' },
    ]);
  });

  it('is replaced by the stop page when the budget is spent, and nothing brings it back', () => {
    const { page, clock, crashes, recovery, paints, ahead } = station();
    for (let times = 0; times < 4; times += 1) {
      crashes();
      clock.advance(5_000);
    }
    expect(page.done).toEqual(['station', 'station', 'station', 'stop']);
    expect(recovery.isStopped()).toBe(true);
    expect(page.covered).toBe(false);
    ahead(10 * HEALTHY_MS);
    paints(30_000);
    recovery.painted(99_999);
    expect(page.done).toHaveLength(4);
    crashes();
    clock.advance(5_000);
    expect(page.done.at(-1)).toBe('stop');
  });

  it('has its budget back by the clock that was given for it', () => {
    const { page, clock, crashes, ahead } = station();
    for (let times = 0; times < 10; times += 1) {
      crashes();
      clock.advance(5_000);
      ahead(HEALTHY_MS);
    }
    expect(page.done).toEqual(Array.from({ length: 10 }, () => 'station'));
  });
});

describe('a page that hangs', () => {
  it('is covered, then ended, and loaded when its process is gone', () => {
    const { page, clock, isSent, recovery, log } = station();
    isSent(COVER_AFTER_MS + 500);
    expect(page).toMatchObject({ covered: true, done: [] });
    isSent(HUNG_AFTER_MS - COVER_AFTER_MS);
    expect(page).toMatchObject({ covered: true, done: ['end'] });
    page.alive = false;
    recovery.met({ kind: 'page-gone', reason: 'killed' });
    expect(page.done).toEqual(['end', 'station']);
    // That it ended is no further trouble.
    expect(log).toHaveLength(1);
    clock.advance(0);
  });

  it('is loaded all the same when nobody tells that its process is gone', () => {
    const { page, clock, recovery } = station();
    recovery.met({ kind: 'page-hung', by: 'engine' });
    expect(page.done).toEqual(['end']);
    clock.advance(2_000);
    expect(page.done).toEqual(['end', 'station']);
  });
});

describe('a page that is wrong', () => {
  it('is started anew when it says that it painted what was never sent', () => {
    const { page, recovery } = station();
    recovery.painted(1_000);
    expect(page).toMatchObject({ covered: true, done: ['end'] });
  });
});

describe('code that is not ours', () => {
  it('is stopped even while a restart is under way', () => {
    const { page, clock, recovery } = station();
    recovery.met({ kind: 'page-hung', by: 'engine' });
    page.alive = false;
    recovery.met({ kind: 'page-gone', reason: 'integrity-failure' });
    clock.advance(5_000);
    expect(page.done.filter((what) => what !== 'end')).toEqual(['stop']);
    expect(recovery.isStopped()).toBe(true);
  });
});

describe('another process', () => {
  it('that draws is followed by a new picture, any other by nothing', () => {
    const { page, recovery } = station();
    recovery.met({ kind: 'helper-gone', helper: 'GPU', reason: 'killed' });
    recovery.met({ kind: 'helper-gone', helper: 'Utility', reason: 'killed' });
    expect(page).toMatchObject({ covered: false, done: ['redraw'] });
    expect(recovery.taken()).toEqual({ nothing: 1, redraw: 1, 'restart-page': 0, stop: 0, 'show-stop-page': 0 });
  });
});

describe('a station that ends', () => {
  it('starts nothing any more', () => {
    const { page, clock, crashes, recovery } = station();
    recovery.stop();
    crashes();
    clock.advance(60_000);
    expect(page.done).toEqual([]);
    expect(clock.pending()).toBe(0);
  });
});
