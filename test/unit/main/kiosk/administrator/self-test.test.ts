import { describe, expect, it } from 'vitest';

import {
  createSelfTest,
  STEP_LIMIT_MS,
  type SelfTest,
  type SelfTestStep,
  type StepOutcome,
} from '../../../../../main/kiosk/administrator/self-test.ts';
import { FakeClock, settled } from '../../tracking/fake-clock.ts';

type Answer = StepOutcome | Promise<StepOutcome>;
const OK: StepOutcome = { kind: 'ok', detail: 'good' };
const NEVER = new Promise<StepOutcome>(() => undefined);

function testOf(answers: Partial<Record<SelfTestStep, () => Answer>> = {}): {
  readonly test: SelfTest;
  readonly clock: FakeClock;
  readonly told: string[];
  readonly signals: AbortSignal[];
  readonly seen: { begun: number; ended: number; changes: number };
  states(): string;
} {
  const clock = new FakeClock();
  const told: string[] = [];
  const signals: AbortSignal[] = [];
  const seen = { begun: 0, ended: 0, changes: 0 };
  const test = createSelfTest({
    begin: () => {
      seen.begun += 1;
      return {
        step: async (step, signal) => {
          signals.push(signal);
          return answers[step]?.() ?? OK;
        },
        end: () => void (seen.ended += 1),
      };
    },
    clock,
    onChange: () => void (seen.changes += 1),
    onStep: (step, outcome) => void told.push(`${step} ${outcome.kind}`),
  });
  const states = (): string => (test.view()?.lines ?? []).map(({ state }) => state).join(' ');
  return { test, clock, told, signals, seen, states };
}

describe('the self-test', () => {
  it('goes through its steps in their order, and lets go of what it held', async () => {
    const { test, told, seen, states } = testOf();
    expect(test.view()).toBeNull();
    test.start();
    expect(test.view()).toMatchObject({ running: true });
    await settled();
    expect(told).toEqual(['keychain ok', 'dns ok', 'tls ok', 'token ok', 'read ok']);
    expect(states()).toBe('ok ok ok ok ok');
    expect(test.view()?.running).toBe(false);
    expect(seen).toMatchObject({ begun: 1, ended: 1 });
    expect(seen.changes).toBeGreaterThan(10);
  });

  it('shows where it is', async () => {
    const { test, states } = testOf({ tls: () => NEVER });
    test.start();
    await settled();
    expect(states()).toBe('ok ok running waiting waiting');
  });

  it('tells a failure, what was not done and a defect apart', async () => {
    const fault = { family: 'network', cause: 'dns', detail: 'ENOTFOUND d1', correlationId: null } as const;
    const { test, states } = testOf({
      dns: () => ({ kind: 'failed', fault }),
      tls: () => ({ kind: 'not-done', why: 'before' }),
      token: () => Promise.reject(new TypeError('secret')),
    });
    test.start();
    await settled();
    expect(states()).toBe('ok failed not-done failed ok');
    expect(test.view()?.lines).toMatchObject([
      { detail: 'good', fault: null, why: null },
      { fault: { ...fault, owner: 'network' } },
      { why: 'before', fault: null },
      { fault: { detail: 'unexpected TypeError in the station' } },
      {},
    ]);
    expect(JSON.stringify(test.view())).not.toContain('secret');
  });

  it('gives no step more than its time', async () => {
    const { test, clock, signals, states } = testOf({ keychain: () => NEVER, dns: () => NEVER });
    test.start();
    await clock.run(STEP_LIMIT_MS - 1);
    expect(states()).toBe('running waiting waiting waiting waiting');
    expect(signals[0]?.aborted).toBe(false);
    await clock.run(1);
    expect(signals[0]?.aborted).toBe(true);
    expect(test.view()?.lines[0]?.fault).toMatchObject({ family: 'keychain', cause: 'no-answer' });
    await clock.run(STEP_LIMIT_MS);
    expect(test.view()?.lines[1]?.fault).toMatchObject({ family: 'network', cause: 'timeout' });
    expect(states()).toBe('failed failed ok ok ok');
    expect(clock.pending()).toBe(0);
  });

  it('runs once at a time', async () => {
    const { test, seen } = testOf({ read: () => NEVER });
    test.start();
    test.start();
    await settled();
    test.start();
    expect(seen.begun).toBe(1);
  });

  it('ends at once, and what comes of it later changes nothing', async () => {
    let answer: (outcome: StepOutcome) => void = () => undefined;
    const late = new Promise<StepOutcome>((resolve) => (answer = resolve));
    const { test, clock, signals, seen, told } = testOf({ dns: () => late });
    test.start();
    await settled();
    test.end();
    expect(test.view()).toBeNull();
    expect(signals.at(-1)?.aborted).toBe(true);
    await settled();
    expect(seen.ended).toBe(1);
    answer(OK);
    await settled();
    expect(test.view()).toBeNull();
    expect(told).toEqual(['keychain ok']);
    expect(clock.pending()).toBe(0);
  });

  it('can be started again, and the one before does not write into it', async () => {
    const { test, states } = testOf({ tls: () => NEVER });
    test.start();
    await settled();
    test.end();
    test.start();
    await settled();
    expect(states()).toBe('ok ok running waiting waiting');
    expect(test.view()?.running).toBe(true);
  });
});
