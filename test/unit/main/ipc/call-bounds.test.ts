import { describe, expect, it } from 'vitest';

import { boundOf, createCallBounds, type Bound } from '../../../../main/ipc/call-bounds.ts';
import type { CallName } from '../../../../main/ipc/contract.ts';

const BOUND: Bound = { perSecond: 2, burst: 3, inFlight: 2 };

function bounds(bound: Partial<Bound> = {}) {
  let now = 1_000;
  const made = createCallBounds(
    () => now,
    () => ({ ...BOUND, ...bound }),
  );
  const call = (name: CallName = 'station:watch'): boolean => {
    const answered = made.take(name);
    answered?.();
    return answered !== null;
  };
  return { made, call, pass: (ms: number) => (now += ms) };
}

describe('the bounds of the page', () => {
  it('let a burst through, and then so many a second', () => {
    const { call, pass } = bounds();
    expect([call(), call(), call(), call()]).toEqual([true, true, true, false]);
    pass(499);
    expect(call()).toBe(false);
    pass(1);
    expect([call(), call()]).toEqual([true, false]);
    pass(60_000);
    expect([call(), call(), call(), call()]).toEqual([true, true, true, false]);
  });

  it('count each channel for itself', () => {
    const { call } = bounds();
    expect([call(), call(), call(), call()]).toContain(false);
    expect(call('station:focus')).toBe(true);
  });

  it('hold back what comes while too much is not answered yet', () => {
    const { made } = bounds({ burst: 100 });
    const first = made.take('station:administrator');
    expect(made.take('station:administrator')).not.toBeNull();
    expect(made.take('station:administrator')).toBeNull();
    first?.();
    expect(made.take('station:administrator')).not.toBeNull();
  });

  it('leave room for a page that reports every snapshot', () => {
    const SNAPSHOTS_A_SECOND = 20;
    expect(boundOf('station:painted').perSecond).toBeGreaterThan(SNAPSHOTS_A_SECOND);
  });
});
