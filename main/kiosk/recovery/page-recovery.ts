/** Looks after the page: asks the decisions beside it what to do, and does it. No Electron here, so that tests own it all. */
import type { Log } from '../../diagnostics/log.ts';
import type { Clock } from '../../tracking/instant.ts';
import { inWords, RECOVERY_BEGIN, recoveryAfter, type RecoveryStep, type Trouble } from './decision.ts';
import { heartbeatBegin, look, LOOK_EVERY_MS, owesNothing, withPainted, withSent } from './heartbeat.ts';

/** What is needed of the window and its page. */
export interface RecoveredPage {
  /** False while nobody could see it: hidden, or the session is locked. */
  isWatched(): boolean;
  /** Whether its process runs. */
  isAlive(): boolean;
  /** Ends its process for certain, also one that is stopped; `page-gone` follows. */
  end(): void;
  /** Loads the station's page, or the page that says to stop; `page-not-loaded` follows where that fails. */
  load(which: 'station' | 'stop'): void;
  /** Lays plain dark over the glass, or takes it away. */
  cover(covered: boolean): void;
  redraw(): void;
}

export interface PageRecovery {
  sent(sequence: number): void;
  painted(sequence: number): void;
  /** Told of everything that the engine reports. */
  met(trouble: Trouble): void;
  /** Whether the stop page stands. */
  isStopped(): boolean;
  /** How often each step was taken so far. */
  taken(): Readonly<Record<RecoveryStep['kind'], number>>;
  /** Looks no more. */
  stop(): void;
}

export interface PageRecoveryOptions {
  readonly page: RecoveredPage;
  readonly clock: Clock;
  /** The clock that the restarts are counted by, in ms. */
  readonly budgetNow: () => number;
  readonly log: Log;
}

/** A process that was ended is gone in a moment; the page is loaded after this long in any case, in ms. */
const END_LIMIT_MS = 2_000;

export function createPageRecovery({ page, clock, budgetNow, log }: PageRecoveryOptions): PageRecovery {
  let recovery = RECOVERY_BEGIN;
  let beat = heartbeatBegin(0, clock.now().mono);
  /** What is to be loaded as soon as the old process is gone; its pause may still run. */
  let due: { readonly which: 'station' | 'stop'; paused: boolean } | null = null;
  let covered = false;
  let ended = false;
  const taken = { nothing: 0, redraw: 0, 'restart-page': 0, stop: 0, 'show-stop-page': 0 };
  let cancelLook: (() => void) | null = null;

  function cover(wanted: boolean): void {
    if (covered === wanted) return;
    covered = wanted;
    page.cover(wanted);
  }

  function met(trouble: Trouble): void {
    if (ended) return;
    // It was ended for what was met before: the same trouble, not another.
    if (due !== null && trouble.kind !== 'helper-gone' && !isSpoilt(trouble)) return loadWhenGone();
    const after = recoveryAfter(recovery, trouble, budgetNow());
    recovery = after.state;
    taken[after.step.kind] += 1;
    log.write({ event: 'recovery', outcome: after.step.kind, cause: trouble.kind, detail: inWords(trouble) });
    take(after.step);
  }

  function take(step: RecoveryStep): void {
    switch (step.kind) {
      case 'nothing':
        return;
      case 'redraw':
        return page.redraw();
      case 'restart-page':
        return begin('station', step.afterMs);
      case 'stop':
        return begin('stop', 0);
      case 'show-stop-page':
        return begin('stop', step.afterMs);
    }
  }

  function begin(which: 'station' | 'stop', afterMs: number): void {
    const mine = { which, paused: true };
    due = mine;
    cover(true);
    if (page.isAlive()) page.end();
    clock.after(afterMs, () => {
      mine.paused = false;
      if (due === mine) loadWhenGone();
    });
    clock.after(afterMs + END_LIMIT_MS, () => {
      if (due === mine) load();
    });
  }

  function loadWhenGone(): void {
    if (due?.paused === false && !page.isAlive()) load();
  }

  function load(): void {
    if (due === null || ended) return;
    const { which } = due;
    due = null;
    beat = heartbeatBegin(beat.sent, clock.now().mono);
    page.load(which);
    lookOn();
    // The stop page reports nothing; it has no code.
    if (which === 'stop') cover(false);
  }

  function lookOn(): void {
    if (!ended) cancelLook ??= clock.after(LOOK_EVERY_MS, tick);
  }

  function lookNoMore(): void {
    cancelLook?.();
    cancelLook = null;
  }

  function tick(): void {
    cancelLook = null;
    if (due !== null || recovery.kind === 'stopped') return lookOn();
    const looked = look(beat, page.isWatched(), clock.now().mono);
    beat = looked.beat;
    // A page that owes nothing is looked at again when it is sent something: until then main need not wake for it.
    if (!owesNothing(beat)) lookOn();
    switch (looked.finding.kind) {
      case 'alive':
        return cover(false);
      case 'starting':
        return;
      case 'silent':
        return cover(true);
      default:
        return met(looked.finding);
    }
  }

  lookOn();
  return {
    sent(sequence) {
      // Nobody reports anything then, and what is owed would only grow.
      if (due !== null || recovery.kind === 'stopped') beat = { ...beat, sent: sequence };
      else beat = withSent(beat, sequence, clock.now().mono);
      lookOn();
    },
    painted(sequence) {
      if (due !== null || recovery.kind === 'stopped') return;
      const after = withPainted(beat, sequence, clock.now().mono);
      beat = after.beat;
      if (!owesNothing(beat)) lookOn();
      else if (!covered) lookNoMore();
      if (after.trouble !== null) met(after.trouble);
    },
    met,
    isStopped: () => recovery.kind === 'stopped',
    taken: () => ({ ...taken }),
    stop() {
      ended = true;
      lookNoMore();
    },
  };
}

function isSpoilt(trouble: Trouble): boolean {
  return trouble.kind === 'page-gone' && trouble.reason === 'integrity-failure';
}
