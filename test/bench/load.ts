/**
 * Memory and processor time of all processes, with nothing to watch and with 1, 10 and 60 cards, beside the bare runtime with
 * one static page and the naive station. There is no graphics processor: what is drawn is drawn by the processor.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { bareElectron, naiveStation } from './bare-electron.ts';
import { atPreparedDesk, note, waitMs, type PreparedDesk } from './bench-desk.ts';
import { rounded } from './figures.ts';
import { openScreen, type OwnScreen } from './own-screen.ts';
import { startPlain } from './plain-start.ts';
import { busyPercent, memoryMib } from './process-cost.ts';
import { atMost, atMostTimes, median, type Row } from './rows.ts';
import { seedLedger } from './seed-ledger.ts';

/** The station promises no more memory than this many times the bare runtime's, with nothing to watch. */
const MEMORY_FACTOR = 1.15;
/** Of one core, with nothing to watch and with ten cards. */
const IDLE_PERCENT = 0.5;
const TEN_CARDS_PERCENT = 2;

/**
 * A profile's very first start has the runtime try out the graphics, and keep some 20 MiB of their libraries: it is over after this
 * time, in ms, and is nobody's everyday.
 */
const FIRST_START_MS = 6_000;

/** Sixty cards at two starts a second are asked for once in half a minute, in ms. */
const ANSWERED_WITHIN_MS = 90_000;
/** After the first answers, until what a start begins with is over, its own test of itself too, in ms. */
const SETTLE_MS = 30_000;
/**
 * The same with nothing to watch: ages there count by ten seconds for a minute, and by minutes for the rest of the day, which is
 * what is measured.
 */
const REST_AFTER_MS = 60_000;
/**
 * Starts whose memory with nothing to watch is looked at: some keep 8 MiB more for their graphics, and one start alone says by chance
 * whether the promise is kept.
 */
const STARTS = 5;
/** The bare runtime's memory is the same ten seconds after its start and a minute later, in ms. */
const BARE_SETTLES_MS = 10_000;
const WINDOWS = 5;
const WINDOW_MS = 6_000;

/** Enough for two reads a second. A connection that is not kept is another TLS handshake for the next read. */
const CONNECTIONS = 2;

interface Cost {
  /** Of each start, in MiB. */
  readonly memory: readonly number[];
  readonly busy: readonly number[];
}

interface WatchedCost extends Cost {
  readonly connections: number;
}

/** Over how many connections the cards were read, from the start on. */
function connectionsOf(sandbox: PreparedDesk['sandbox']): number {
  const reads = sandbox.control.requests().filter(({ kind }) => kind === 'status');
  return new Set(reads.map(({ connection }) => connection)).size;
}

