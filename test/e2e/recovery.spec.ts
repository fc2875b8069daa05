/** Each process of the station is broken in turn: the screen stays true, and the station heals itself or says to stop. */
import { readFileSync } from 'node:fs';

import { budgetAhead, exitOf, inWindow, processesOf, seen, signal, type Seen } from './broken-station.ts';
import { expect, expectConnection, expectStage, test, type Desk } from './fixtures.ts';
import { greenShare, lookAtGlass } from './glass.ts';
import { expectGiven, exported, handOver } from './staff-desk.ts';
import { runCommand, type StationApp } from './station-app.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** Each test has a station of its own: they go to whichever lane is free. */
test.describe.configure({ mode: 'parallel' });

const CARD = 'card-0090';
/** A press has come to something after this long, in ms. */
const PRESS_MS = 6_000;
/** A true screen is there again this long after the blow, in ms. */
const HEALED_WITHIN_MS = 10_000;
/** Green may stand this long after a page stopped, in ms: a snapshot's gap, the limit, and what a busy machine takes for a window. */
const GREEN_MAY_STAND_MS = 4_500;
const MUCH = 0.3;
const NONE = 0.01;
const HEALTHY_MINUTE_MS = 60_000;

const QUICK = { pace: { greenSeconds: 1, failureSeconds: 5 } };

async function greenStation(desk: Desk, sandbox: Sandbox): Promise<StationApp> {
  desk.configure(QUICK);
  await desk.provision();
  const station = await desk.start();
  sandbox.control.order({ cardId: CARD, scenario: 'by-hand' });
  sandbox.control.set(CARD, { state: 'done' });
  await station.scan(CARD);
  await expectStage(station, { verdict: 'hand-over' });
  await expect.poll(() => greenShare(lookAtGlass())).toBeGreaterThan(MUCH);
  return station;
}

/** Looks at the glass and at the page until it says this; green that stands too long fails. */
async function expectTrueScreen(station: StationApp, since: number, wanted: Partial<Seen>): Promise<void> {
  for (;;) {
    const green = greenShare(lookAtGlass());
    const now = Date.now() - since;
    if (now > GREEN_MAY_STAND_MS) expect(green, `green ${now} ms after D1 withdrew it`).toBeLessThan(NONE);
    const screen = await seen(station);
    if (Object.entries(wanted).every(([name, value]) => screen[name as keyof Seen] === value)) return;
    expect(Date.now() - since, JSON.stringify(screen)).toBeLessThan(HEALED_WITHIN_MS);
  }
}

const recoveries = (station: StationApp): string[] =>
  readFileSync(station.logFile(), 'utf8')
    .split('\n')
    .filter((line) => line.includes('"event":"recovery"'));

async function expectWholeRecord(desk: Desk): Promise<void> {
  expect(await runCommand(desk.place, 'ledger', 'verify')).toMatchObject({ code: 0, stderr: '' });
}

const BLOWS: readonly (readonly [string, string, (station: StationApp) => void])[] = [
  ['is killed', 'page gone: killed', (station) => signal(station, 'renderer', 'SIGKILL')],
  ['crashes', 'page gone: crashed', (station) => signal(station, 'renderer', 'SIGSEGV')],
  ['is stopped', 'page hung: told by the heartbeat', (station) => signal(station, 'renderer', 'SIGSTOP')],
  ['runs in circles', 'page hung: told by the heartbeat', (station) => void inWindow(station, 'for (;;);')],
  [
    'is emptied',
    'page empty',
    (station) => void inWindow(station, 'document.getElementById("root").replaceChildren(), null'),
  ],
  [
    'says it painted what was never sent',
    'page wrong: never-sent',
    (station) => void inWindow(station, 'window.station.painted(999999), null'),
  ],
];

for (const [how, logged, strike] of BLOWS) {
  test(`a page that ${how} while D1 withdraws the green is started anew, and no green outlasts it`, async ({
    desk,
    sandbox,
  }) => {
    const station = await greenStation(desk, sandbox);
    const before = processesOf(station, 'renderer');
    sandbox.control.set(CARD, { state: 'production-exception' });
    const since = Date.now();
    strike(station);
    await expect.poll(() => processesOf(station, 'renderer')).not.toEqual(before);
    await expectTrueScreen(station, since, { page: 'station', cardId: CARD, verdict: 'do-not-hand-over' });
    expect(recoveries(station)).toHaveLength(1);
    expect(recoveries(station)[0]).toContain(logged);
    await expectWholeRecord(desk);
  });
}

test('when the process that draws is killed, what D1 says next is on the glass', async ({ desk, sandbox }) => {
  const station = await greenStation(desk, sandbox);
  signal(station, 'gpu-process', 'SIGKILL');
  sandbox.control.set(CARD, { state: 'production-exception' });
  const since = Date.now();
  await expectTrueScreen(station, since, { page: 'station', cardId: CARD, verdict: 'do-not-hand-over' });
  await expect.poll(() => greenShare(lookAtGlass()), { timeout: HEALED_WITHIN_MS }).toBeLessThan(NONE);
  // The page itself was left alone.
  expect(recoveries(station).map((line) => line.includes('"outcome":"redraw"'))).toEqual([true]);
});

