/** The page has one door, and there is nothing behind any wall: what a page taken over by someone else could reach. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { expect, test } from '@playwright/test';

import { CALLS } from '../../main/ipc/contract.ts';
import { proves } from '../security/items.ts';
import { lookUpsOf } from './name-look-ups.ts';
import { filesBelow, found, type Needle } from './needles.ts';
import { openSharedStation, TWO_SNAPSHOTS, type SharedStation } from './shared-station.ts';

const PAGE = 'app://station/index.html';
const MARK = 'mark-left-by-the-page';

let shared: SharedStation;
/** Somebody outside who writes down that anybody came: a TCP port and a UDP port. */
let callers: string[] = [];
const outside = createServer((socket) => {
  callers.push('tcp');
  socket.on('error', () => undefined);
  socket.destroy();
});
const outsideUdp = createSocket('udp4', () => callers.push('udp'));
let port = 0;
let udpPort = 0;

test.beforeAll(async () => {
  await once(outside.listen(0, '127.0.0.1'), 'listening');
  await once(outsideUdp.bind(0, '127.0.0.1'), 'listening');
  port = (outside.address() as AddressInfo).port;
  udpPort = outsideUdp.address().port;
  shared = await openSharedStation();
  await watchMain();
});
test.afterAll(async () => {
  await shared.close();
  outside.close();
  outsideUdp.close();
});
test.beforeEach(() => {
  callers = [];
});

/** Runs an expression in the page's own world. */
const inPage = <T>(expression: string): Promise<T> => shared.station.page.evaluate<T>(expression);

/** Main writes down each page that opens and each way that is taken. */
async function watchMain(): Promise<void> {
  await shared.station.electron.evaluate(({ app, webContents }) => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    app.on('web-contents-created', () => seen.push('another page'));
    const [contents] = webContents.getAllWebContents();
    contents?.on('did-navigate', (_event, url) => seen.push(`went to ${url}`));
    contents?.on('did-create-window', () => seen.push('another window'));
    contents?.session.on('will-download', (event) => {
      // The station's own listener came first and has refused it.
      if (!event.defaultPrevented) seen.push('a download');
    });
  });
}

async function expectUnmoved(): Promise<void> {
  expect(await inPage(TWO_SNAPSHOTS)).toBe(true);
  expect(await inPage('window.mark')).toBe(MARK);
  expect(shared.station.page.url()).toBe(PAGE);
  const seen = await shared.station.electron.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
  expect(seen).toEqual([]);
  expect(callers).toEqual([]);
}

test('the policy of every answer names each directive, and none is wider than it must be', proves(7), async () => {
  const answers = await shared.station.electron.evaluate(async ({ session }) => {
    const urls = ['app://station/index.html', 'app://station/no-such-file'];
    return Promise.all(
      urls.map(async (url) => {
        const { headers } = await session.fromPartition('station').fetch(url);
        return Object.fromEntries(headers.entries());
      }),
    );
  });
  for (const headers of answers) {
    const policy = (headers['content-security-policy'] ?? '').split(';').map((directive) => {
      const [name = '', ...values] = directive.trim().split(/\s+/);
      return [name, values.join(' ')] as const;
    });
    // A directive that is named twice counts as it stands first.
    expect(new Set(policy.map(([name]) => name)).size).toBe(policy.length);
    expect(Object.fromEntries(policy)).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'font-src': "'self'",
      'img-src': "'self'",
      'media-src': "'self'",
      'connect-src': "'none'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
      'require-trusted-types-for': "'script'",
      'trusted-types': "'none'",
      sandbox: 'allow-scripts allow-same-origin',
    });
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  }
});

