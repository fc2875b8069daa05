/** The walls around a page that was taken over, each tried by itself: preferences, policy, devices, dialogs, senders. */
import { expect, test } from '@playwright/test';

import { CALLS } from '../../main/ipc/contract.ts';
import { SHIPPING } from '../e2e/fixtures.ts';
import { packedMain } from '../e2e/packed.ts';
import { openSharedStation, TWO_SNAPSHOTS, type SharedStation } from '../e2e/shared-station.ts';
import { processTree } from '../e2e/station-processes.ts';
import { proves } from './items.ts';

/** Every call of the contract. */
const CHANNELS = Object.keys(CALLS).length;

/** The runtime for demo and tests only: some things are known of it that no released package has. */
const TEST_RUNTIME = '33.2.1';
/** Longest time until a call of the page that waits for a person counts as waiting, in ms. */
const PERSON_MS = 1_500;

let shared: SharedStation;
test.beforeAll(async () => {
  shared = await openSharedStation();
});
test.afterAll(() => shared.close());

const inPage = <T>(expression: string): Promise<T> => shared.station.page.evaluate<T>(expression);
const runtime = (): Promise<string> => shared.station.electron.evaluate(() => process.versions.electron);

/** The program of main as it ships, all of its files. */
const shippedMain = (): string => [...packedMain(SHIPPING).values()].join('\n');

/** Runs expressions as after a touch: in the station's page, or in a plain one of its session, with all that the engine has. */
const asTouched = (expressions: readonly string[], own: 'station' | 'plain'): Promise<Record<string, string>> =>
  shared.station.electron.evaluate(
    async ({ BrowserWindow, session }, { all, where, limit }) => {
      let [window] = BrowserWindow.getAllWindows();
      if (where === 'plain') {
        const webPreferences = { session: session.fromPartition('station') };
        window = new BrowserWindow({ show: false, webPreferences });
        await window.loadURL('app://station/no-such-page').catch(() => undefined);
      }
      const outcomes: Record<string, string> = {};
      for (const each of all) {
        const run = `(async () => { try { return 'done: ' + String(await (${each})); } catch (error) { return 'denied: ' + error.name; } })()`;
        const waits = new Promise<string>((resolve) => setTimeout(() => resolve('waits for a person'), limit));
        const ran = window?.webContents.executeJavaScript(run, true) as Promise<string>;
        outcomes[each] = await Promise.race([ran, waits]);
      }
      if (where === 'plain') window?.destroy();
      return outcomes;
    },
    { all: expressions, where: own, limit: PERSON_MS },
  );

const notDenied = (outcomes: Readonly<Record<string, string>>): string[] =>
  Object.entries(outcomes).flatMap(([what, outcome]) => (outcome.startsWith('denied') ? [] : [`${what}: ${outcome}`]));

test('the page runs with no preference that opens it', proves(2, 3, 4, 6, 8, 9, 10, 11, 12), async () => {
  const preferences = await shared.station.electron.evaluate(({ webContents }) => {
    const [contents] = webContents.getAllWebContents() as unknown as { getLastWebPreferences(): object }[];
    return contents?.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webviewTag: false,
  });
  // Whoever names one of these opens something: they stay as the engine has them.
  const opening = [
    'webSecurity',
    'allowRunningInsecureContent',
    'experimentalFeatures',
    'enableBlinkFeatures',
    'nodeIntegrationInWorker',
    'nodeIntegrationInSubFrames',
    'plugins',
    'additionalArguments',
  ];
  const values = preferences as Record<string, unknown>;
  const open = opening.filter((name) => (name === 'webSecurity' ? values[name] === false : Boolean(values[name])));
  expect(open).toEqual([]);
  // The engine tells only some of them: the program names none.
  const named = /webSecurity|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|nodeIntegrationIn/;
  expect(shippedMain()).not.toMatch(named);
});

