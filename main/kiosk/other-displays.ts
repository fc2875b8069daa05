/** Covers every display but the station's own with a plain dark window: nothing behind the kiosk is in anybody's reach. */
import { DISPLAY_EVENTS, type Bounds, type Displays } from './display-watch.ts';

/** What is needed of Electron's `screen`. */
export interface AllDisplays extends Displays {
  getPrimaryDisplay(): Display;
  getAllDisplays(): readonly Display[];
}

interface Display {
  readonly id: number;
  readonly bounds: Bounds;
}

/** One plain window. */
export interface Cover {
  setBounds(bounds: Bounds): void;
  destroy(): void;
}

/** Which displays are to be covered, by their ids: all but the primary one, and none without a size. */
export function toCover(displays: readonly Display[], primary: Display): ReadonlyMap<number, Bounds> {
  const others = displays.filter(({ id, bounds }) => id !== primary.id && bounds.width > 0 && bounds.height > 0);
  return new Map(others.map(({ id, bounds }) => [id, bounds]));
}

/** Covers until the returned function is called. */
export function coverOtherDisplays(displays: AllDisplays, open: (bounds: Bounds) => Cover): () => void {
  const covers = new Map<number, Cover>();

  const look = (): void => {
    const wanted = toCover(displays.getAllDisplays(), displays.getPrimaryDisplay());
    for (const [id, cover] of covers) {
      if (wanted.has(id)) continue;
      cover.destroy();
      covers.delete(id);
    }
    for (const [id, bounds] of wanted) {
      const known = covers.get(id);
      if (known === undefined) covers.set(id, open(bounds));
      else known.setBounds(bounds);
    }
  };

  look();
  for (const event of DISPLAY_EVENTS) displays.on(event, look);
  return () => {
    for (const event of DISPLAY_EVENTS) displays.off(event, look);
    for (const cover of covers.values()) cover.destroy();
    covers.clear();
  };
}