test(
  'the bridge holds the functions of the contract, and no page can change it',
  proves(3, 20, 'contract'),
  async () => {
    const named = (channel: string): string =>
      channel.replace('station:', '').replace(/-(.)/g, (_hyphen, letter: string) => letter.toUpperCase());
    expect(await inPage('Object.keys(window.station).sort()')).toEqual(
      [...Object.keys(CALLS).map(named), 'onSnapshot'].sort(),
    );
    expect(await inPage('Object.values(window.station).every((each) => typeof each === "function")')).toBe(true);
    const changed = await inPage(`(() => {
    const before = [window.station, window.station.watch];
    for (const change of [
      () => { window.station = {}; },
      () => { delete window.station; },
      () => { window.station.watch = () => 'mine'; },
      () => { delete window.station.watch; },
      () => { Object.defineProperty(window, 'station', { value: {} }); },
    ]) { try { change(); } catch { /* refused aloud */ } }
    return window.station !== before[0] || window.station.watch !== before[1];
  })()`);
    expect(changed).toBe(false);
  },
);

test(
  "nothing of Node's or Electron's is in the page, not even behind the functions of the bridge",
  proves(2, 20),
  async () => {
    const names = [
      'require',
      'process',
      'Buffer',
      'module',
      'exports',
      'global',
      'setImmediate',
      '__dirname',
      'electron',
    ];
    expect(await inPage(`${JSON.stringify(names)}.filter((name) => name in window)`)).toEqual([]);
    const behind = `[...Object.values(window.station), window.station].map((each) => {
    const make = each.constructor.constructor;
    return typeof each.constructor === 'function' && (make === Function || each.constructor === Function);
  })`;
    expect(await inPage<boolean[]>(behind)).not.toContain(false);
    expect(await inPage('Object.getOwnPropertyNames(window).filter((name) => /electron|ipc/i.test(name))')).toEqual([]);
  },
);

