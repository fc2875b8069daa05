/** No secret in the process list, a log, the profile folder or the page: recognisable keys are planted and searched for. */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Bundle } from '../sandbox/bundle.ts';
import { proves } from '../security/items.ts';
import { engineSwitches } from './engine-switches.ts';
import { expect, expectConnection, expectFault, expectStage, test } from './fixtures.ts';
import { assertionNeedles, filesBelow, found, foundBelow, keyNeedles, textNeedles, type Needle } from './needles.ts';
import { cmdlineAndEnviron, eachPieceOfMemory, processTree } from './station-processes.ts';
import { runCommand, type StationApp } from './station-app.ts';
import { tapSandboxes, type Wiretap } from './wiretap.ts';

/** A station that writes down everything starts slowly, in ms. */
const LOUD_START_MS = 30_000;

async function heapOf(station: StationApp): Promise<Buffer> {
  const session = await station.page.context().newCDPSession(station.page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return Buffer.from(chunks.join(''));
}

/** Where main keeps what `recordMessages` asks it to. */
declare const recorded: unknown[];

/** Everything that main says to the page from now on, and every call and its answer. */
function recordMessages({ electron }: StationApp): Promise<void> {
  return electron.evaluate(({ ipcMain, webContents }) => {
    const all: unknown[] = [];
    Object.assign(globalThis, { recorded: all });
    const [page] = webContents.getAllWebContents();
    const send = page?.send.bind(page);
    if (page !== undefined)
      page.send = (channel: string, ...args: unknown[]) => {
        all.push([channel, args]);
        send?.(channel, ...args);
      };
    type Handler = (event: unknown, ...args: unknown[]) => unknown;
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers;
    for (const [channel, handle] of handlers)
      handlers.set(channel, async (event, ...args) => {
        const answer = await handle(event, ...args);
        all.push([channel, args, answer]);
        return answer;
      });
  });
}

/** What JavaScript of the page can reach: its document, its storage, its measurements and what the bridge answers. */
const REACHABLE = `(async () => JSON.stringify([
  document.documentElement.outerHTML,
  Object.keys(window.station),
  await window.station.ready(),
  await window.station.recent(),
  performance.getEntries().map((entry) => entry.toJSON()),
  { ...localStorage }, { ...sessionStorage }, document.cookie, await indexedDB.databases(),
  history.state, location.href, document.title, navigator.userAgent,
]))()`;

/** The forms of every secret that a run has brought about. */
function needlesOf(tap: Wiretap, bundles: Readonly<Record<string, Bundle>>): Needle[] {
  expect(tap.tokens().length).toBeGreaterThan(0);
  expect(tap.assertions().length).toBeGreaterThan(0);
  return [
    ...Object.entries(bundles).flatMap(([name, bundle]) => [
      ...keyNeedles(`${name} signing key`, bundle.signingKey),
      ...keyNeedles(`${name} TLS key`, bundle.clientKey),
    ]),
    ...tap.tokens().flatMap((each) => textNeedles('access token', each)),
    ...tap.assertions().flatMap((each) => assertionNeedles('assertion', each)),
  ];
}

/** Which of the needles are in the memory of a process, each once. */
function foundInMemory(needles: readonly Needle[], pid: number): string[] {
  const names = new Set<string>();
  eachPieceOfMemory(pid, (piece) => {
    for (const name of found(needles, piece)) names.add(name);
  });
  return [...names];
}

/** Whether this user may look into the memory of another of its processes. */
function memoryIsReadable(pid: number): boolean {
  try {
    eachPieceOfMemory(pid, () => undefined);
    return true;
  } catch {
    return false;
  }
}

test(
  'planted keys, tokens and assertions are nowhere but in the keychain and in main',
  proves('secrets'),
  async ({ desk, sandbox }) => {
    test.setTimeout(180_000);
    const tap = tapSandboxes();
    const output: Buffer[] = [];
    const provision = async (name: string, bundle: Bundle, ...options: string[]): Promise<number> => {
      const file = join(desk.folder, name);
      writeFileSync(file, JSON.stringify(bundle), { mode: 0o600 });
      const { code, stdout, stderr } = await runCommand(desk.place, 'provision', file, ...options);
      rmSync(file);
      output.push(Buffer.from(stdout + stderr));
      return code;
    };
    desk.configure({ pace: { greenSeconds: 1 } });
    // A bundle whose keys do not fit, and one that is not even JSON, are refused in words that hold none of it.
    const misfit = await sandbox.mint.keyMismatch();
    expect(await provision('misfit.json', misfit)).toBe(1);
    const torn = join(desk.folder, 'torn.json');
    writeFileSync(torn, JSON.stringify(sandbox.bundle).slice(0, -20), { mode: 0o600 });
    const refused = await runCommand(desk.place, 'provision', torn);
    rmSync(torn);
    expect(refused.code).toBe(1);
    output.push(Buffer.from(refused.stdout + refused.stderr));
    expect(await provision('bundle.json', sandbox.bundle)).toBe(0);

    const station = await desk.start();
    await recordMessages(station);
    for (const stream of [station.electron.process().stdout, station.electron.process().stderr])
      stream?.on('data', (chunk: Buffer) => output.push(chunk));
    await expectConnection(station, 'ok');
    sandbox.control.order({ cardId: 'secret-card-0001', scenario: 'by-hand' });
    sandbox.control.set('secret-card-0001', { state: 'done' });
    await station.scan('secret-card-0001');
    await expectStage(station, { verdict: 'hand-over' });
    // A D1 that echoes what it was sent, in an error, must not get it onto the screen or into the log.
    const [token = ''] = tap.tokens();
    const echo = { kind: 'body', status: 500, body: JSON.stringify({ error: token, errorCode: token }) } as const;
    sandbox.control.inject({ effect: echo, on: 'status', times: 2 });
    await expect.poll(() => readFileSync(station.logFile(), 'utf8')).toContain('server-error');
    await expectStage(station, { verdict: 'hand-over' });
    // Another key, which D1 does not know: its sign-in is refused, and the refusal echoes the assertion.
    const wrong = await sandbox.mint.unknownSigningKey();
    const [assertion = ''] = tap.assertions();
    const answer = { errorCode: 'INVALID_FIELD', error: `assertion ${assertion} is refused` };
    sandbox.control.inject({ effect: { kind: 'body', status: 400, body: JSON.stringify(answer) }, on: 'token' });
    expect(await provision('wrong.json', wrong, '--replace', '--untried')).toBe(0);
    await expectFault(station, 'sign-in', 'token-refused');

    const needles = needlesOf(tap, { first: sandbox.bundle, misfit, wrong });
    const [known] = textNeedles('card id', 'secret-card-0001');
    const control = known === undefined ? [] : [known];
    const reachable = Buffer.from(await station.page.evaluate<string>(REACHABLE));
    expect(found(control, reachable)).toEqual(['card id']);
    expect(found(needles, reachable)).toEqual([]);
    const heap = await heapOf(station);
    expect(found(control, heap)).toEqual(['card id']);
    expect(found(needles, heap)).toEqual([]);

    const messages = Buffer.from(await station.electron.evaluate(() => JSON.stringify(recorded)));
    expect(found(control, messages)).toEqual(['card id']);
    expect(found(needles, messages)).toEqual([]);

    const processes = process.platform === 'linux' ? processTree(station.pid) : [];
    for (const { pid, type } of processes) expect(found(needles, cmdlineAndEnviron(pid)), type).toEqual([]);
    if (process.platform === 'linux') {
      expect(
        found([{ name: 'profile', bytes: Buffer.from(desk.place.profileFolder) }], cmdlineAndEnviron(station.pid)),
      ).toEqual(['profile']);
      // Nothing takes pictures of main's memory when it crashes.
      expect(processes.filter(({ args }) => args[0]?.includes('crashpad_handler'))).toEqual([]);
    }
    if (process.platform === 'linux' && memoryIsReadable(station.pid)) {
      const inMain = foundInMemory(needles, station.pid);
      // The same search finds them where they have to be, so it would find them elsewhere.
      expect(inMain.filter((name) => name.startsWith('access token'))).not.toEqual([]);
      expect(inMain.filter((name) => name.startsWith('wrong signing key'))).not.toEqual([]);
      const pages = processes.filter(({ type }) => ['renderer', 'gpu-process', 'zygote'].includes(type));
      expect(pages.map(({ type }) => type)).toContain('renderer');
      for (const { pid, type } of pages) expect(foundInMemory(needles, pid), `memory of ${type}`).toEqual([]);
    }
    await station.close();
    tap.end();

    expect(foundBelow(needles, desk.folder)).toEqual([]);
    expect(found([{ name: 'start', bytes: Buffer.from('"event":"start"') }], readFileSync(station.logFile()))).toEqual([
      'start',
    ]);
    expect(found(needles, Buffer.concat(output))).toEqual([]);
    expect(Buffer.concat(output).toString()).toContain('The credentials are in the keychain now.');
    // Nor in clear where the keyring keeps its files.
    const keyrings = process.env['XDG_DATA_HOME'];
    if (process.platform === 'linux' && keyrings !== undefined) {
      expect(filesBelow(keyrings).length).toBeGreaterThan(0);
      expect(foundBelow(needles, keyrings)).toEqual([]);
    }
  },
);

test('a station that is told to be loud tells no secret', proves('secrets'), async ({ desk, sandbox }) => {
  const tap = tapSandboxes();
  await desk.provision();
  sandbox.control.order({ cardId: 'loud-card-0001', scenario: 'by-hand' });
  const read = sandbox.control.nextRequest(({ kind, status }) => kind === 'status' && status === 200, LOUD_START_MS);
  const args = ['--config', desk.place.configFile, '--user-data-dir', desk.place.profileFolder, ...engineSwitches()];
  const env = {
    ...process.env,
    DEBUG: '*',
    ELECTRON_ENABLE_LOGGING: '1',
    ELECTRON_ENABLE_STACK_DUMPING: '1',
  };
  const child = spawn(desk.place.program, [...args, '--enable-logging', '--v=1'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
  const gone = new Promise((resolve) => child.once('close', resolve));
  try {
    await sandbox.control.nextRequest(({ kind, status }) => kind === 'token' && status === 200, LOUD_START_MS);
    expect((await runCommand(desk.place, 'watch', 'loud-card-0001')).code).toBe(0);
    await read;
  } finally {
    child.kill();
    await gone;
  }
  tap.end();
  const needles = needlesOf(tap, { first: sandbox.bundle });
  const said = Buffer.concat(output);
  // It was loud indeed: the engine's own account is there.
  expect(said.toString()).toContain('VERBOSE1');
  expect(found(needles, said)).toEqual([]);
  expect(foundBelow(needles, desk.place.profileFolder)).toEqual([]);
});

test('what crashes leaves none of its memory behind', proves('memory'), async ({ desk, sandbox }) => {
  test.skip(process.platform !== 'linux', 'read from /proc, which is on Linux only');
  const tap = tapSandboxes();
  await desk.provision();
  const station = await desk.start();
  sandbox.control.order({ cardId: 'crash-card-0001', scenario: 'by-hand' });
  await station.watch('crash-card-0001');
  await expectStage(station, { cardId: 'crash-card-0001', verdict: 'wait', phase: 'requested' });
  // Main and the process that asks the keychain, where keys are, and the page, into which a PIN is typed. The kernel writes no
  // memory of theirs into a core file.
  const holders = processTree(station.pid).filter(
    ({ type, args }) => type === 'main' || type === 'renderer' || args.join().includes('node.mojom'),
  );
  expect(new Set(holders.map(({ type }) => type))).toEqual(new Set(['main', 'renderer', 'utility']));
  for (const { pid, type } of holders)
    expect(Number.parseInt(readFileSync(`/proc/${pid}/coredump_filter`, 'utf8'), 16), type).toBe(0);
  const needles = needlesOf(tap, { first: sandbox.bundle });
  tap.end();
  // A page that crashes, and then main itself.
  const gone = new Promise((resolve) => station.electron.process().once('exit', resolve));
  await station.electron
    .evaluate(({ webContents }) => {
      webContents.getAllWebContents()[0]?.forcefullyCrashRenderer();
      setTimeout(() => process.abort(), 500);
    })
    .catch(() => undefined);
  await gone;
  expect(foundBelow(needles, desk.folder)).toEqual([]);
  const left = [desk.folder, process.cwd(), dirname(desk.place.program)].flatMap((folder) =>
    readdirSync(folder).filter((name) => /^core(\.\d+)?$|\.dmp$/.test(name)),
  );
  expect(left).toEqual([]);
  expect(filesBelow(desk.place.profileFolder).filter(({ path }) => path.endsWith('.dmp'))).toEqual([]);
});

test("a station that is to print Node's account of its connections does not start", async ({ desk }) => {
  const child = spawn(desk.place.program, engineSwitches(), {
    env: { ...process.env, NODE_DEBUG: 'tls' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(2);
  expect(said).toContain('the environment variable NODE_DEBUG is not allowed');
});

test("the profile is its owner's alone, whoever made it and with whatever mask", async ({ desk, sandbox }) => {
  mkdirSync(desk.place.profileFolder, { mode: 0o755 });
  const before = process.umask(0o000);
  try {
    await desk.provision(await sandbox.mint.unknownSigningKey());
    const station = await desk.start();
    await expectFault(station, 'sign-in', 'token-refused');
  } finally {
    process.umask(before);
  }
  const mode = (path: string): number => statSync(path).mode & 0o777;
  expect(mode(desk.place.profileFolder)).toBe(0o700);
  expect(mode(join(desk.place.profileFolder, 'logs'))).toBe(0o700);
  for (const own of ['profile-id', 'client-certificate.pem', 'logs/station.log'])
    expect(mode(join(desk.place.profileFolder, own)), own).toBe(0o600);
  // What the engine keeps there lies behind the folder's own lock.
  const open = filesBelow(desk.place.profileFolder).filter(({ mode: bits }) => (bits & 0o111) !== 0);
  expect(open.map(({ path }) => path)).toEqual([]);
});
