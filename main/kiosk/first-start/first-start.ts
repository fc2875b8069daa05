/**
 * The first start of a version on this profile: once the screen has said what is true, the station tests itself, once, and
 * says what came of it. A test that did not end, or found something, is made again at the next start.
 */
import type { Log } from '../../diagnostics/log.ts';
import { SELF_TEST_STEPS, type FirstStartView } from '../../ipc/administrator-contract.ts';
import { faultView } from '../../ipc/station-view.ts';
import { defect } from '../../tracking/defect.ts';
import type { Clock } from '../../tracking/instant.ts';
import { withFault, withoutFault } from '../../tracking/station-faults.ts';
import type { StationStore } from '../../tracking/station-store.ts';
import { withinLimit, type SelfTestRun } from '../administrator/self-test.ts';
import { noteVersionHere, versionHere } from './tested-version.ts';
import {
  faultForBoard,
  knowsWhereItStands,
  recordCheck,
  verdictOfChecks,
  type DoneCheck,
} from './verdict-of-checks.ts';

export interface FirstStartOptions {
  readonly version: string;
  readonly profileFolder: string;
  readonly store: StationStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly begin: () => SelfTestRun;
}

interface Heartbeat {
  sent(sequence: number): void;
  painted(sequence: number): void;
}

export interface FirstStart {
  /** The same heartbeat, heard on its way: before the page has painted what is true there is no test. */
  hearing(heartbeat: Heartbeat): Heartbeat;
  view(): FirstStartView;
  stop(): void;
}

/** After the first answers, in ms: they reach the glass before the test begins. */
const SETTLE_MS = 2_000;
/** With credentials and without an answer it is not waited for longer, in ms: the test may say why. */
const PATIENCE_MS = 60_000;
/** A keychain that failed the test is tried again after this long, in ms: its fault must not outlive it. */
const AGAIN_MS = 60_000;

export function createFirstStart(options: FirstStartOptions): FirstStart {
  const { profileFolder, store, clock, log, begin } = options;
  const noted = versionHere(profileFolder, options.version, clock.now().wall);
  let test: FirstStartView['test'] =
    noted.testedAt === null ? { kind: 'waiting' } : { kind: 'fine', at: noted.testedAt };
  const abort = new AbortController();
  let painted = false;
  let cancelPatience: (() => void) | null = null;
  let cancelNext = (): void => undefined;
  let settling = false;

  function look(): void {
    const state = store.getState();
    if (test.kind !== 'waiting' || !painted || state.setup !== 'ready') return;
    cancelPatience ??= clock.after(PATIENCE_MS, start);
    if (settling || !knowsWhereItStands(state)) return;
    settling = true;
    cancelNext = clock.after(SETTLE_MS, start);
  }

  function start(): void {
    if (test.kind !== 'waiting') return;
    test = { kind: 'running' };
    cancelPatience?.();
    cancelNext();
    unsubscribe();
    void run().then(finish, (error: unknown) =>
      finish([{ check: 'record', outcome: { kind: 'failed', fault: defect(error) } }]),
    );
  }

  async function run(): Promise<readonly DoneCheck[]> {
    const done: DoneCheck[] = [{ check: 'record', outcome: recordCheck(store.getState()) }];
    const steps = begin();
    try {
      for (const step of SELF_TEST_STEPS)
        done.push({ check: step, outcome: await withinLimit(steps, step, abort.signal, clock) });
    } finally {
      steps.end();
    }
    return done;
  }

  function finish(done: readonly DoneCheck[]): void {
    // The station ends: nothing was found out, and the next start tests again.
    if (abort.signal.aborted) return;
    const verdict = verdictOfChecks(done);
    const { version, since } = noted;
    const at = Math.round(clock.now().wall);
    const { checks, failing } = verdict;
    for (const { check, fault } of failing)
      if (fault !== null) {
        const { family, cause, detail, correlationId } = fault;
        log.write({ event: 'self-test', outcome: `${check} not fine`, family, cause, detail, correlationId });
      }
    if (failing.length === 0) {
      noteVersionHere(profileFolder, { version, since, testedAt: at });
      log.write({ event: 'self-test', outcome: 'fine', version, detail: `${String(checks)} checks` });
      test = { kind: 'fine', at };
      return;
    }
    const names = failing.map(({ check }) => check).join(', ');
    const detail = `${String(failing.length)} of ${String(checks)}: ${names}`;
    log.write({ event: 'self-test', outcome: 'not fine', version, detail });
    const now = clock.now();
    const failed = failing.map(({ check, fault }) => ({
      check,
      fault: fault === null ? null : faultView({ fault, since: now }),
    }));
    test = { kind: 'not-fine', at, checks, failed };
    const onBoard = faultForBoard(verdict);
    if (onBoard === null) return;
    store.change((state) => withFault(state, 'self-test', onBoard, now));
    cancelNext = clock.after(AGAIN_MS, () => void keychainAgain());
  }

  /** The keychain alone: D1 is not asked again. */
  async function keychainAgain(): Promise<void> {
    const steps = begin();
    const outcome = await withinLimit(steps, 'keychain', abort.signal, clock);
    steps.end();
    if (abort.signal.aborted) return;
    if (outcome.kind === 'ok') store.change((state) => withoutFault(state, 'self-test'));
    else cancelNext = clock.after(AGAIN_MS, () => void keychainAgain());
  }

  const unsubscribe = store.subscribe(look);
  return {
    hearing: (heartbeat) => ({
      sent: (sequence) => heartbeat.sent(sequence),
      painted(sequence) {
        heartbeat.painted(sequence);
        painted = true;
        look();
      },
    }),
    view: () => ({ since: noted.since, test }),
    stop() {
      abort.abort();
      unsubscribe();
      cancelPatience?.();
      cancelNext();
    },
  };
}
