import { EventEmitter } from 'node:events';

import { describe, expect, it } from 'vitest';

import { keepAwake } from '../../../../main/kiosk/keep-awake.ts';

function awake() {
  const running = new Set<number>();
  let last = 0;
  let fewest = Infinity;
  const blocker = {
    start: () => {
      running.add((last += 1));
      return last;
    },
    stop: (id: number) => {
      running.delete(id);
      fewest = Math.min(fewest, running.size);
    },
  };
  const power = new EventEmitter();
  return { running, power, started: () => last, fewest: () => fewest, stop: keepAwake(blocker, power) };
}

describe('the display of a kiosk', () => {
  it('is kept on, and asked for anew after sleep and lock without a moment between', () => {
    const { running, power, started, fewest } = awake();
    expect([...running]).toEqual([1]);
    for (const event of ['resume', 'unlock-screen', 'resume']) power.emit(event);
    expect(started()).toBe(4);
    expect([...running]).toEqual([4]);
    expect(fewest()).toBe(1);
  });

  it('may sleep when the station ends', () => {
    const { running, power, stop } = awake();
    stop();
    power.emit('resume');
    expect(running.size).toBe(0);
  });
});
