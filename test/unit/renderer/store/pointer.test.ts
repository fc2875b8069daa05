import { describe, expect, it } from 'vitest';

import { hidePointer, POINTER_IDLE_MS, type PointerSource } from '../../../../renderer/store/pointer.ts';

type Moved = (event: { screenX: number; screenY: number }) => void;

function pointer() {
  let waiting: { readonly callback: () => void; readonly ms: number } | null = null;
  let passed = 0;
  const moved: Moved[] = [];
  const source: PointerSource = {
    addEventListener: (type, listener) => {
      if (type === 'pointermove') moved.push(listener);
    },
    setTimeout: (callback, ms) => {
      waiting = { callback, ms: passed + ms };
      return 1;
    },
    clearTimeout: () => {
      waiting = null;
    },
  };
  const shown: string[] = [];
  hidePointer(source, (hidden) => void shown.push(hidden ? 'hidden' : 'shown'));
  const advance = (ms: number): void => {
    passed += ms;
    if (waiting === null || waiting.ms > passed) return;
    const { callback } = waiting;
    waiting = null;
    callback();
  };
  return { advance, shown, moves: (x: number) => moved.forEach((each) => each({ screenX: x, screenY: 0 })) };
}

describe('the pointer', () => {
  it('is hidden until somebody moves it, and again after a while', () => {
    const { advance, shown, moves } = pointer();
    moves(1);
    advance(POINTER_IDLE_MS - 1);
    moves(2);
    advance(POINTER_IDLE_MS - 1);
    expect(shown).toEqual(['hidden', 'shown']);
    advance(1);
    expect(shown).toEqual(['hidden', 'shown', 'hidden']);
  });

  it('is not shown when only the page has moved under it', () => {
    const { advance, shown, moves } = pointer();
    moves(1);
    advance(POINTER_IDLE_MS);
    moves(1);
    expect(shown.at(-1)).toBe('hidden');
  });
});