test('no switch of the page turns experiments on', proves(9, 10), () => {
  test.skip(process.platform !== 'linux', 'read from /proc, which is on Linux only');
  const pages = processTree(shared.station.pid).filter(({ type }) => type === 'renderer');
  expect(pages.length).toBeGreaterThan(0);
  const switches = pages
    .flatMap(({ args }) => args)
    .filter((arg) => /enable-(blink-features|experimental-web)/.test(arg));
  expect(switches).toEqual([]);
});

test('the engine keeps origins apart', proves(6), async () => {
  const outcome = await inPage(`(() => {
    const frame = document.createElement('iframe');
    frame.sandbox = 'allow-scripts';
    document.body.append(frame);
    try { return String(frame.contentWindow.document); } catch (error) { return error.name; } finally { frame.remove(); }
  })()`);
  expect(outcome).toBe('SecurityError');
});

test('each directive that nothing else stops before stops what it is for', proves(7), async () => {
  // From a timer: what the test driver runs itself is excused from the policy.
  const stopped = await inPage<Record<string, string>>(`new Promise((resolve) => setTimeout(async () => {
    const put = (tag, facts, where = document.body) => {
      const it = Object.assign(document.createElement(tag), facts);
      where.append(it);
      return it;
    };
    const sheet = (text) => { const s = new CSSStyleSheet(); s.replaceSync(text); document.adoptedStyleSheets = [...document.adoptedStyleSheets, s]; };
    const away = 'https://elsewhere.example/x';
    const tries = {
      'script-src-elem': () => put('iframe', {}).contentDocument && import(away).catch(() => undefined),
      'style-src-elem': () => put('link', { rel: 'stylesheet', href: away }),
      'style-src-attr': () => put('p', {}).setAttribute('style', 'color: red'),
      'font-src': () => { sheet('@font-face { font-family: away; src: url(' + away + '); }'); return document.fonts.load('12px away').catch(() => undefined); },
      'img-src': () => put('img', { src: away }),
      'media-src': () => put('video', { src: away }),
      'connect-src': () => fetch(away).catch(() => undefined),
      'base-uri': () => put('base', { href: away }, document.head),
      'frame-src': () => put('iframe', { src: away }),
      'require-trusted-types-for': () => { try { put('div', {}).innerHTML = 'x'; } catch {} },
      'trusted-types': () => { try { trustedTypes.createPolicy('mine', {}); } catch {} },
    };
    const seen = {};
    addEventListener('securitypolicyviolation', ({ effectiveDirective }) => { seen[effectiveDirective] = true; });
    const before = [...document.body.children, ...document.head.children];
    for (const name of Object.keys(tries)) { try { await Promise.race([tries[name](), new Promise((done) => setTimeout(done, 200))]); } catch { /* refused aloud */ } }
    await ${TWO_SNAPSHOTS};
    for (const it of [...document.body.children, ...document.head.children]) if (!before.includes(it)) it.remove();
    const outcomes = {};
    for (const name of Object.keys(tries)) outcomes[name] = seen[name] === true ? 'stopped' : 'not stopped';
    resolve(outcomes);
  }))`);
  expect(Object.entries(stopped).filter(([, outcome]) => outcome !== 'stopped')).toEqual([]);
});

test(
  'no device, no sensor and no window of the system is to be had, not even after a touch',
  proves(5, 'devices', 'dialogs'),
  async () => {
    const asked = [
      'navigator.usb.requestDevice({ filters: [] })',
      'navigator.hid.requestDevice({ filters: [] })',
      'navigator.serial.requestPort()',
      'navigator.bluetooth.requestDevice({ acceptAllDevices: true })',
      'navigator.mediaDevices.getUserMedia({ audio: true })',
      'navigator.mediaDevices.getUserMedia({ video: true })',
      'navigator.mediaDevices.getDisplayMedia({ video: true })',
      'navigator.requestMIDIAccess({ sysex: true })',
      'navigator.clipboard.readText()',
      'navigator.clipboard.writeText("x")',
      'navigator.wakeLock.request()',
      'navigator.share({ text: "x" })',
      'navigator.credentials.get({ publicKey: { challenge: new Uint8Array(8) } })',
      'document.body.requestPointerLock()',
      'navigator.keyboard.lock()',
      'showOpenFilePicker()',
      'showSaveFilePicker()',
      'showDirectoryPicker()',
      'new EyeDropper().open()',
      'documentPictureInPicture.requestWindow()',
      'getScreenDetails()',
      'new PaymentRequest([{ supportedMethods: "https://x.example" }], { total: { label: "x", amount: { currency: "EUR", value: "1" } } }).show()',
      'new IdleDetector().start()',
      'navigator.registerProtocolHandler("web+x", "app://station/?x=%s")',
    ];
    expect(notDenied(await asTouched(asked, 'station'))).toEqual([]);
  },
);