test("when the keychain's process is killed, a handover is recorded all the same, and once", async ({
  desk,
  sandbox,
}) => {
  const station = await greenStation(desk, sandbox);
  await expect.poll(() => processesOf(station, 'keychain').length).toBeGreaterThan(0);
  signal(station, 'keychain', 'SIGKILL');
  await expect.poll(() => processesOf(station, 'keychain')).toEqual([]);
  // A press has four seconds for everything. A busy PC may need them to start that process: then staff press again.
  await expect(async () => {
    await handOver(station);
    await expect(station.page.locator('[data-testid="given"]')).toHaveAttribute('data-card-id', CARD, {
      timeout: PRESS_MS,
    });
  }).toPass();
  expect(await exported(desk)).toEqual([expect.objectContaining({ kind: 'handed-over', cardId: CARD })]);
  await expectWholeRecord(desk);
});

const DEFECTS: readonly (readonly [string, (station: StationApp) => Promise<unknown>])[] = [
  [
    'throws',
    ({ electron }) =>
      electron.evaluate(() => {
        setTimeout(() => {
          throw new Error('a defect');
        }, 10);
      }),
  ],
  [
    'rejects a promise that nobody waits for',
    ({ electron }) => electron.evaluate(() => void Promise.reject(new Error('a defect'))),
  ],
];

for (const [how, strike] of DEFECTS) {
  test(`a program that ${how} ends with 70, and its next start has everything again`, async ({ desk, sandbox }) => {
    const station = await greenStation(desk, sandbox);
    await handOver(station);
    await expectGiven(station, CARD);
    const exit = exitOf(station);
    await strike(station).catch(() => undefined);
    expect(await exit).toBe(70);
    expect(recoveries(station)[0]).toContain('"outcome":"main-defect"');
    await expect.poll(() => greenShare(lookAtGlass())).toBeLessThan(NONE);
    const next = await desk.start();
    await expectConnection(next, 'ok');
    expect(await exported(desk)).toEqual([expect.objectContaining({ kind: 'handed-over', cardId: CARD })]);
    await expectWholeRecord(desk);
  });
}

test('a program that hangs is veiled by its page, and ended by its watchdog', async ({ desk, sandbox }) => {
  const station = await greenStation(desk, sandbox);
  const exit = exitOf(station);
  // Its watchdog begins two seconds after the window.
  await expect.poll(() => station.electron.evaluate(() => process.uptime())).toBeGreaterThan(5);
  const since = Date.now();
  void station.electron.evaluate(() => setTimeout(() => { for (;;); }, 0)).catch(() => undefined); // prettier-ignore
  await expect.poll(() => greenShare(lookAtGlass()), { intervals: [100] }).toBeLessThan(NONE);
  expect(Date.now() - since).toBeLessThan(GREEN_MAY_STAND_MS);
  expect(await exit).toBe('SIGKILL');
  expect(recoveries(station)[0]).toContain('"outcome":"main-hung"');
  await expectStage(await desk.start(), { cardId: CARD, verdict: 'hand-over' });
});

test('after three restarts within a minute the stop page stands, until the program is started again', async ({
  desk,
  sandbox,
}) => {
  desk.configure({ ...QUICK, screen: { language: 'ar' } });
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  for (let times = 0; times < 4; times += 1) {
    const before = processesOf(station, 'renderer');
    await expect.poll(() => seen(station)).toMatchObject({ page: 'station' });
    signal(station, 'renderer', 'SIGKILL');
    await expect.poll(() => processesOf(station, 'renderer').some((pid) => !before.includes(pid))).toBe(true);
  }
  await expect.poll(() => seen(station)).toMatchObject({ page: 'stop', verdict: '' });
  // The bar along the start of the line, which is at the right in no language of this page.
  await expect.poll(() => lookAtGlass().pixel(10, 540)).toEqual([255, 184, 31]);
  const text = await inWindow<string>(station, 'document.body.innerText');
  for (const part of ['Main Street, desk 2', 'Do not hand over', 'Ne remettez', 'No entregue', 'お渡し', 'لا تسلّم'])
    expect(text).toContain(part);
  const first = 'getComputedStyle(document.querySelector(".stop-said[lang=ar]")).order';
  expect(await inWindow(station, first)).toBe('-1');
  // Time does not bring the page back; a stop page that ends is shown again.
  await budgetAhead(station, 10 * HEALTHY_MINUTE_MS);
  signal(station, 'renderer', 'SIGKILL');
  await expect.poll(() => seen(station)).toMatchObject({ page: 'none' });
  await expect.poll(() => seen(station)).toMatchObject({ page: 'stop' });
  sandbox.control.order({ cardId: CARD, scenario: 'by-hand' });
  expect((await station.watch(CARD)).code).toBe(0);
  await station.close();
  await expectStage(await desk.start(), { cardId: CARD, verdict: 'wait' });
});

test('a page that fails once in a while never spends its restarts', async ({ desk }) => {
  await desk.provision();
  const station = await desk.start();
  for (let times = 0; times < 5; times += 1) {
    await expect.poll(() => seen(station)).toMatchObject({ page: 'station' });
    const before = processesOf(station, 'renderer');
    await budgetAhead(station, HEALTHY_MINUTE_MS);
    signal(station, 'renderer', 'SIGKILL');
    await expect.poll(() => processesOf(station, 'renderer').some((pid) => !before.includes(pid))).toBe(true);
  }
  await expect.poll(() => seen(station)).toMatchObject({ page: 'station' });
  expect(recoveries(station).filter((line) => line.includes('restart-page'))).toHaveLength(5);
});
