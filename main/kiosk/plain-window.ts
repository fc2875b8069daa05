/** A window without a page: plain and dark, and with no process of its own that could end. */
import { BaseWindow, type BrowserWindow } from 'electron';

import type { Bounds } from './display-watch.ts';

export interface PlainWindowOptions {
  readonly bounds: Bounds;
  readonly colour: string;
  readonly onTop: boolean;
  /** The window that it lies over, where it belongs to one. */
  readonly over: BrowserWindow | null;
}

/** Opens it without taking the keyboard; no key closes it. */
export function openPlainWindow({ bounds, colour, onTop, over }: PlainWindowOptions): BaseWindow {
  const plain = new BaseWindow({
    ...bounds,
    ...(over === null ? {} : { parent: over }),
    backgroundColor: colour,
    frame: false,
    focusable: false,
    skipTaskbar: true,
    closable: false,
    resizable: false,
    hasShadow: false,
    title: 'Card Station',
    show: false,
  });
  // The same level as the station's own window, which lies above task bars.
  if (onTop) plain.setAlwaysOnTop(true, 'screen-saver');
  plain.setBounds(bounds);
  plain.showInactive();
  return plain;
}