test.describe('ways off the page', () => {
  test.beforeEach(() => inPage(`window.mark = ${JSON.stringify(MARK)}`));
  const targets = (): string[] => [
    `http://127.0.0.1:${port}/`,
    `https://127.0.0.1:${port}/`,
    pathToFileURL('/etc/passwd').href,
    'data:text/html,<h1>elsewhere</h1>',
    'app://elsewhere/index.html',
    'app://station/../package.json',
    'app://station/index.html?other',
    'about:blank',
    'chrome://gpu',
    'javascript:void(window.mark = "run")',
    `ftp://127.0.0.1:${port}/`,
    `card-station://watch?cardId=card-0001`,
    'mailto:somebody@bank.example',
    'tel:112',
    'smb://elsewhere/share',
    'view-source:app://station/index.html',
  ];
  /** The ways to ask for another page; each gets a target. */
  const ways: Readonly<Record<string, string>> = {
    'location =': 'location.href = target',
    'location.assign': 'location.assign(target)',
    'location.replace': 'location.replace(target)',
    'a link': "const a = document.createElement('a'); a.href = target; document.body.append(a); a.click(); a.remove()",
    'a link to a new window':
      "const a = document.createElement('a'); a.href = target; a.target = '_blank'; document.body.append(a); a.click(); a.remove()",
    'a link that pings':
      "const a = document.createElement('a'); a.href = '#'; a.ping = target; document.body.append(a); a.click(); a.remove(); history.replaceState(null, '', 'app://station/index.html')",
    'a download':
      "const a = document.createElement('a'); a.href = target; a.download = 'x'; document.body.append(a); a.click(); a.remove()",
    'window.open': "window.open(target); window.open(target, '_top'); window.open(target, 'name', 'width=100')",
    'a form by GET':
      "const f = document.createElement('form'); f.action = target; document.body.append(f); f.submit(); f.remove()",
    'a form by POST':
      "const f = document.createElement('form'); f.method = 'post'; f.action = target; document.body.append(f); f.submit(); f.remove()",
    'a refresh':
      "const m = document.createElement('meta'); m.httpEquiv = 'refresh'; m.content = '0;url=' + target; document.head.append(m); m.remove()",
    'a frame':
      "const f = document.createElement('iframe'); f.src = target; document.body.append(f); setTimeout(() => f.remove(), 300)",
    'an object':
      "const o = document.createElement('object'); o.data = target; document.body.append(o); setTimeout(() => o.remove(), 300)",
    'a webview':
      "const w = document.createElement('webview'); w.setAttribute('src', target); document.body.append(w); setTimeout(() => w.remove(), 300)",
  };
  for (const [name, way] of Object.entries(ways)) {
    test(
      `${name} leads nowhere and opens nothing`,
      proves(13, 14, 15, 18, ...(name === 'a webview' ? [11, 12] : [])),
      async () => {
        await inPage(`(() => {
        for (const target of ${JSON.stringify(targets())}) { try { ${way} } catch { /* refused aloud */ } }
      })()`);
        await expectUnmoved();
      },
    );
  }

  test('a frame without an address has no bridge', proves(17, 20), async () => {
    const bridge = await inPage(`(() => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      try { return typeof frame.contentWindow?.station + typeof frame.contentWindow?.require; } finally { frame.remove(); }
    })()`);
    expect(bridge).toBe('undefinedundefined');
  });

  test('a file that is dropped does not open', proves(13, 18, 'pointer'), async () => {
    const devtools = await shared.station.page.context().newCDPSession(shared.station.page);
    const data = { items: [], files: ['/etc/hostname'], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await devtools.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
    await devtools.detach();
    await expectUnmoved();
  });
});

test.describe('requests', proves(1, 8), () => {
  test('none leaves the page, by whatever means', async () => {
    const http = `http://127.0.0.1:${port}/`;
    const targets = [http, `https://127.0.0.1:${port}/`, 'file:///etc/hostname', 'data:text/plain,x', PAGE];
    const outcomes = await inPage<string[]>(`Promise.all(${JSON.stringify(targets)}.flatMap((target) => {
      const outcome = (name, start) => new Promise((resolve) => {
        const to = (word) => () => resolve(name + ' ' + target + ': ' + word);
        try { start(to('loaded'), to('refused')); } catch { to('refused')(); }
      });
      const element = (tag, attribute) => (ok, no) => {
        const it = document.createElement(tag);
        it.onload = it.onloadeddata = ok;
        it.onerror = no;
        it[attribute] = target + (target === ${JSON.stringify(PAGE)} ? '?no-picture' : '');
        document.head.append(it);
      };
      return [
        outcome('fetch', (ok, no) => fetch(target).then(ok, no)),
        outcome('fetch without cors', (ok, no) => fetch(target, { mode: 'no-cors' }).then(ok, no)),
        outcome('xhr', (ok, no) => {
          const it = new XMLHttpRequest();
          it.onload = ok; it.onerror = no;
          it.open('GET', target); it.send();
        }),
        outcome('event source', (ok, no) => { const it = new EventSource(target); it.onopen = ok; it.onerror = () => { it.close(); no(); }; }),
        outcome('socket', (ok, no) => { const it = new WebSocket(target.replace(/^http/, 'ws')); it.onopen = ok; it.onerror = no; }),
        outcome('beacon', (ok, no) => (navigator.sendBeacon(target, 'x'), no())),
        outcome('image', element('img', 'src')),
        outcome('video', element('video', 'src')),
        outcome('script', element('script', 'src')),
        outcome('worker', (ok, no) => { const it = new Worker(target); it.onmessage = ok; it.onerror = no; }),
        outcome('shared worker', (ok, no) => { const it = new SharedWorker(target); it.onerror = no; }),
        outcome('service worker', (ok, no) => navigator.serviceWorker.register(target).then(ok, no)),
      ];
    }))`);
    expect(outcomes.filter((outcome) => !outcome.endsWith(': refused'))).toEqual([]);
    expect(outcomes.length).toBe(targets.length * 12);
    expect(await inPage(TWO_SNAPSHOTS)).toBe(true);
    expect(callers).toEqual([]);
  });

  test('style sheets, fonts and hints reach nobody either', async () => {
    await inPage(`(() => {
      const target = 'http://127.0.0.1:${port}/';
      for (const rel of ['stylesheet', 'preload', 'prefetch', 'modulepreload', 'preconnect', 'dns-prefetch', 'prerender', 'icon', 'manifest']) {
        const link = document.createElement('link');
        link.rel = rel; link.href = target; link.as = 'script';
        document.head.append(link);
      }
      document.body.style.backgroundImage = 'url(' + target + ')';
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('@font-face { font-family: outside; src: url(' + target + '); } body { cursor: url(' + target + '), auto; }');
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      document.fonts.load('12px outside').catch(() => undefined);
    })()`);
    expect(await inPage(TWO_SNAPSHOTS)).toBe(true);
    await inPage(
      `document.body.style.backgroundImage = ''; document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1)`,
    );
    expect(callers).toEqual([]);
  });

  test('no name is looked up: it could carry anything out of the PC', async () => {
    const names = { control: 'control.card-station.invalid', leak: 'secret-4821.card-station.invalid' };
    const netLog = join(mkdtempSync(join(tmpdir(), 'card-station-names-')), 'net.json');
    const { electron } = shared.station;
    await electron.evaluate(({ session }, path) => session.fromPartition('station').netLog.startLogging(path), netLog);
    await inPage(`(async () => {
      for (const rel of ['dns-prefetch', 'preconnect', 'prefetch']) {
        const link = document.createElement('link');
        link.rel = rel; link.href = 'https://' + rel + '.${names.leak}/';
        document.head.append(link);
      }
      const call = new RTCPeerConnection({ iceServers: [
        { urls: 'stun:stun.${names.leak}:3478' },
        { urls: 'turn:turn.${names.leak}:3478?transport=tcp', username: 'leak', credential: 'x' },
      ] });
      call.createDataChannel('x');
      await call.setLocalDescription();
      await ${TWO_SNAPSHOTS};
      call.close();
    })().catch(() => undefined)`);
    const answers = await electron.evaluate(async ({ session }, { control, leak }) => {
      const lookUp = (partition: string, name: string): Promise<string> =>
        session
          .fromPartition(partition)
          .resolveHost(name)
          .then(
            () => 'found',
            (error: unknown) => String(error),
          );
      const found = {
        page: await lookUp('station', 'localhost'),
        leak: await lookUp('station', leak),
        d1: await lookUp('d1', 'localhost'),
        control: await lookUp('d1', control),
      };
      await session.fromPartition('station').netLog.stopLogging();
      return found;
    }, names);
    expect(answers).toMatchObject({ page: expect.stringContaining('NOT_RESOLVED'), d1: 'found' });
    const jobs = lookUpsOf(readFileSync(netLog, 'utf8'));
    expect(jobs.filter((job) => job.includes(names.control))).not.toEqual([]);
    expect(jobs.filter((job) => job.includes('secret-4821'))).toEqual([]);
  });

  test('no call between browsers (WebRTC) leaves the page', async () => {
    await inPage(`(async () => {
      const call = new RTCPeerConnection({ iceServers: [
        { urls: 'stun:127.0.0.1:${udpPort}' },
        { urls: ['turn:127.0.0.1:${udpPort}', 'turn:127.0.0.1:${port}?transport=tcp'], username: 'leak', credential: 'x' },
      ] });
      call.createDataChannel('x');
      await call.setLocalDescription();
      await Promise.race([
        new Promise((resolve) => { call.onicegatheringstatechange = () => call.iceGatheringState === 'complete' && resolve(); }),
        ${TWO_SNAPSHOTS},
      ]);
      call.close();
    })().catch(() => undefined)`);
    expect(callers).toEqual([]);
  });
});

test('text never becomes code', proves(7), async () => {
  // From a timer: what the test driver runs itself is excused from the policy.
  const tried = await inPage<Record<string, string>>(`new Promise((resolve) => setTimeout(() => {
    const tries = {
      eval: () => eval('1'),
      'indirect eval': () => (0, eval)('1'),
      Function: () => new Function('return 1')(),
      'async function': () => (async () => {}).constructor('return 1')(),
      innerHTML: () => { document.createElement('div').innerHTML = '<b>x</b>'; },
      'document.write': () => { document.write('x'); },
      'script text': () => { const s = document.createElement('script'); s.text = 'window.ran = 1'; document.body.append(s); },
      srcdoc: () => { const f = document.createElement('iframe'); f.srcdoc = 'x'; document.body.append(f); },
      policy: () => { trustedTypes.createPolicy('mine', {}); },
    };
    const outcomes = {};
    for (const [name, attempt] of Object.entries(tries)) {
      try { attempt(); outcomes[name] = 'done'; } catch (error) { outcomes[name] = error.name; }
    }
    resolve(outcomes);
  }))`);
  expect(Object.entries(tried).filter(([, outcome]) => !/^(EvalError|TypeError)$/.test(outcome))).toEqual([]);
  const handlers = await inPage(`new Promise((resolve) => {
    window.ran = [];
    const image = document.createElement('img');
    try { image.setAttribute('onerror', 'window.ran.push("handler")'); } catch { /* refused aloud */ }
    image.src = 'app://station/no-such-picture.png';
    const link = document.createElement('a');
    link.href = 'javascript:window.ran.push("link")';
    document.body.append(image, link);
    link.click();
    try { setTimeout('window.ran.push("timer")'); } catch { /* refused aloud */ }
    ${TWO_SNAPSHOTS}.then(() => { image.remove(); link.remove(); resolve(window.ran); });
  })`);
  expect(handlers).toEqual([]);
});

test('an address beside the list of files gives 404 and never a byte', proves(18, 'paths'), async () => {
  const paths = [
    '../package.json',
    '../main/index.js',
    '../../package.json',
    '..%2fpackage.json',
    '%2e%2e/package.json',
    '%2e%2e%2fpackage.json',
    '%252e%252e%252fpackage.json',
    '..%5cpackage.json',
    '..%5c..%2f..%5cpackage.json',
    '..%255c..%252fpackage.json',
    '%2e%2e%5c%2e%2e/package.json',
    '..;/package.json',
    '%c0%ae%c0%ae/package.json',
    '%uff0e%uff0e/package.json',
    '．．/package.json',
    'assets/..%2f..%2fpackage.json',
    'assets/../../package.json',
    'index.html/../../package.json',
    'proc/self/environ',
    '..\\package.json',
    '....//package.json',
    './/index.html',
    '/etc/passwd',
    '/app.asar/package.json',
    '',
    'index.html/',
    'index.html%00.js',
    'INDEX.HTML',
    'assets',
    'assets/',
    'preload/preload.cjs',
    'main/index.js',
    '../preload/preload.cjs',
    'index.html;.js',
    'file:///etc/passwd',
  ];
  const urls = [
    ...paths.map((path) => `app://station/${path}`),
    'app://elsewhere/index.html',
    'app://station.elsewhere/index.html',
    'app://user@station/index.html',
    'app:///index.html',
    'app:index.html',
    'app://station@elsewhere/index.html',
    'app://elsewhere/station/index.html',
  ];
  const read = (list: string[]): Promise<Record<string, string>> =>
    shared.station.electron.evaluate(async ({ session }, all) => {
      const outcomes: Record<string, string> = {};
      for (const url of all) {
        outcomes[url] = await session
          .fromPartition('station')
          .fetch(url)
          .then(
            async (response) => `${response.status}, ${(await response.arrayBuffer()).byteLength} bytes`,
            () => 'refused',
          );
      }
      return outcomes;
    }, list);
  const outcomes = await read(urls);
  expect(Object.entries(outcomes).filter(([, outcome]) => !/^(404, 0 bytes|refused)$/.test(outcome))).toEqual([]);
  // The same reading does find what is on the list; a question at the end changes nothing.
  const [page, asked] = Object.values(await read([PAGE, `${PAGE}?/../../package.json`]));
  expect(page).toMatch(/^200, [1-9]\d* bytes$/);
  expect(asked).toBe(page);
  const posted = await shared.station.electron.evaluate(async ({ session }) => {
    const response = await session
      .fromPartition('station')
      .fetch('app://station/index.html', { method: 'POST', body: 'x' });
    return response.status;
  });
  expect(posted).toBe(404);
});

test('every permission is denied', proves(5, 'devices'), async () => {
  const asked = await inPage<Record<string, string>>(`(async () => {
    const outcomes = {};
    for (const name of ['notifications', 'geolocation', 'camera', 'microphone', 'clipboard-read', 'clipboard-write', 'midi', 'persistent-storage', 'screen-wake-lock', 'local-fonts', 'window-management', 'storage-access', 'idle-detection']) {
      outcomes[name] = await navigator.permissions.query({ name }).then((status) => status.state, (error) => 'denied: ' + error.name);
    }
    const ask = async (name, start) => { outcomes[name] = await (async () => start())().then(() => 'granted', (error) => 'denied: ' + error.name); };
    await ask('getUserMedia', () => navigator.mediaDevices.getUserMedia({ audio: true, video: true }));
    await ask('getDisplayMedia', () => navigator.mediaDevices.getDisplayMedia({ video: true }));
    await ask('clipboard.readText', () => navigator.clipboard.readText());
    await ask('geolocation now', () => new Promise((ok, no) => navigator.geolocation.getCurrentPosition(ok, no)));
    await ask('usb', () => navigator.usb.requestDevice({ filters: [] }));
    await ask('hid', async () => { if ((await navigator.hid.requestDevice({ filters: [] })).length === 0) throw new Error('none'); });
    await ask('serial', () => navigator.serial.requestPort());
    await ask('bluetooth', () => navigator.bluetooth.requestDevice({ acceptAllDevices: true }));
    outcomes.Notification = await Notification.requestPermission();
    return outcomes;
  })()`);
  expect(Object.entries(asked).filter(([, outcome]) => !outcome.startsWith('denied'))).toEqual([]);
});

test('what the page keeps ends with the program, and the profile never holds it', async () => {
  const kept = `kept-by-the-page-${Date.now()}`;
  await inPage(`(async () => {
    localStorage.setItem('kept', ${JSON.stringify(kept)});
    sessionStorage.setItem('kept', ${JSON.stringify(kept)});
    document.cookie = 'kept=${kept}; max-age=86400';
    await new Promise((resolve, reject) => {
      const open = indexedDB.open('kept', 1);
      open.onupgradeneeded = () => open.result.createObjectStore('kept').put(${JSON.stringify(kept)}, 'kept');
      open.onsuccess = resolve;
      open.onerror = reject;
    });
  })()`);
  expect(await inPage('localStorage.getItem("kept")')).toBe(kept);
  await shared.restart();
  expect(await inPage('localStorage.getItem("kept")')).toBe(null);
  expect(await inPage('document.cookie')).toBe('');
  expect(await inPage('indexedDB.databases()')).toEqual([]);
  const needles: Needle[] = (['latin1', 'utf16le'] as const).map((form) => ({
    name: form,
    bytes: Buffer.from(kept, form),
  }));
  const files = filesBelow(shared.place.profileFolder);
  expect(files.flatMap(({ path, bytes }) => found(needles, bytes).map((form) => `${path}: ${form}`))).toEqual([]);
  // The same search finds what the profile does hold.
  const log: Needle[] = [{ name: 'log', bytes: Buffer.from('"event":"start"') }];
  expect(files.some(({ bytes }) => found(log, bytes).length > 0)).toBe(true);
});
