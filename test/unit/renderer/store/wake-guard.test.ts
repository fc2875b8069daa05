import { describe, expect, it } from 'vitest';

import { guardStep, OPEN, type WakeInput } from '../../../../renderer/store/wake-guard.ts';

/** Which of these inputs are kept from the page. */
function kept(...inputs: readonly WakeInput[]): readonly boolean[] {
  let guard = OPEN;
  return inputs.map((input) => {
    const step = guardStep(guard, input);
    guard = step.guard;
    return step.kept;
  });
}

const down = (dim: boolean): WakeInput => ({ kind: 'down', dim });
const after: WakeInput = { kind: 'after' };
const keyDown = (key: string, dim: boolean): WakeInput => ({ kind: 'key-down', key, dim });
const keyUp = (key: string): WakeInput => ({ kind: 'key-up', key });

describe('the touch that wakes a dark screen', () => {
  it('does nothing else, nor does what follows from it; the next one acts', () => {
    expect(kept(down(true), after, after, after, down(false), after)).toEqual([true, true, true, true, false, false]);
  });

  it('on a bright screen acts at once', () => {
    expect(kept(down(false), after, after)).toEqual([false, false, false]);
  });

  it('that never came to a click keeps no later key away', () => {
    expect(kept(down(true), keyDown('Enter', false), after)).toEqual([true, false, false]);
  });
});

describe('the key that wakes a dark screen', () => {
  it.each(['Enter', ' '])('does not press what has the focus: %j', (key) => {
    expect(kept(keyDown(key, true), keyDown(key, false), keyUp(key), keyDown(key, false), keyUp(key))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('is taken as the first of a scan, and the scan goes on to its end', () => {
    expect(kept(keyDown('c', true), keyUp('c'), keyDown('1', false), keyDown('Enter', false))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
