/**
 * Every channel under attack from a page that was taken over: a third of the messages is right by its schema and asks for what
 * may not be done, the rest is broken. A sample by default; `npm run test:long -- ipc` sends a hundred thousand.
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { boundOf } from '../../main/ipc/call-bounds.ts';
import { CALLS, type CallName } from '../../main/ipc/contract.ts';
import { expect, expectStage, test } from '../e2e/fixtures.ts';
import { openSharedStation, TWO_SNAPSHOTS, type SharedStation } from '../e2e/shared-station.ts';
import { runCommand } from '../e2e/station-app.ts';
import { statusField } from '../e2e/station-processes.ts';
import { proves } from './items.ts';
import { attackChannel, openRawDoor, type ChannelOutcome } from './raw-door.ts';

const FULL = process.env['CARD_STATION_FUZZ'] === 'full';
/** `CARD_STATION_SEED` brings a run back. */
const SEED = Number(process.env['CARD_STATION_SEED'] ?? Math.floor(Math.random() * 1_000_000_000));
const CHANNELS = Object.keys(CALLS) as CallName[];
/** Messages to each channel at a pace that the bounds let through, and as fast as the page can. */
const PACED = FULL ? 2_000 : 60;
const FLOOD = FULL ? 3_600 : 200;
/** How much more memory main may hold after all of it, in MiB: what a collection of garbage has not come to yet. */
const GROWTH_LIMIT_MIB = 150;
/** What it may leave in the log, in bytes: one line a minute for each thing that was refused. */
const LOG_LIMIT = FULL ? 256 * 1024 : 64 * 1024;
/** A page that hears nothing for this long withdraws green, in ms: main never keeps it waiting so, however busy it is made. */
const SILENCE_LIMIT_MS = 3_000;
const PIN = '482913';

let shared: SharedStation;
test.beforeAll(async () => {
  shared = await openSharedStation({}, PIN);
  const { sandbox, station } = shared;
  for (const [cardId, state] of [
    ['card-0001', 'done'],
    ['card-0002', 'requested'],
    ['card-0003', 'data-exception'],
  ] as const) {
    sandbox.control.order({ cardId, scenario: 'by-hand' });
    if (state !== 'requested') sandbox.control.set(cardId, { state });
    await station.watch(cardId);
    await station.page.locator(`[data-card-id="${cardId}"]`).first().waitFor({ state: 'attached' });
  }
  await expect
    .poll(async () => (await board()).map(({ phase }) => phase).sort())
    .toEqual(['data-failed', 'personalised', 'requested']);
  await openRawDoor(shared);
});
test.afterAll(() => shared.close());

const inPage = <T>(expression: string): Promise<T> => shared.station.page.evaluate<T>(expression);

interface BoardCard {
  readonly cardId: string;
  readonly operationId: string | null;
  readonly phase: string;
  readonly verdict: string;
  readonly mark: unknown;
}
const board = async (): Promise<BoardCard[]> => {
  const cards = await inPage<BoardCard[]>(
    'window.station.ready().then(({ cards }) => cards.map(({ cardId, operationId, phase, verdict, mark }) => ({ cardId, operationId, phase, verdict, mark })))',
  );
  return [...cards].sort((one, other) => one.cardId.localeCompare(other.cardId));
};

/** The record, as it is written out beside the running station. */
async function record(): Promise<string> {
  const file = join(shared.place.profileFolder, `export-${Date.now()}.jsonl`);
  const period = ['--from', '2020-01-01', '--to', '2099-12-31', '--format', 'jsonl', '--output', file];
  const { code, stderr } = await runCommand(shared.place, 'ledger', 'export', ...period);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  // The last line says when it was written.
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes('"cardId"'))
    .join('\n');
}
const memoryMib = (): number => Number(/\d+/.exec(statusField(shared.station.pid, 'VmRSS') ?? '')?.[0] ?? 0) / 1024;

