/** Keeps the kiosk's window over the whole primary display, whatever happens to the displays, and its page at its own size. */
import type { Clock } from '../tracking/instant.ts';

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What is needed of Electron's `screen`. */
export interface Displays {
  getPrimaryDisplay(): { readonly bounds: Bounds };
  on(event: DisplayEvent, listener: () => void): unknown;
  off(event: DisplayEvent, listener: () => void): unknown;
}

/** What is needed of Electron's `powerMonitor`. */
export interface Power {
  on(event: PowerEvent, listener: () => void): unknown;
  off(event: PowerEvent, listener: () => void): unknown;
}

/** What is needed of the window. */
export interface CoveringWindow {
  isDestroyed(): boolean;
  getBounds(): Bounds;
  setBounds(bounds: Bounds): void;
  isKiosk(): boolean;
  setKiosk(kiosk: boolean): void;
  readonly webContents: { getZoomFactor(): number; setZoomFactor(factor: number): void };
}

/** Added and removed ones, another size, scale or rotation, another primary one. */
export const DISPLAY_EVENTS = ['display-added', 'display-removed', 'display-metrics-changed'] as const;
type DisplayEvent = (typeof DISPLAY_EVENTS)[number];

/** A display can be another one after sleep or while the session was locked. */
const POWER_EVENTS = ['resume', 'unlock-screen'] as const;
type PowerEvent = (typeof POWER_EVENTS)[number];

/**
 * Systems move windows by themselves after a display has changed, and some tell of a change before it is done: the window
 * is looked at at once, and again so long after the last event, in ms.
 */
const SETTLED_AFTER_MS = [300, 2_000] as const;

/** The page is laid out for the size of the display; no key and no system setting of a browser changes that. */
const ZOOM = 1;

/** What to do about a window that should cover a display: nothing, or to take these bounds. */
export function coverStep(window: Bounds, display: Bounds): Bounds | null {
  // A display that is on its way to or from sleep can be told of without a size.
  if (display.width <= 0 || display.height <= 0) return null;
  const covers =
    window.x === display.x &&
    window.y === display.y &&
    window.width === display.width &&
    window.height === display.height;
  return covers ? null : display;
}

/** Watches until the returned function is called. */
export function keepCovering(window: CoveringWindow, displays: Displays, power: Power, clock: Clock): () => void {
  let cancels: readonly (() => void)[] = [];

  const look = (): void => {
    if (window.isDestroyed()) return;
    const bounds = coverStep(window.getBounds(), displays.getPrimaryDisplay().bounds);
    if (bounds !== null) cover(window, bounds);
    if (window.webContents.getZoomFactor() !== ZOOM) window.webContents.setZoomFactor(ZOOM);
  };
  const forget = (): void => cancels.forEach((cancel) => cancel());
  const changed = (): void => {
    forget();
    look();
    cancels = SETTLED_AFTER_MS.map((ms) => clock.after(ms, look));
  };

  for (const event of DISPLAY_EVENTS) displays.on(event, changed);
  for (const event of POWER_EVENTS) power.on(event, changed);
  return () => {
    forget();
    for (const event of DISPLAY_EVENTS) displays.off(event, changed);
    for (const event of POWER_EVENTS) power.off(event, changed);
  };
}

/** A window that fills its display ignores where it is put, so that it is let go for a moment. */
function cover(window: CoveringWindow, bounds: Bounds): void {
  const kiosk = window.isKiosk();
  if (kiosk) window.setKiosk(false);
  window.setBounds(bounds);
  if (kiosk) window.setKiosk(true);
  // A display server without a window manager gives a full-screen window back the size it had.
  if (coverStep(window.getBounds(), bounds) !== null) window.setBounds(bounds);
}
