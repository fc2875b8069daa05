/** Runs the self-test: its steps one after the other, each within its time, at most one test at once, ended at any moment. */
import {
  SELF_TEST_STEPS,
  type NotDone,
  type SelfTestLine,
  type SelfTestView,
} from '../../ipc/administrator-contract.ts';
import { faultView } from '../../ipc/station-view.ts';
import { defect } from '../../tracking/defect.ts';
import type { Fault } from '../../tracking/fault.ts';
import type { Clock } from '../../tracking/instant.ts';

export type SelfTestStep = SelfTestLine['step'];

export type StepOutcome =
  | { readonly kind: 'ok'; readonly detail: string }
  | { readonly kind: 'failed'; readonly fault: Fault }
  | { readonly kind: 'not-done'; readonly why: NotDone };

/** One run, with what its steps hand on to the next ones. */
export interface SelfTestRun {
  /** May reject: that is a defect, and the step failed. */
  step(step: SelfTestStep, signal: AbortSignal): Promise<StepOutcome>;
  /** Lets go of what the run holds. */
  end(): void;
}

export interface SelfTestOptions {
  readonly begin: () => SelfTestRun;
  readonly clock: Clock;
  readonly onChange: () => void;
  /** Told of each step that was done. */
  readonly onStep: (step: SelfTestStep, outcome: StepOutcome) => void;
}

export interface SelfTest {
  /** No effect while one runs. */
  start(): void;
  /** Ends the one that runs, and forgets what the last one came to. */
  end(): void;
  view(): SelfTestView | null;
}

/** No step takes longer, in ms: whoever waits on the phone wants the next line. */
export const STEP_LIMIT_MS = 30_000;
const MAX_DETAIL_LENGTH = 300;
/** A way that is whole may leave these out. */
const NO_HARM: readonly NotDone[] = ['proxy', 'no-card'];

interface Running {
  readonly at: number;
  lines: readonly SelfTestLine[];
  running: boolean;
  readonly abort: AbortController;
}

export function createSelfTest({ begin, clock, onChange, onStep }: SelfTestOptions): SelfTest {
  let current: Running | null = null;

  async function run(abort: AbortController): Promise<void> {
    const ended = (): boolean => abort.signal.aborted;
    let steps: SelfTestRun | null = null;
    try {
      steps = begin();
      for (const step of SELF_TEST_STEPS) {
        if (ended()) return;
        put(abort, { ...waiting(step), state: 'running' });
        const outcome = await withinLimit(steps, step, abort.signal, clock);
        if (ended()) return;
        put(abort, lineOf(step, outcome, clock));
        onStep(step, outcome);
      }
    } finally {
      steps?.end();
    }
  }

  /** Only into the test that it belongs to. */
  function put(abort: AbortController, line: SelfTestLine): void {
    if (current?.abort !== abort) return;
    current.lines = current.lines.map((before) => (before.step === line.step ? line : before));
    onChange();
  }

  return {
    start() {
      if (current?.running === true) return;
      const abort = new AbortController();
      const mine: Running = {
        at: Math.round(clock.now().wall),
        lines: SELF_TEST_STEPS.map(waiting),
        running: true,
        abort,
      };
      current = mine;
      onChange();
      const done = (): void => {
        mine.running = false;
        onChange();
      };
      void run(abort).then(done, done);
    },
    end() {
      current?.abort.abort();
      current = null;
    },
    view: () => (current === null ? null : { running: current.running, at: current.at, lines: [...current.lines] }),
  };
}

/** True for what could not be looked at and is no trouble. */
export function isHarmless(why: NotDone): boolean {
  return NO_HARM.includes(why);
}

/** One step, ended by its limit or by `ended`. Never rejects. */
export function withinLimit(
  steps: SelfTestRun,
  step: SelfTestStep,
  ended: AbortSignal,
  clock: Clock,
): Promise<StepOutcome> {
  return new Promise((resolve) => {
    const abort = new AbortController();
    const finish = (outcome: StepOutcome): void => {
      cancel();
      ended.removeEventListener('abort', onEnd);
      resolve(outcome);
      // Whatever is still under way has nobody to tell any more.
      abort.abort();
    };
    const cancel = clock.after(STEP_LIMIT_MS, () => finish({ kind: 'failed', fault: tookTooLong(step) }));
    const onEnd = (): void => finish({ kind: 'not-done', why: 'ended' });
    ended.addEventListener('abort', onEnd);
    steps.step(step, abort.signal).then(finish, (error: unknown) => finish({ kind: 'failed', fault: defect(error) }));
  });
}

function waiting(step: SelfTestStep): SelfTestLine {
  return { step, state: 'waiting', detail: '', fault: null, why: null };
}

function lineOf(step: SelfTestStep, outcome: StepOutcome, clock: Clock): SelfTestLine {
  switch (outcome.kind) {
    case 'ok':
      return { ...waiting(step), state: 'ok', detail: outcome.detail.slice(0, MAX_DETAIL_LENGTH) };
    case 'failed':
      return { ...waiting(step), state: 'failed', fault: faultView({ fault: outcome.fault, since: clock.now() }) };
    case 'not-done':
      return { ...waiting(step), state: 'not-done', why: outcome.why };
  }
}

function tookTooLong(step: SelfTestStep): Fault {
  const facts = { detail: `no end within ${String(STEP_LIMIT_MS / 1_000)} s`, correlationId: null };
  return step === 'keychain'
    ? { family: 'keychain', cause: 'no-answer', ...facts }
    : { family: 'network', cause: 'timeout', ...facts };
}