test('behind the missing features the session refuses devices once more', proves(5, 'devices'), async () => {
  const outcomes = await asTouched(
    [
      'navigator.usb.requestDevice({ filters: [] })',
      'navigator.usb.getDevices().then(([first]) => { if (first === undefined) throw new Error("none"); })',
      'navigator.hid.requestDevice({ filters: [] }).then(([first]) => { if (first === undefined) throw new Error("none"); })',
      'navigator.serial.requestPort()',
      'navigator.geolocation === undefined ? Promise.reject(new Error("none")) : new Promise((ok, no) => navigator.geolocation.getCurrentPosition(ok, no))',
      'Notification.requestPermission().then((word) => { if (word !== "granted") throw new Error(word); })',
    ],
    'plain',
  );
  expect(notDenied(outcomes)).toEqual([]);
});

test('no dialog of the page waits for anybody', proves('dialogs'), async () => {
  const outcomes = await asTouched(
    [
      'alert("x")',
      'confirm("x")',
      'prompt("x")',
      'print()',
      'window.open("about:blank")',
      'document.documentElement.webkitRequestFullscreen()',
    ],
    'station',
  );
  const waiting = Object.entries(outcomes).filter(
    ([, outcome]) => !/^(done: (undefined|false|null)|denied)/.test(outcome),
  );
  expect(waiting).toEqual([]);
  expect(await inPage('document.fullscreenElement === null')).toBe(true);
});

test('what lies in the clipboard is not for the page', proves('clipboard'), async () => {
  test.skip(
    (await runtime()) === TEST_RUNTIME,
    `the runtime for tests, ${TEST_RUNTIME}, lets a touched page paste; later ones do not`,
  );
  await shared.station.electron.evaluate(({ clipboard }) => clipboard.writeText('kept-in-the-clipboard'));
  const pasted = await asTouched(
    [
      '(() => { const t = document.createElement("textarea"); document.body.append(t); t.focus(); document.execCommand("paste"); t.remove(); return t.value; })()',
    ],
    'station',
  );
  expect(Object.values(pasted)).toEqual(['done: ']);
});

test('a webview is an element like any other', proves(11, 12), async () => {
  const made = await inPage(`(() => {
    const view = document.createElement('webview');
    view.setAttribute('allowpopups', '');
    view.setAttribute('nodeintegration', '');
    document.body.append(view);
    const facts = [typeof view.loadURL, typeof view.getWebContentsId, view.shadowRoot === null];
    view.remove();
    return facts;
  })()`);
  expect(made).toEqual(['undefined', 'undefined', true]);
  const refused = await shared.station.electron.evaluate(({ webContents }) => {
    let stopped = false;
    webContents.getAllWebContents()[0]?.emit('will-attach-webview', { preventDefault: () => (stopped = true) }, {}, {});
    return stopped;
  });
  expect(refused).toBe(true);
});

