/** Processes that stop: D1's, the station's main process, all of the station as in a sleep; and the system's word of a sleep. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { greenShare, lookAtGlass } from '../../e2e/glass.ts';
import { processTree } from '../../e2e/station-processes.ts';
import type { Bundle } from '../../sandbox/bundle.ts';
import type { RecordedRequest } from '../../sandbox/record.ts';
import { startLogin1, type Login1 } from '../boxes/login1.ts';
import type { DeskPlan, FaultCase, Stand, Told } from '../case.ts';
import { localD1, openDesk, type D1 } from '../desk.ts';
import { untilTrue, waitMs, type Ground } from '../ground.ts';
import { truthOf } from '../outage.ts';
import { PLAIN, type PlainStand } from '../plans.ts';

interface ServerStand extends Stand {
  readonly serverPid: number;
}

const ROOT = join(import.meta.dirname, '../../..');
const START_LIMIT_MS = 20_000;

/** The sandbox in a process of its own, driven over its control API. */
async function remoteD1(ground: Ground): Promise<D1 & { readonly pid: number }> {
  const out = join(ground.folder, 'd1');
  const args = ['--import', 'tsx', join(ROOT, 'test/sandbox/main.ts'), '--out', out];
  const child = ground.start(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the sandbox did not start')), START_LIMIT_MS);
    if (child.stdout === null) throw new Error('the sandbox has no output');
    createInterface({ input: child.stdout }).once('line', (text) => {
      clearTimeout(timer);
      resolve(text);
    });
  });
  const told = JSON.parse(line) as Record<'authUrl' | 'bankingUrl' | 'controlUrl' | 'caFile' | 'bundleFile', string>;
  return {
    pid: child.pid ?? 0,
    authUrl: told.authUrl,
    bankingUrl: told.bankingUrl,
    caPem: readFileSync(told.caFile, 'utf8'),
    bundle: JSON.parse(readFileSync(told.bundleFile, 'utf8')) as Bundle,
    async set(cardId, state) {
      const headers = { 'content-type': 'application/json' };
      const url = `${told.controlUrl}/cards/${cardId}/set`;
      const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ state }) });
      if (!response.ok) throw new Error(`the sandbox answered ${response.status}`);
    },
    async requests() {
      const response = await fetch(`${told.controlUrl}/requests`);
      return ((await response.json()) as { requests: RecordedRequest[] }).requests;
    },
  };
}

const REMOTE: DeskPlan<ServerStand> = {
  name: 'D1 in a process of its own',
  async open(ground) {
    const d1 = await remoteD1(ground);
    const desk = await openDesk(ground, d1);
    await desk.startConnected();
    return { desk, sandbox: null, serverPid: d1.pid };
  },
};

/** Far longer than the screen needs to change, in ms. */
const GLASS_LIMIT_MS = 8_000;
/** Longer than freshness lasts at a quick desk, in ms. */
const STOPPED_MS = 9_000;
/** The lease: without a word of main, the page withdraws green after this long, in ms. */
const LEASE_MS = 3_000;
/** Of the screen that is nobody's green. */
const NO_GREEN = 0.01;

