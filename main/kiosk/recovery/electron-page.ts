/** The window's page as Electron has it: how it is ended, loaded and covered, and what the engine tells of it. */
import { app, powerMonitor, type BaseWindow, type BrowserWindow, type Details } from 'electron';

import { KEYCHAIN_PROCESS } from '../../credentials/electron-worker.ts';
import type { Log } from '../../diagnostics/log.ts';
import { PAGE_URL, STOP_URL } from '../app-protocol.ts';
import { openPlainWindow } from '../plain-window.ts';
import { goneReason, type Trouble } from './decision.ts';
import type { RecoveredPage } from './page-recovery.ts';

/** Plain and dark, the ground of "cannot tell": it can be taken for nothing. */
const COVER_COLOUR = '#130f08';
/** Loading was given up for another load: that one tells by itself. */
const ABORTED = -3;

export interface WatchedPage extends RecoveredPage {
  /** Tells of every trouble from now on. */
  onTrouble(listener: (trouble: Trouble) => void): void;
}

export function electronPage(window: BrowserWindow, log: Log): WatchedPage {
  const { webContents } = window;
  /** A window of its own: what the engine paints into the station's window lies under the picture of a page that has stopped. */
  let cover: BaseWindow | null = null;
  let shown = false;
  let locked = false;
  let begun = false;
  let tell: (trouble: Trouble) => void = () => undefined;

  // Whatever lifts the station's window lifts its cover too.
  window.on('focus', () => cover?.moveTop());
  window.once('show', () => {
    shown = true;
  });
  const lock = (): void => {
    locked = true;
  };
  const unlock = (): void => {
    locked = false;
  };
  powerMonitor.on('lock-screen', lock);
  powerMonitor.on('unlock-screen', unlock);
  webContents.on('render-process-gone', (_event, { reason }) =>
    tell({ kind: 'page-gone', reason: goneReason(reason) }),
  );
  webContents.on('unresponsive', () => tell({ kind: 'page-hung', by: 'engine' }));
  webContents.on('did-fail-load', (_event, code, _text, _url, isMainFrame) => {
    if (isMainFrame && code !== ABORTED) tell({ kind: 'page-not-loaded' });
  });
  // Without its preload the page hears nothing of main; that it never paints is what main goes by.
  webContents.on('preload-error', () => log.write({ event: 'recovery', outcome: 'preload-error' }));
  const helperGone = (_event: unknown, { type, reason: word, name }: Details): void => {
    const reason = goneReason(word);
    // It is ended when nobody asks it, and whoever does ask is told of its end.
    if (name === KEYCHAIN_PROCESS && reason !== 'integrity-failure') return;
    tell({ kind: 'helper-gone', helper: type, reason });
  };
  app.on('child-process-gone', helperGone);
  window.on('closed', () => {
    cover?.destroy();
    app.off('child-process-gone', helperGone);
    powerMonitor.off('lock-screen', lock);
    powerMonitor.off('unlock-screen', unlock);
  });

  return {
    onTrouble(listener) {
      tell = listener;
    },
    // Until it is shown for the first time it is waited for; after that nobody misses what is minimised.
    isWatched: () => !window.isDestroyed() && !locked && (!shown || (window.isVisible() && !window.isMinimized())),
    isAlive: () => !window.isDestroyed() && !webContents.isCrashed() && webContents.getOSProcessId() !== 0,
    end() {
      try {
        // By the system: a process that is stopped hears nothing else.
        process.kill(webContents.getOSProcessId(), 'SIGKILL');
      } catch {
        webContents.forcefullyCrashRenderer();
      }
    },
    load(which) {
      if (window.isDestroyed()) return;
      // A page that ended before its first picture has left the window hidden.
      if (begun && !shown) window.show();
      begun = true;
      webContents.loadURL(which === 'stop' ? STOP_URL : PAGE_URL).catch(() => undefined);
    },
    cover(wanted) {
      if (!wanted || window.isDestroyed()) {
        cover?.destroy();
        cover = null;
      } else {
        cover ??= openPlainWindow({
          bounds: window.getBounds(),
          colour: COVER_COLOUR,
          onTop: window.isAlwaysOnTop(),
          over: window,
        });
      }
    },
    redraw() {
      if (!window.isDestroyed() && !webContents.isCrashed()) webContents.invalidate();
    },
  };
}