test('not even main can bring another page into the session', proves(1, 13, 18), async () => {
  const outcomes = await shared.station.electron.evaluate(async ({ BrowserWindow, session }) => {
    const webPreferences = { session: session.fromPartition('station') };
    const tried: Record<string, string> = {};
    for (const url of [
      'http://127.0.0.1:9/',
      'https://127.0.0.1:9/',
      'file:///etc/hostname',
      'app://elsewhere/index.html',
    ]) {
      // Its own window for each: the page that tells of a refused load can run into the next one.
      const window = new BrowserWindow({ show: false, webPreferences });
      tried[url] = await window.loadURL(url).then(
        () => 'loaded',
        (error: unknown) => (error as { code?: string }).code ?? 'refused',
      );
      window.destroy();
    }
    return tried;
  });
  expect(Object.values(outcomes)).toEqual(Array.from({ length: 4 }, () => 'ERR_BLOCKED_BY_CLIENT'));
});

test('nothing hands an address to the system, and developer tools are off in shipping', proves(15, 'keys'), () => {
  const program = shippedMain();
  expect(program).not.toMatch(/shell\.|openExternal|openPath/);
  expect(/\bSTRICT = app\.isPackaged && true;/.test(program)).toBe(true);
  expect(program.includes('devTools: !STRICT')).toBe(true);
});

test('the package is built on the Electron that the lock file names', proves(16), async () => {
  const packed = await runtime();
  test.skip(packed === TEST_RUNTIME, `built on ${TEST_RUNTIME}, for demo and tests only: releases refuse it`);
  const { default: lock } = (await import('../../package-lock.json', { with: { type: 'json' } })) as {
    default: { packages: Record<string, { version: string }> };
  };
  expect(packed).toBe(lock.packages['node_modules/electron']?.version);
});

test.describe('who may speak', proves(17, 'contract'), () => {
  interface Invoked {
    readonly answered: string[];
    readonly refused: number;
  }

  test('another window of the program is refused on every channel', async () => {
    const outcome = await shared.station.electron.evaluate(async ({ BrowserWindow, ipcMain }): Promise<Invoked> => {
      const channels = [...(ipcMain as unknown as { _invokeHandlers: Map<string, unknown> })._invokeHandlers.keys()];
      const webPreferences = { nodeIntegration: true, contextIsolation: false, sandbox: false };
      const window = new BrowserWindow({ show: false, webPreferences });
      await window.loadURL('about:blank');
      const script = `Promise.all(${JSON.stringify(channels)}.map((channel) =>
        require('electron').ipcRenderer.invoke(channel, {}).then((answer) => answer === 'refused' ? null : channel, () => null)))`;
      const answers = (await window.webContents.executeJavaScript(script)) as (string | null)[];
      window.destroy();
      const answered = answers.filter((each) => each !== null);
      return { answered, refused: answers.length - answered.length };
    });
    expect(outcome.answered).toEqual([]);
    expect(outcome.refused).toBe(CHANNELS);
  });

  test('a frame inside the page, a frame that is gone and a foreign origin are refused on every channel', async () => {
    await inPage(
      `(() => { const frame = document.createElement('iframe'); frame.id = 'inner'; document.body.append(frame); })()`,
    );
    const outcome = await shared.station.electron.evaluate(
      async ({ BrowserWindow, ipcMain }): Promise<Invoked & { senders: number }> => {
        type Handler = (event: object, ...args: unknown[]) => unknown;
        const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers;
        const sender = BrowserWindow.getAllWindows()[0]?.webContents;
        const main = sender?.mainFrame;
        const senders = [
          main?.frames[0],
          null,
          { ...main, origin: 'https://elsewhere.example' },
          { origin: 'app://station' },
        ].filter((frame) => frame !== undefined);
        const answered: string[] = [];
        let refused = 0;
        for (const [channel, handler] of handlers) {
          for (const senderFrame of senders) {
            if ((await handler({ sender, senderFrame }, {})) === 'refused') refused += 1;
            else answered.push(channel);
          }
        }
        return { answered, refused, senders: senders.length };
      },
    );
    await inPage('document.getElementById("inner").remove()');
    expect(outcome.senders).toBe(4);
    expect(outcome.answered).toEqual([]);
    expect(outcome.refused).toBe(CHANNELS * outcome.senders);
  });
});