test('hostile messages on every channel change nothing', proves('contract', 'flood', 17), async () => {
  test.setTimeout(FULL ? 1_500_000 : 120_000);
  const { pid } = shared.station;
  const before = { board: await board(), record: await record(), log: statSync(shared.station.logFile()).size };
  const cards = before.board.map(({ cardId, operationId }) => [cardId, operationId] as const);
  const memoryBefore = memoryMib();
  // Listens in main's stead: the longest time between two snapshots.
  await inPage(`(() => {
    let last = performance.now();
    window.longest = 0;
    window.station.onSnapshot(() => { window.longest = Math.max(window.longest, performance.now() - last); last = performance.now(); });
  })()`);
  const attackAll = (count: number, paceOf: (channel: CallName) => number): Promise<ChannelOutcome[]> =>
    Promise.all(
      CHANNELS.map((channel, index) =>
        attackChannel(shared, { channel, seed: SEED + index + count, cards, count, everyMs: paceOf(channel) }),
      ),
    );
  // Slower than the bound, since the page's own calls count as well.
  const paced = await attackAll(PACED, (channel) => (FULL ? 2_000 / boundOf(channel).perSecond : 50));
  const flood = await attackAll(FLOOD, () => 0);

  const both = [...paced, ...flood];
  const sum = (of: (outcome: ChannelOutcome) => number): number => both.reduce((all, each) => all + of(each), 0);
  const sent = sum((each) => each.sent);
  const line = `${sent} messages, ${sum((each) => each.valid)} of them right by their schema, ${sum((each) => each.taken)} taken, ${sum((each) => each.tooMany)} too many`;
  const longest = Math.round(await inPage<number>('window.longest'));
  const memory = `main ${Math.round(memoryBefore)} MiB before and ${Math.round(memoryMib())} MiB after`;
  process.stdout.write(`ipc: seed ${SEED}; ${line}; ${memory}; longest silence ${longest} ms\n`);

  expect(both.flatMap(({ wrong }) => wrong)).toEqual([]);
  // They did get to their handlers.
  for (const [index, { taken, valid }] of paced.entries())
    expect(taken, CHANNELS[index]).toBeGreaterThan(CHANNELS[index] === 'station:administrator' ? 0 : valid / 2);
  const kinds = new Map(
    CHANNELS.map((channel, index) => [channel, [...(paced[index]?.kinds ?? []), ...(flood[index]?.kinds ?? [])]]),
  );
  for (const channel of ['station:diagnostics', 'station:settings', 'station:self-test', 'station:quit'] as const)
    expect(new Set(kinds.get(channel)), channel).toEqual(new Set(['locked']));
  expect(kinds.get('station:administrator')).not.toContain('unlocked');

  expect(shared.station.pid).toBe(pid);
  expect(await inPage(TWO_SNAPSHOTS)).toBe(true);
  expect(longest).toBeLessThan(FULL ? SILENCE_LIMIT_MS : 10 * SILENCE_LIMIT_MS);
  expect(memoryMib() - memoryBefore).toBeLessThan(GROWTH_LIMIT_MIB);
  expect(statSync(shared.station.logFile()).size - before.log).toBeLessThan(LOG_LIMIT);
  expect(await board()).toEqual(before.board);
  expect(await record()).toBe(before.record);
});

test('there is no channel beside the contract', proves('contract', 20), async () => {
  const names = [
    'station:snapshot',
    'station:anything',
    'ELECTRON_BROWSER_REQUIRE',
    'ELECTRON_BROWSER_GET_BUILTIN',
    'ELECTRON_BROWSER_GLOBAL',
    'GUEST_VIEW_MANAGER_CALL',
    'GUEST_VIEW_MANAGER_CREATE_AND_ATTACH_GUEST',
    '__proto__',
    'constructor',
    '',
  ];
  const answers = await inPage<string[]>(
    `Promise.all(${JSON.stringify(names)}.map((name) => window.door.invoke(name, {})))`,
  );
  expect(answers.filter((answer) => !answer.startsWith('error: '))).toEqual([]);
});

test('after all this the station works as ever', proves('flood'), async () => {
  const { sandbox, station } = shared;
  sandbox.control.order({ cardId: 'card-0009', scenario: 'by-hand' });
  await inPage('window.station.watch("card-0009", "scanned")');
  await inPage('window.station.focus("card-0009")');
  await expectStage(station, { cardId: 'card-0009', verdict: 'wait' });
});
