/** The one window: the station's page in a sandbox, full screen in kiosk mode, and nowhere else to go. */
import { join } from 'node:path';

import { app, BrowserWindow, screen, session, type Session } from 'electron';

import type { Theme } from '../tracking/words.ts';
import { PAGE_URL } from './app-protocol.ts';
import { EXIT } from './exit-codes.ts';
import { careForKiosk, type KioskChoices } from './kiosk-care.ts';
import { WINDOW_GROUND } from './window-ground.ts';
import { drawsByWayland } from './without-display.ts';

export interface WindowOptions {
  /** How the kiosk behaves; null for a station in a window. */
  readonly kiosk: KioskChoices | null;
  readonly title: string;
  readonly devTools: boolean;
  readonly theme: Theme;
}

/**
 * What the engine offers a page and this one never needs: dialogs and windows of the system over the station, and devices.
 * Without them in the page, there is nothing to ask for.
 */
const UNUSED_FEATURES = [
  'FileSystemAccessLocal',
  'EyeDropperAPI',
  'DocumentPictureInPictureAPI',
  'PaymentRequest',
  'WebShare',
  'WebUSB',
  'WebHID',
  'Serial',
  'WebBluetooth',
];

const WINDOWED = { width: 1280, height: 720, minWidth: 800, minHeight: 450 };

/** A proxy that nobody can be: what the policies do not cover, calls between browsers, ends there. */
const NOWHERE = 'https://0.0.0.0:9';

/**
 * No name has an address: hints of a page, and calls between browsers, ask for addresses without a request, and a name that is
 * asked for can carry anything out of the PC.
 */
const NO_NAMES = { switch: 'host-resolver-rules', value: 'MAP * ~NOTFOUND' } as const;
const NOBODY = 'nobody.invalid';
/** When the rule for names holds for the page's session, and for none that is made from then on. */
let pageHasNoNames: Promise<unknown> = Promise.resolve();

/** The system's proxy rules for D1, asked of a session in memory that no page uses: they may have names to look up. */
export async function resolveSystemProxy(url: string): Promise<string> {
  await pageHasNoNames;
  return session.fromPartition('d1', { cache: false }).resolveProxy(url);
}

/** A session in memory: no cookies, no cache on disk, every permission denied, no request but to our own page, no name looked up. */
export async function stationSession(): Promise<Session> {
  app.commandLine.appendSwitch(NO_NAMES.switch, NO_NAMES.value);
  const own = session.fromPartition('station', { cache: false });
  // The engine reads the rule when it makes the session's network, on a thread of its own: with the first answer it is made.
  pageHasNoNames = own
    .resolveHost(NOBODY)
    .catch(() => undefined)
    .then(() => app.commandLine.removeSwitch(NO_NAMES.switch));
  await own.setProxy({ mode: 'fixed_servers', proxyRules: NOWHERE, proxyBypassRules: '<-loopback>' });
  own.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  own.setPermissionCheckHandler(() => false);
  own.setDevicePermissionHandler(() => false);
  own.webRequest.onBeforeRequest((details, callback) => {
    const allowed = details.url.startsWith('app://station/') || details.url.startsWith('devtools://');
    callback({ cancel: !allowed });
  });
  own.on('will-download', (event) => event.preventDefault());
  refuseDevices(own);
  return own;
}

/** Where nobody chooses, the engine may take the first device that it finds: here the choice is always none. */
function refuseDevices(own: Session): void {
  own.on('select-hid-device', (event, _details, choose) => {
    event.preventDefault();
    choose(null);
  });
  own.on('select-serial-port', (event, _ports, _contents, choose) => {
    event.preventDefault();
    choose('');
  });
  own.on('select-usb-device', (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
}

export function createStationWindow(own: Session, preloadFolder: string, options: WindowOptions): BrowserWindow {
  const kiosk = options.kiosk !== null;
  const wayland = drawsByWayland(process.platform, process.env, app.commandLine.getSwitchValue('ozone-platform'));
  // A kiosk's compositor gives the one window the whole screen unasked. Asked for it, the engine there ended by a trap.
  const asksForAll = kiosk && !wayland;
  const window = new BrowserWindow({
    // A display server without a window manager leaves a full-screen window the size it was made with.
    ...(kiosk ? screen.getPrimaryDisplay().bounds : WINDOWED),
    title: options.title,
    backgroundColor: WINDOW_GROUND[options.theme],
    kiosk: asksForAll,
    fullscreen: asksForAll,
    frame: !(kiosk && wayland),
    autoHideMenuBar: true,
    show: false,
    webPreferences: {
      session: own,
      preload: join(preloadFolder, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      disableBlinkFeatures: UNUSED_FEATURES.join(','),
      devTools: options.devTools,
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
    },
  });
  window.removeMenu();
  window.once('ready-to-show', () => window.show());
  if (wayland) {
    // There a window that is not shown gets no frames, so that its page never paints, and it never would be ready.
    if (kiosk) window.maximize();
    window.show();
  }
  window.on('page-title-updated', (event) => event.preventDefault());
  confine(window);
  if (options.kiosk !== null) {
    keepOpen(window);
    // There a window cannot be put onto another display; a cover would lie over the station itself.
    const choices: KioskChoices = wayland ? { ...options.kiosk, otherDisplays: 'leave' } : options.kiosk;
    careForKiosk(window, choices, WINDOW_GROUND[options.theme]);
  }
  return window;
}

/**
 * In kiosk mode no key closes the window; ending the program from outside does. A page can close its own window and cannot
 * be kept from it: then the program ends as one that cannot be trusted any further, and whoever started it starts it again.
 */
function keepOpen(window: BrowserWindow): void {
  let quitting = false;
  app.on('before-quit', () => {
    quitting = true;
  });
  window.on('close', (event) => {
    if (!quitting) event.preventDefault();
  });
  let closedByPage = false;
  window.webContents.once('destroyed', () => {
    closedByPage = !quitting && !window.isDestroyed();
  });
  window.on('closed', () => {
    if (closedByPage) app.exit(EXIT.defect);
  });
}

/** No new windows, no way off the page, no zoom. */
function confine(window: BrowserWindow): void {
  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  const stay = (event: { preventDefault: () => void; url: string }): void => {
    if (event.url !== PAGE_URL) event.preventDefault();
  };
  webContents.on('will-navigate', stay);
  webContents.on('will-frame-navigate', stay);
  webContents.on('will-redirect', stay);
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  void webContents.setVisualZoomLevelLimits(1, 1);
  webContents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault();
    choose('');
  });
  // The content policy does not cover calls between browsers.
  webContents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