const STOPPED_MAIN: FaultCase<PlainStand> = {
  name: 'main-stopped',
  says: "the station's main process is stopped for 9 s on a green card",
  plan: PLAIN,
  families: [],
  async run(scene): Promise<Told> {
    const { pid } = scene.stand.desk.station();
    await scene.set('done');
    await scene.scan(truthOf('done'));
    const stoppedAt = Date.now();
    let glass: number;
    process.kill(pid, 'SIGSTOP');
    try {
      await waitMs(LEASE_MS + 500);
      glass = greenShare(lookAtGlass());
      await waitMs(STOPPED_MS - LEASE_MS);
      await scene.set('production-exception');
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    const mendedAt = performance.now();
    await scene.until(truthOf('production-exception'), 8_000);
    const recoveredS = (performance.now() - mendedAt) / 1_000;
    const veiled = scene.samples().find(({ at, verdict }) => at > stoppedAt && verdict === 'cannot-tell');
    if (veiled === undefined) throw new Error('the page never withdrew its green');
    if (veiled.at - stoppedAt > LEASE_MS + 300) throw new Error(`green stood for ${veiled.at - stoppedAt} ms`);
    if (glass > NO_GREEN) throw new Error(`${Math.round(glass * 100)} % of the glass stayed green`);
    return { screen: veiled, recoveredS, note: `withdrawn after ${((veiled.at - stoppedAt) / 1_000).toFixed(1)} s` };
  },
};

const RESTARTED: FaultCase<PlainStand> = {
  name: 'restarted',
  says: 'the station is killed and started again; a card is scanned as soon as its window is there',
  plan: PLAIN,
  families: [],
  async run(scene): Promise<Told> {
    const { desk } = scene.stand;
    await scene.set('done');
    await scene.scan(truthOf('done'));
    process.kill(desk.station().pid, 'SIGKILL');
    const killedAt = performance.now();
    await scene.restart();
    const screen = await scene.look();
    await scene.scan(truthOf('done'));
    return { screen, recoveredS: (performance.now() - killedAt) / 1_000 };
  },
};

/** The page goes on together with main: its first timer may come a moment later, in ms. */
const WAKING_MS = 400;

const ASLEEP: FaultCase<PlainStand> = {
  name: 'asleep',
  says: 'every process of the station is stopped for 9 s, as in a sleep; the card fails meanwhile',
  plan: PLAIN,
  families: [],
  async run(scene): Promise<Told> {
    const pids = processTree(scene.stand.desk.station().pid).map(({ pid }) => pid);
    await scene.set('done');
    await scene.scan(truthOf('done'));
    const stoppedAt = Date.now();
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    try {
      await scene.set('production-exception');
      await waitMs(STOPPED_MS);
    } finally {
      for (const pid of pids.reverse()) process.kill(pid, 'SIGCONT');
    }
    const wokenAt = Date.now();
    const mendedAt = performance.now();
    scene.blind(stoppedAt, wokenAt + WAKING_MS);
    const screen = await scene.until(truthOf('production-exception'), 8_000);
    const recoveredS = (performance.now() - mendedAt) / 1_000;
    const greens = scene.samples().filter(({ at, verdict }) => at >= wokenAt && verdict === 'hand-over');
    const lastGreen = Math.max(0, ...greens.map(({ at }) => at - wokenAt));
    return { screen, recoveredS, note: `green for ${lastGreen} ms after waking` };
  },
};

interface SleepStand extends PlainStand {
  readonly login1: Login1;
}

/** A system bus of the station's own, on which we are logind. */
const WITH_LOGIND: DeskPlan<SleepStand> = {
  name: 'with a logind of our own',
  async open(ground) {
    const d1 = await localD1(ground);
    const login1 = await startLogin1(ground);
    const lines = [`export DBUS_SYSTEM_BUS_ADDRESS='${login1.address}'`];
    // A green card is read rarely here: only the resume makes it due.
    const groups = { limits: { freshnessLimitSeconds: 60 }, pace: { greenSeconds: 40 } };
    const desk = await openDesk(ground, d1, { groups, wrap: { lines, prefix: '' } });
    await desk.startConnected();
    await login1.known(START_LIMIT_MS);
    return { desk, sandbox: d1.sandbox, login1 };
  },
};

/** A green verdict fills the screen. */
const MUCH_GREEN = 0.3;
/** A green card is read every 40 s here, so a read this soon is the resume's, in ms. */
const AT_ONCE_MS = 1_500;

/** On a sleep the engine closes the debugger's connection: from there on only the glass and D1 can tell. */
const RESUMED: FaultCase<SleepStand> = {
  name: 'resumed',
  says: 'logind tells of a sleep and its end; D1 answers 503 just then',
  plan: WITH_LOGIND,
  families: [],
  async run(scene): Promise<Told> {
    const { login1, sandbox } = scene.stand;
    await scene.set('done');
    await scene.scan(truthOf('done'));
    await untilTrue('green on the glass', GLASS_LIMIT_MS, () => greenShare(lookAtGlass()) > MUCH_GREEN);
    const screen = await scene.look();
    scene.inject({ kind: 'status', status: 503 }, { on: 'status' });
    const read = sandbox.control.nextRequest(({ kind }) => kind === 'status', AT_ONCE_MS);
    login1.prepareForSleep(true);
    login1.prepareForSleep(false);
    const resumedAt = performance.now();
    await read;
    // The answer is seconds old and freshness is a minute: only the resume can have withdrawn it.
    await untilTrue('a glass without green', GLASS_LIMIT_MS, () => greenShare(lookAtGlass()) < NO_GREEN);
    const goneS = (performance.now() - resumedAt) / 1_000;
    scene.clearFaults();
    const mendedAt = performance.now();
    await untilTrue('green on the glass', GLASS_LIMIT_MS, () => greenShare(lookAtGlass()) > MUCH_GREEN);
    const recoveredS = (performance.now() - mendedAt) / 1_000;
    return { screen, recoveredS, note: `green gone from the glass after ${goneS.toFixed(1)} s` };
  },
};

const SERVER: readonly FaultCase<ServerStand>[] = [
  {
    name: 'server-stopped',
    says: "D1's process is stopped",
    plan: REMOTE,
    families: ['network'],
    async run(scene): Promise<Told> {
      const { serverPid } = scene.stand;
      await scene.set('done');
      await scene.scan(truthOf('done'));
      process.kill(serverPid, 'SIGSTOP');
      let screen;
      try {
        screen = await scene.until({ verdict: 'cannot-tell', fault: 'network/timeout', connection: 'down' }, 16_000);
      } finally {
        process.kill(serverPid, 'SIGCONT');
      }
      const mendedAt = performance.now();
      await scene.set('production-exception');
      await scene.until(truthOf('production-exception'), 8_000);
      return { screen, recoveredS: (performance.now() - mendedAt) / 1_000 };
    },
  },
];

export const PROCESS_CASES: readonly unknown[] = [STOPPED_MAIN, ASLEEP, RESTARTED, ...SERVER, RESUMED];
