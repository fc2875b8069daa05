/** What a full-screen station does beside showing its page: covers its display, stays awake and in front. Wiring only. */
import { powerMonitor, powerSaveBlocker, screen, type BrowserWindow } from 'electron';

import type { Config } from '../config/schema.ts';
import { keepCovering } from './display-watch.ts';
import { keepAwake } from './keep-awake.ts';
import { keepFront } from './keep-front.ts';
import { coverOtherDisplays } from './other-displays.ts';
import { openPlainWindow } from './plain-window.ts';
import { systemClock } from './system-clock.ts';

export type KioskChoices = Pick<Config['kiosk'], 'onTop' | 'otherDisplays'>;

/** Holds until the window is closed. */
export function careForKiosk(window: BrowserWindow, { onTop, otherDisplays }: KioskChoices, colour: string): void {
  const ends = [keepCovering(window, screen, powerMonitor, systemClock), keepAwake(powerSaveBlocker, powerMonitor)];
  if (onTop) ends.push(keepFront(window, systemClock));
  if (otherDisplays === 'cover') {
    ends.push(coverOtherDisplays(screen, (bounds) => openPlainWindow({ bounds, colour, onTop, over: null })));
  }
  window.on('closed', () => ends.forEach((end) => end()));
}
