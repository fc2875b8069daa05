/** What fingers, keys and pointers can do to the station beyond what it offers: nothing. */
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { expect, test } from '@playwright/test';

import { openSharedStation, TWO_SNAPSHOTS, type SharedStation } from '../e2e/shared-station.ts';
import { proves } from './items.ts';

/** Keys that browsers, the engine's own menu or desktops know. */
const KEYS: readonly (readonly [key: string, ...modifiers: ('control' | 'shift' | 'alt' | 'meta')[]])[] = [
  ['F5'],
  ['R', 'control'],
  ['R', 'control', 'shift'],
  ['F5', 'control'],
  ['W', 'control'],
  ['F4', 'control'],
  ['F4', 'alt'],
  ['Q', 'control'],
  ['Q', 'meta'],
  ['W', 'meta'],
  ['F12'],
  ['I', 'control', 'shift'],
  ['J', 'control', 'shift'],
  ['C', 'control', 'shift'],
  ['U', 'control'],
  ['P', 'control'],
  ['P', 'control', 'shift'],
  ['S', 'control'],
  ['O', 'control'],
  ['N', 'control'],
  ['T', 'control'],
  ['L', 'control'],
  ['F11'],
  ['M', 'control'],
  ['=', 'control'],
  ['+', 'control'],
  ['-', 'control'],
  ['0', 'control'],
  ['Left', 'alt'],
  ['Right', 'alt'],
  ['Home', 'alt'],
  ['Backspace'],
  ['F1'],
  ['F7'],
  ['F10', 'shift'],
];

let shared: SharedStation;
let visitors = 0;
const outside = createServer((socket) => {
  visitors += 1;
  socket.destroy();
});
let elsewhere = '';

test.beforeAll(async () => {
  await once(outside.listen(0, '127.0.0.1'), 'listening');
  elsewhere = `http://127.0.0.1:${(outside.address() as AddressInfo).port}/`;
  shared = await openSharedStation();
  await inPage('window.mark = "here"');
});
test.afterAll(async () => {
  await shared.close();
  outside.close();
});

const inPage = <T>(expression: string): Promise<T> => shared.station.page.evaluate<T>(expression);

/** Hands events to the engine as the system does. */
const act = (events: readonly object[]): Promise<void> =>
  shared.station.electron.evaluate(({ BrowserWindow }, all) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    for (const event of all) contents?.sendInputEvent(event as Parameters<Electron.WebContents['sendInputEvent']>[0]);
  }, events);

/** Everything that a key or a gesture could change about the window. */
async function windowFacts(): Promise<unknown> {
  const outer = await shared.station.electron.evaluate(({ BrowserWindow, webContents }) => {
    const [window] = BrowserWindow.getAllWindows();
    return {
      contents: webContents.getAllWebContents().length,
      zoom: [window?.webContents.getZoomFactor(), window?.webContents.getZoomLevel()],
      devTools: window?.webContents.isDevToolsOpened(),
      shape: [
        window?.isKiosk(),
        window?.isFullScreen(),
        window?.isMinimized(),
        window?.isVisible(),
        window?.getBounds(),
      ],
    };
  });
  const inner = await inPage(
    '[window.mark, location.href, visualViewport.scale, innerWidth, innerHeight, devicePixelRatio]',
  );
  return { outer, inner };
}

/** Does something, waits until main and page have had time for it, and looks whether anything is another. */
async function expectNothingFrom(work: () => Promise<unknown>): Promise<void> {
  const before = await windowFacts();
  await work();
  expect(await inPage(TWO_SNAPSHOTS)).toBe(true);
  expect(await windowFacts()).toEqual(before);
  expect(visitors).toBe(0);
}

test('no key does what it does in a browser', proves('keys'), async () => {
  await inPage('window.heard = 0; addEventListener("keydown", () => { window.heard += 1; }, true)');
  await expectNothingFrom(() =>
    act(
      KEYS.flatMap(([keyCode, ...modifiers]) => [
        { type: 'keyDown', keyCode, modifiers },
        { type: 'keyUp', keyCode, modifiers },
      ]),
    ),
  );
  // They did arrive.
  expect(await inPage('window.heard')).toBe(KEYS.length);
});

test('there is no menu whose keys could work', proves('keys'), async () => {
  const menu = await shared.station.electron.evaluate(({ BrowserWindow, Menu }) => ({
    ofProgram: Menu.getApplicationMenu() !== null,
    shown: BrowserWindow.getAllWindows()[0]?.isMenuBarVisible(),
  }));
  expect(menu).toEqual({ ofProgram: false, shown: false });
});

test('neither wheel nor pinch makes the page larger', proves('pointer'), async () => {
  await expectNothingFrom(async () => {
    const wheel = { type: 'mouseWheel', x: 400, y: 300, deltaX: 0, canScroll: true, modifiers: ['control'] };
    await act([1, -1].map((wheelTicksY) => ({ ...wheel, wheelTicksY, deltaY: wheelTicksY * 120 })));
    const devtools = await shared.station.page.context().newCDPSession(shared.station.page);
    for (const scaleFactor of [3, 0.4])
      await devtools.send('Input.synthesizePinchGesture', { x: 500, y: 400, scaleFactor, gestureSourceType: 'touch' });
    await devtools.detach();
  });
});

test('a middle click, or one with a key held, opens no link', proves('pointer', 14), async () => {
  await inPage(`(() => {
    const link = document.createElement('a');
    Object.assign(link, { href: ${JSON.stringify(elsewhere)}, id: 'link', target: '_blank', textContent: 'x' });
    Object.assign(link.style, { position: 'fixed', inset: '0', zIndex: '9999', fontSize: '400px' });
    document.body.append(link);
  })()`);
  await expectNothingFrom(async () => {
    for (const [button, ...modifiers] of [
      ['middle'],
      ['left'],
      ['left', 'control'],
      ['left', 'shift'],
      ['left', 'alt'],
    ]) {
      const click = { x: 200, y: 300, button, modifiers, clickCount: 1 };
      await act([
        { type: 'mouseDown', ...click },
        { type: 'mouseUp', ...click },
      ]);
    }
  });
  await inPage('document.getElementById("link").remove()');
});

test('a right click brings no menu', proves('pointer'), async () => {
  await inPage('window.asked = 0; addEventListener("contextmenu", () => { window.asked += 1; })');
  await expectNothingFrom(() =>
    act(['mouseDown', 'mouseUp'].map((type) => ({ type, x: 300, y: 300, button: 'right', clickCount: 1 }))),
  );
  expect(await inPage('window.asked')).toBe(1);
  // The engine has no menu of its own: one is made by whoever listens.
  const listeners = await shared.station.electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents()[0]?.listenerCount('context-menu'),
  );
  expect(listeners).toBe(0);
});

test('a dropped address does not open', proves('pointer', 13), async () => {
  const devtools = await shared.station.page.context().newCDPSession(shared.station.page);
  await expectNothingFrom(async () => {
    const items = [
      { mimeType: 'text/uri-list', data: elsewhere },
      { mimeType: 'text/plain', data: elsewhere },
    ];
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await devtools.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data: { items, dragOperationsMask: 1 } });
  });
  await devtools.detach();
});
