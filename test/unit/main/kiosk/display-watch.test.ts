import { EventEmitter } from 'node:events';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { coverStep, keepCovering, type Bounds, type CoveringWindow } from '../../../../main/kiosk/display-watch.ts';
import { FakeClock } from '../tracking/fake-clock.ts';

const HD: Bounds = { x: 0, y: 0, width: 1920, height: 1080 };
const UPRIGHT: Bounds = { x: 0, y: 0, width: 1080, height: 1920 };
const BESIDE: Bounds = { x: 1920, y: 0, width: 1280, height: 720 };

/** A window as systems have them: in kiosk mode it may ignore where it is put, and come back to where it was. */
class FakeWindow implements CoveringWindow {
  bounds: Bounds = HD;
  kiosk = true;
  zoom = 1;
  gone = false;
  readonly moves: string[] = [];
  readonly deafInKiosk: boolean;
  readonly webContents = {
    getZoomFactor: () => this.zoom,
    setZoomFactor: (factor: number) => {
      this.zoom = factor;
    },
  };

  constructor({ deafInKiosk = false } = {}) {
    this.deafInKiosk = deafInKiosk;
  }

  isDestroyed = (): boolean => this.gone;
  getBounds = (): Bounds => this.bounds;
  isKiosk = (): boolean => this.kiosk;
  setKiosk(kiosk: boolean): void {
    this.kiosk = kiosk;
  }
  setBounds(bounds: Bounds): void {
    if (this.gone) throw new Error('the window is gone');
    this.moves.push(`${String(bounds.width)}x${String(bounds.height)}`);
    if (!(this.deafInKiosk && this.kiosk)) this.bounds = bounds;
  }
}

class FakeDisplays extends EventEmitter {
  primary: Bounds = HD;
  getPrimaryDisplay = (): { bounds: Bounds } => ({ bounds: this.primary });
}

function kiosk(window = new FakeWindow()) {
  const displays = new FakeDisplays();
  const power = new EventEmitter();
  const clock = new FakeClock();
  const stop = keepCovering(window, displays, power, clock);
  return { window, displays, power, clock, stop };
}

describe('what a window that should cover a display has to do', () => {
  it('is nothing when it does, and else to take the place of the display', () => {
    expect(coverStep(HD, { ...HD })).toBeNull();
    for (const other of [UPRIGHT, BESIDE, { ...HD, x: -1920 }, { ...HD, height: 1200 }])
      expect(coverStep(HD, other)).toEqual(other);
  });

  it('is nothing for a display without a size', () => {
    expect(coverStep(HD, { x: 0, y: 0, width: 0, height: 0 })).toBeNull();
    expect(coverStep(HD, { ...HD, height: 0 })).toBeNull();
  });

  it('once done, has nothing more to do', () => {
    const anyBounds = fc.record({
      x: fc.integer({ min: -8_000, max: 8_000 }),
      y: fc.integer({ min: -8_000, max: 8_000 }),
      width: fc.integer({ min: 0, max: 8_000 }),
      height: fc.integer({ min: 0, max: 8_000 }),
    });
    fc.assert(
      fc.property(anyBounds, anyBounds, (window, display) => {
        const bounds = coverStep(window, display);
        if (bounds !== null) expect(coverStep(bounds, display)).toBeNull();
      }),
    );
  });
});

describe('the kiosk window', () => {
  it.each([
    ['the display is rotated', 'display-metrics-changed', UPRIGHT],
    ['its resolution or scale changes', 'display-metrics-changed', { ...HD, width: 1280, height: 720 }],
    ['another display is the primary one', 'display-added', BESIDE],
    ['the primary display is pulled out', 'display-removed', BESIDE],
  ] as const)('covers the primary display when %s', (_what, event, primary) => {
    const { window, displays } = kiosk();
    displays.primary = primary;
    displays.emit(event);
    expect(window.bounds).toEqual(primary);
    expect(window.kiosk).toBe(true);
  });

  it.each(['resume', 'unlock-screen'])('covers it after %s', (event) => {
    const { window, displays, power } = kiosk();
    displays.primary = UPRIGHT;
    power.emit(event);
    expect(window.bounds).toEqual(UPRIGHT);
  });

  it('is let go for a moment where a window in kiosk mode cannot be moved', () => {
    const { window, displays } = kiosk(new FakeWindow({ deafInKiosk: true }));
    displays.primary = BESIDE;
    displays.emit('display-metrics-changed');
    expect(window).toMatchObject({ bounds: BESIDE, kiosk: true });
  });

  it('is not touched when it covers it already', () => {
    const { window, displays, clock } = kiosk();
    displays.emit('display-added');
    clock.advance(10_000);
    expect(window.moves).toEqual([]);
  });

  it('is looked at again when the system has moved it itself, or told of the change too early', () => {
    const { window, displays, clock } = kiosk();
    displays.emit('display-metrics-changed');
    displays.primary = UPRIGHT;
    clock.advance(300);
    expect(window.bounds).toEqual(UPRIGHT);
    window.bounds = { ...UPRIGHT, y: 40 };
    clock.advance(2_000);
    expect(window.bounds).toEqual(UPRIGHT);
  });

  it('keeps its page at its own size', () => {
    const { window, displays } = kiosk();
    window.zoom = 1.5;
    displays.emit('display-metrics-changed');
    expect(window.zoom).toBe(1);
  });

  it('that is gone is left alone, and so is one that is not watched any more', () => {
    const one = kiosk();
    one.window.gone = true;
    one.displays.primary = UPRIGHT;
    one.displays.emit('display-removed');
    one.clock.advance(10_000);
    const other = kiosk();
    other.displays.emit('display-added');
    other.stop();
    other.displays.primary = UPRIGHT;
    other.displays.emit('display-removed');
    other.power.emit('resume');
    other.clock.advance(10_000);
    expect([one.window.moves, other.window.moves]).toEqual([[], []]);
  });
});