export async function measureLoad(program: string): Promise<readonly Row[]> {
  const bare = await bareElectron(program);
  const naive = await naiveStation(program);
  const screen = await openScreen();
  try {
    return await atPreparedDesk(program, {}, async ({ place, sandbox, folder }) => {
      const profile = (name: string): string[] => ['--user-data-dir', join(folder, name)];
      await firstStart(bare, profile('bare'), screen);
      const floor = await costOf('bare Electron', bare, profile('bare'), screen, () => true, REST_AFTER_MS);
      const watched = async (
        name: string,
        count: number,
        each: string,
        args: readonly string[],
        settleMs?: number,
      ): Promise<WatchedCost> => {
        sandbox.control.clearRequests();
        const cost = await costOf(name, each, args, screen, () => allAnswered(sandbox, count), settleMs);
        return { ...cost, connections: connectionsOf(sandbox) };
      };
      const own = ['--config', place.configFile, '--user-data-dir', place.profileFolder];
      // Each time the cards of before are still there.
      const station = (count: number): Promise<WatchedCost> => {
        seedLedger(place.profileFolder, cardsOf(sandbox, count));
        return watched(`${count} cards`, count, program, own, count === 0 ? REST_AFTER_MS : SETTLE_MS);
      };
      await firstStart(program, own, screen);
      const [atRest, bareAtRest]: [number[], number[]] = [[], []];
      seedLedger(place.profileFolder, []);
      for (let start = 1; start < STARTS; start += 1) {
        bareAtRest.push(await memoryOf(bare, profile('bare'), screen, BARE_SETTLES_MS));
        atRest.push(await memoryOf(program, own, screen, REST_AFTER_MS));
      }
      const costs = { none: await station(0), one: await station(1), ten: await station(10), sixty: await station(60) };
      const { authUrl, bankingUrl, caPem, bundle } = sandbox;
      const file = join(folder, 'given.json');
      const given = { authUrl, bankingUrl, caPem, bundle, cardIds: cardsOf(sandbox, 10) };
      writeFileSync(file, JSON.stringify(given), { mode: 0o600 });
      const rivalArgs = [`--given=${file}`, ...profile('naive')];
      await firstStart(naive, rivalArgs, screen);
      const rival = await watched('naive station, 10 cards', 10, naive, rivalArgs);
      return rowsOf(withMore(floor, bareAtRest), { ...costs, none: withMore(costs.none, atRest) }, rival);
    });
  } finally {
    await screen.close();
    for (const each of [bare, naive]) rmSync(dirname(each), { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Cards that stay at the printer: the ones that are asked for most, and drawn with the one motion that there is. */
function cardsOf(sandbox: PreparedDesk['sandbox'], count: number): string[] {
  const cardIds = Array.from({ length: count }, (_none, index) => `bench-load-${index}`);
  for (const cardId of cardIds) sandbox.control.set(cardId, { state: 'ready' });
  return cardIds;
}

/** Signed in, and every card asked for at least once. */
function allAnswered(sandbox: PreparedDesk['sandbox'], count: number): boolean {
  const answered = sandbox.control.requests().filter(({ status }) => status === 200);
  const cards = new Set(answered.flatMap(({ kind, cardId }) => (kind === 'status' ? [cardId] : [])));
  return cards.size === count && answered.some(({ kind }) => kind === 'token');
}

async function firstStart(program: string, args: readonly string[], screen: OwnScreen): Promise<void> {
  const started = startPlain(program, args, screen);
  await waitMs(FIRST_START_MS);
  await started.end();
}

async function costOf(
  name: string,
  program: string,
  args: readonly string[],
  screen: OwnScreen,
  isUp: () => boolean,
  settleMs = SETTLE_MS,
): Promise<Cost> {
  const started = startPlain(program, args, screen);
  try {
    const giveUpAt = performance.now() + ANSWERED_WITHIN_MS;
    while (!isUp()) {
      if (performance.now() > giveUpAt) throw new Error(`${name}: not every card was answered for`);
      await waitMs(100);
    }
    await waitMs(settleMs);
    const busy = await busyPercent(started.pid, WINDOWS, WINDOW_MS);
    const cost = { memory: [memoryMib(started.pid)], busy };
    note(`${name}: ${cost.memory.map(rounded).join(' ')} MiB, ${busy.map(rounded).join(' ')} % of a core`);
    return cost;
  } finally {
    await started.end();
  }
}

/** The memory of one more start, so long after it, in MiB. */
async function memoryOf(
  program: string,
  args: readonly string[],
  screen: OwnScreen,
  settleMs: number,
): Promise<number> {
  const started = startPlain(program, args, screen);
  try {
    await waitMs(settleMs);
    return memoryMib(started.pid);
  } finally {
    await started.end();
  }
}

function withMore<Some extends Cost>(cost: Some, memory: readonly number[]): Some {
  return { ...cost, memory: [...cost.memory, ...memory] };
}

function rowsOf(
  floor: Cost,
  { none, one, ten, sixty }: Readonly<Record<'none' | 'one' | 'ten' | 'sixty', WatchedCost>>,
  rival: WatchedCost,
): Row[] {
  const memory = (cost: Cost, name: string): { name: string; value: number } => ({
    name,
    value: median(cost.memory),
  });
  const busy = (cost: Cost, name: string): { name: string; value: number } => ({ name, value: median(cost.busy) });
  const [bareName, rivalName] = ['bare Electron', 'naive station'];
  const inMemory = (name: string, cost: Cost): Row =>
    atMostTimes(name, median(cost.memory), MEMORY_FACTOR, 'MiB', {
      runs: cost.memory,
      beside: memory(floor, bareName),
    });
  const inTime = (name: string, cost: Cost, limit: number, beside: { name: string; value: number }): Row =>
    atMost(name, median(cost.busy), limit, '% of a core', { runs: cost.busy, beside });
  return [
    inMemory('memory with nothing to watch', none),
    atMostTimes('memory with 10 cards', median(ten.memory), MEMORY_FACTOR, 'MiB', { beside: memory(rival, rivalName) }),
    inMemory('memory with 60 cards', sixty),
    inTime('processor with nothing to watch', none, IDLE_PERCENT, busy(floor, bareName)),
    inTime('processor with 1 card', one, TEN_CARDS_PERCENT, busy(floor, bareName)),
    inTime('processor with 10 cards', ten, TEN_CARDS_PERCENT, busy(rival, rivalName)),
    inTime('processor with 60 cards', sixty, TEN_CARDS_PERCENT, busy(floor, bareName)),
    atMost('connections to D1, 10 cards, from the start on', ten.connections, CONNECTIONS, 'connections', {
      beside: { name: rivalName, value: rival.connections },
    }),
  ];
}
