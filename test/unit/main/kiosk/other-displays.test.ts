import { EventEmitter } from 'node:events';

import { describe, expect, it } from 'vitest';

import type { Bounds } from '../../../../main/kiosk/display-watch.ts';
import { coverOtherDisplays, toCover } from '../../../../main/kiosk/other-displays.ts';

const bounds = (x: number, width = 1920): Bounds => ({ x, y: 0, width, height: 1080 });
const [FIRST, SECOND, THIRD] = [1, 2, 3].map((id) => ({ id, bounds: bounds((id - 1) * 1920) })) as [
  Display,
  Display,
  Display,
];
interface Display {
  readonly id: number;
  readonly bounds: Bounds;
}

class FakeDisplays extends EventEmitter {
  all: readonly Display[] = [FIRST];
  primary: Display = FIRST;
  getAllDisplays = (): readonly Display[] => this.all;
  getPrimaryDisplay = (): Display => this.primary;
  becomes(all: readonly Display[], primary = FIRST): void {
    this.all = all;
    this.primary = primary;
    this.emit('display-metrics-changed');
  }
}

function covered(displays = new FakeDisplays()) {
  const open = new Set<{ at: Bounds }>();
  const stop = coverOtherDisplays(displays, (at) => {
    const cover = { at };
    open.add(cover);
    return { setBounds: (next) => void (cover.at = next), destroy: () => void open.delete(cover) };
  });
  return { displays, stop, at: () => [...open].map((cover) => cover.at) };
}

describe('displays beside the station', () => {
  it('are those that are not the primary one and have a size', () => {
    const asleep = { id: 4, bounds: bounds(0, 0) };
    expect([...toCover([FIRST, SECOND, asleep], FIRST)]).toEqual([[2, SECOND.bounds]]);
    expect(toCover([FIRST], FIRST).size).toBe(0);
  });

  it('are covered as they come, move and go, and when another becomes the primary one', () => {
    const { displays, at } = covered();
    expect(at()).toEqual([]);
    displays.becomes([FIRST, SECOND, THIRD]);
    expect(at()).toEqual([SECOND.bounds, THIRD.bounds]);
    const moved = { ...SECOND, bounds: bounds(-1920) };
    displays.becomes([FIRST, moved]);
    expect(at()).toEqual([moved.bounds]);
    displays.becomes([FIRST, moved], moved);
    expect(at()).toEqual([FIRST.bounds]);
  });

  it('are given back when the station ends', () => {
    const { displays, at, stop } = covered();
    displays.becomes([FIRST, SECOND]);
    stop();
    displays.becomes([FIRST, SECOND, THIRD]);
    expect(at()).toEqual([]);
  });
});
