import { describe, expect, it } from 'vitest';

import {
  GONE_REASONS,
  goneReason,
  HEALTHY_MS,
  inWords,
  RECOVERY_BEGIN,
  recoveryAfter,
  RESTARTS,
  type Recovery,
  type RecoveryStep,
  type Trouble,
} from '../../../../../main/kiosk/recovery/decision.ts';

const KILLED: Trouble = { kind: 'page-gone', reason: 'killed' };
const OF_THE_PAGE: readonly Trouble[] = [
  ...GONE_REASONS.filter((reason) => reason !== 'integrity-failure').map((reason): Trouble => ({
    kind: 'page-gone',
    reason,
  })),
  { kind: 'page-hung', by: 'engine' },
  { kind: 'page-hung', by: 'heartbeat' },
  { kind: 'page-empty' },
  { kind: 'page-wrong', why: 'never-sent' },
  { kind: 'page-wrong', why: 'went-back' },
  { kind: 'page-not-loaded' },
];

/** One trouble after the other, at these times; the last step and what is remembered. */
function after(troubles: readonly (readonly [number, Trouble])[]): { state: Recovery; step: RecoveryStep } {
  let state = RECOVERY_BEGIN;
  let step: RecoveryStep = { kind: 'nothing' };
  for (const [now, trouble] of troubles) ({ state, step } = recoveryAfter(state, trouble, now));
  return { state, step };
}

describe('a page in trouble', () => {
  it.each(OF_THE_PAGE.map((trouble) => [inWords(trouble), trouble] as const))(
    'is started anew: %s',
    (_name, trouble) => {
      expect(after([[0, trouble]]).step).toEqual({ kind: 'restart-page', afterMs: 0 });
    },
  );

  it('is started three times, with growing pauses, and then replaced by the stop page', () => {
    const times = (count: number) => Array.from({ length: count }, (_, at) => [at * 1_000, KILLED] as const);
    expect(after(times(2)).step).toEqual({ kind: 'restart-page', afterMs: 1_000 });
    expect(after(times(RESTARTS)).step).toEqual({ kind: 'restart-page', afterMs: 2_000 });
    expect(after(times(RESTARTS + 1)).step).toEqual({ kind: 'stop', why: 'budget-spent' });
    expect(RESTARTS).toBe(3);
  });

  it('has its whole budget back after a healthy minute, and not a moment before', () => {
    const spent = [0, 1, 2].map((now) => [now, KILLED] as const);
    expect(after([...spent, [2 + HEALTHY_MS, KILLED]]).step).toEqual({ kind: 'restart-page', afterMs: 0 });
    expect(after([...spent, [1 + HEALTHY_MS, KILLED]]).step).toEqual({ kind: 'stop', why: 'budget-spent' });
  });

  it('that never has a healthy minute is stopped, however slowly it fails', () => {
    const slow = [0, 1, 2, 3].map((at) => [at * (HEALTHY_MS - 1), KILLED] as const);
    expect(after(slow).step.kind).toBe('stop');
  });
});

describe('code that is not ours', () => {
  it.each<Trouble>([
    { kind: 'page-gone', reason: 'integrity-failure' },
    { kind: 'helper-gone', helper: 'GPU', reason: 'integrity-failure' },
    { kind: 'helper-gone', helper: 'Utility', reason: 'integrity-failure' },
  ])('stops at once, with the whole budget left: %o', (trouble) => {
    expect(after([[0, trouble]]).step).toEqual({ kind: 'stop', why: 'integrity-failure' });
  });
});

describe('another process of the engine', () => {
  it('costs no restart: the picture is asked for again when it was the one that draws', () => {
    for (const reason of GONE_REASONS.filter((one) => one !== 'integrity-failure')) {
      expect(after([[0, { kind: 'helper-gone', helper: 'GPU', reason }]])).toEqual({
        state: RECOVERY_BEGIN,
        step: { kind: 'redraw' },
      });
      expect(after([[0, { kind: 'helper-gone', helper: 'Utility', reason }]]).step).toEqual({ kind: 'nothing' });
    }
  });
});

describe('the stop page', () => {
  const stopped: Recovery = { kind: 'stopped', why: 'budget-spent' };

  it('stays, however long nothing happens', () => {
    for (const trouble of OF_THE_PAGE) {
      const { state, step } = recoveryAfter(stopped, trouble, 100 * HEALTHY_MS);
      expect(state).toEqual(stopped);
      expect(step.kind).not.toBe('restart-page');
    }
  });

  it('is shown again, after a pause, when its own process ends or it could not be loaded', () => {
    for (const trouble of [KILLED, { kind: 'page-not-loaded' } as const])
      expect(recoveryAfter(stopped, trouble, 0).step).toEqual({ kind: 'show-stop-page', afterMs: 2_000 });
    expect(recoveryAfter(stopped, { kind: 'page-hung', by: 'heartbeat' }, 0).step).toEqual({ kind: 'nothing' });
  });
});

describe('the words of the engine', () => {
  it('are ours, and one that we do not know is a crash', () => {
    for (const reason of GONE_REASONS) expect(goneReason(reason)).toBe(reason);
    expect(goneReason('abducted')).toBe('crashed');
  });
});
