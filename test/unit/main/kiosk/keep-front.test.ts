import { EventEmitter } from 'node:events';

import { describe, expect, it } from 'vitest';

import { BACK_AFTER_MS, keepFront, type FrontWindow } from '../../../../main/kiosk/keep-front.ts';
import { FakeClock } from '../tracking/fake-clock.ts';

class FakeWindow extends EventEmitter implements FrontWindow {
  focused = true;
  gone = false;
  readonly done: string[] = [];
  isDestroyed = (): boolean => this.gone;
  isFocused = (): boolean => this.focused;
  setAlwaysOnTop = (onTop: boolean): void => void this.done.push(`on top ${onTop}`);
  moveTop = (): void => void this.done.push('up');
  focus(): void {
    this.focused = true;
    this.done.push('focus');
  }
  loses(): void {
    this.focused = false;
    this.emit('blur');
  }
}

describe('the window of a kiosk', () => {
  it('lies above others, and takes the keyboard back when it has lost it', () => {
    const [window, clock] = [new FakeWindow(), new FakeClock()];
    keepFront(window, clock);
    expect(window.done.splice(0)).toEqual(['on top true']);
    window.loses();
    clock.advance(BACK_AFTER_MS - 1);
    expect(window.done).toEqual([]);
    clock.advance(1);
    expect(window.done).toEqual(['on top true', 'up', 'focus']);
    expect(clock.pending()).toBe(0);
  });

  it('lies above them again when it has appeared, or fills the screen', () => {
    const window = new FakeWindow();
    const stop = keepFront(window, new FakeClock());
    window.done.splice(0);
    window.emit('show');
    window.emit('enter-full-screen');
    expect(window.done).toEqual(['on top true', 'on top true']);
    stop();
    window.emit('show');
    expect(window.done).toHaveLength(2);
  });

  it('does nothing when it has it back by itself, is gone, or is no kiosk any more', () => {
    const [window, clock] = [new FakeWindow(), new FakeClock()];
    const stop = keepFront(window, clock);
    window.done.splice(0);
    window.loses();
    window.focused = true;
    clock.advance(BACK_AFTER_MS);
    window.loses();
    window.gone = true;
    clock.advance(BACK_AFTER_MS);
    window.gone = false;
    window.loses();
    stop();
    window.loses();
    clock.advance(BACK_AFTER_MS);
    expect(window.done).toEqual([]);
  });
});
