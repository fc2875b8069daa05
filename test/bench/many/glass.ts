/** The packaged station with so many cards from its record, while D1 answers: what page and main do, and whether it is true. */
import type { IntervalHistogram } from 'node:perf_hooks';
import { serialize } from 'node:v8';

import { StationApp } from '../../e2e/station-app.ts';
import { note, PATIENCE_MS, waitMs, type BenchDesk, type PreparedDesk } from '../bench-desk.ts';
import { takeChange, wallNow, watchStage } from '../page-watch.ts';
import { seedLedger } from '../seed-ledger.ts';
import {
  framesPerSecond,
  greensOf,
  keyTimes,
  nextSnapshot,
  placeOfListed,
  untilStill,
  takeAnswered,
  watchPage,
} from './page-look.ts';
import { greensAt, longestGapMs, outOfTurn, untrueGreens, type Read, type Said } from './reads.ts';

/** What was seen of a station with `count` cards. */
export interface Glass {
  readonly count: number;
  /** What crosses from main to the page with each snapshot, in bytes. */
  readonly snapshotBytes: number;
  readonly snapshotsPerSecond: number;
  /** The work of the page for each snapshot, drawing in it, in ms of each window. */
  readonly pageMs: readonly number[];
  /** How long main was busy with something else, at most, when something was due, in ms of each window. */
  readonly stallMs: readonly number[];
  readonly framesPerSecond: readonly number[];
  /** From a touch on a listed card to the card on the painted stage, through main; empty where no card is listed. In ms. */
  readonly touchMs: readonly number[];
  /** From a key to its letter, painted, in ms. */
  readonly keyMs: readonly number[];
  /** From the end of a slip's scan to the painted green of a card that D1 had finished, in ms. */
  readonly scanMs: readonly number[];
  /** The longest time between two reads of one card, in ms. */
  readonly longestGapMs: number;
  /** Reads of a card before each other card had its turn, apart from those that were scanned. */
  readonly outOfTurn: number;
}

/** As much as the configuration allows: the most work that a station can have. */
export const STARTS_PER_SECOND = 10;
/** So short that with a thousand cards a green card lapses before its next turn, while it is watched. */
const FRESHNESS_MS = 15_000;
export const GROUPS = {
  limits: {
    startsPerSecond: STARTS_PER_SECOND,
    maxConcurrentRequests: 8,
    freshnessLimitSeconds: FRESHNESS_MS / 1_000,
  },
  pace: { greenSeconds: 5, learn: false },
};

const WINDOWS = 5;
const WINDOW_MS = 3_000;
const TOUCHES = 10;
const KEYS = 20;
/** Buttons stand still for 600 ms after the stage changed; and a little more, in ms. */
const BETWEEN_TOUCHES_MS = 750;
/** A person's keys, in ms: faster ones are a scanner's. */
const BETWEEN_KEYS_MS = 130;
const ORDERS = 5;
/** Main's loop is looked at this often, in ms. */
const STALL_LOOK_MS = 5;
/** Each card has had an answer then, where that is possible in the time, in ms. */
const SETTLE_MS = 6_000;
/** After the last green: until one that is not asked for again has lapsed, and a little more; or just a look, in ms. */
const WATCH_LAPSE_MS = FRESHNESS_MS + 2_000;
const WATCH_GREEN_MS = 4_000;

/** Starts the station of this place with so many cards, and takes all that it is asked. Throws on a green that is not true. */
export async function lookAt({ place, sandbox }: PreparedDesk, count: number): Promise<Glass> {
  const cardIds = Array.from({ length: count }, (_none, index) => `bench-many-${index}`);
  for (const cardId of cardIds) sandbox.control.set(cardId, { state: 'ready' });
  seedLedger(place.profileFolder, cardIds);
  sandbox.control.clearRequests();
  const startedAt = Date.now();
  const station = await StationApp.launch(place);
  try {
    const desk = { station, sandbox };
    await watchPage(station.page);
    await untilShown(desk, count);
    await waitMs(SETTLE_MS);
    const work = await workOf(desk);
    const hands = await handsOf(desk, count);
    const { scanMs, said } = await finish(desk, cardIds.slice(-ORDERS));
    // With this many no card has its next turn before its answer is too old.
    const lapsing = count / STARTS_PER_SECOND > WATCH_LAPSE_MS / 1_000;
    await waitMs(lapsing ? WATCH_LAPSE_MS : WATCH_GREEN_MS);
    const greens = await greensOf(station.page);
    const reads = readsOf(desk);
    const untrue = untrueGreens(greens, reads, said, FRESHNESS_MS);
    if (untrue[0] !== undefined) throw new Error(`a green that was not true, with ${count} cards: ${untrue[0]}`);
    if (greens.length === 0) throw new Error('no green was seen: nothing was shown to be true');
    const left = lapsing ? greensAt(greens, Date.now()) : [];
    if (left.length > 0) throw new Error(`a green that should have lapsed, with ${count} cards: ${left[0]}`);
    note(
      `${count} cards: ${greens.length} looks at a green card, each true${lapsing ? ', and all lapsed in time' : ''}`,
    );
    // Those that were scanned had their turns before others.
    const inTurn = cardIds.filter((cardId) => count <= ORDERS || !said.has(cardId));
    return {
      count,
      ...work,
      ...hands,
      scanMs,
      longestGapMs: longestGapMs(reads, inTurn, startedAt, Date.now()),
      outOfTurn: outOfTurn(reads, inTurn),
    };
  } finally {
    await station.close().catch(() => undefined);
  }
}

async function untilShown({ station }: BenchDesk, count: number): Promise<void> {
  const last = station.page.locator('[data-testid="stage"], [data-testid="card"]').nth(count - 1);
  await last.waitFor({ state: 'attached', timeout: PATIENCE_MS });
}

type Work = Pick<Glass, 'snapshotBytes' | 'snapshotsPerSecond' | 'pageMs' | 'stallMs' | 'framesPerSecond'>;

/** Nobody touches it: what the answers of D1 alone come to. */
async function workOf({ station }: BenchDesk): Promise<Work> {
  const { page } = station;
  const tools = await page.context().newCDPSession(page);
  // Of the page's thread alone: what else the machine does is not the page's work.
  await tools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const taskMs = async (): Promise<number> => {
    const { metrics } = await tools.send('Performance.getMetrics');
    return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
  };
  const pageMs: number[] = [];
  const stallMs: number[] = [];
  const frames: number[] = [];
  let snapshots = 0;
  let snapshotBytes = 0;
  for (let window = 0; window < WINDOWS; window += 1) {
    const before = await nextSnapshot(page);
    await takeStall(station);
    const [began, beganMs] = [await taskMs(), performance.now()];
    await waitMs(WINDOW_MS);
    const [ended, endedMs] = [await taskMs(), performance.now()];
    stallMs.push(await takeStall(station));
    const after = await nextSnapshot(page);
    // Afterwards: a page that counts frames draws as many as it can.
    frames.push(...(await framesPerSecond(page, 1, WINDOW_MS)));
    snapshotBytes = serialize(after).byteLength;
    // The one that is asked for at the end is made after it.
    const made = after.sequence - before.sequence - 1;
    snapshots += made / ((endedMs - beganMs) / 1_000) / WINDOWS;
    pageMs.push((ended - began) / made);
  }
  await tools.detach();
  return { snapshotBytes, snapshotsPerSecond: snapshots, pageMs, stallMs, framesPerSecond: frames };
}

/**
 * How late main's loop came round at most since the last question, in ms: what was due meanwhile waited so long. It is asked
 * of the running program from outside, where the twin allows it.
 */
function takeStall({ electron }: StationApp): Promise<number> {
  return electron.evaluate((_electron, everyMs) => {
    const kept = globalThis as { benchDelay?: IntervalHistogram };
    const longestMs = (kept.benchDelay?.max ?? 0) / 1e6 - everyMs;
    kept.benchDelay?.disable();
    kept.benchDelay = process.getBuiltinModule('node:perf_hooks').monitorEventLoopDelay({ resolution: everyMs });
    kept.benchDelay.enable();
    return longestMs;
  }, STALL_LOOK_MS);
}

/** A finger and a keyboard at the page, while the answers go on. */
async function handsOf({ station: { page } }: BenchDesk, count: number): Promise<Pick<Glass, 'touchMs' | 'keyMs'>> {
  const touchMs: number[] = [];
  for (let touch = 0; touch < TOUCHES && count > 2; touch += 1) {
    await untilStill(page, BETWEEN_TOUCHES_MS);
    const { x, y } = await placeOfListed(page);
    await page.mouse.click(x, y);
    touchMs.push(...(await takeAnswered(page, 1, PATIENCE_MS)));
  }
  for (let key = 0; key < KEYS; key += 1) {
    // Each letter is taken back, so that no card id is left.
    await page.keyboard.press(key % 2 === 0 ? 'a' : 'Backspace');
    await waitMs(BETWEEN_KEYS_MS);
  }
  // What the last key came to is told with its picture.
  await waitMs(BETWEEN_TOUCHES_MS);
  return { touchMs, keyMs: await keyTimes(page, KEYS) };
}

/** Cards are ordered anew and made; each slip is scanned before and after, and its green is waited for. */
async function finish(
  { station, sandbox: { control } }: BenchDesk,
  cardIds: readonly string[],
): Promise<{ readonly scanMs: number[]; readonly said: Map<string, Said[]> }> {
  const scanMs: number[] = [];
  const said = new Map<string, Said[]>();
  const says = (cardId: string, done: boolean): void => {
    said.set(cardId, [...(said.get(cardId) ?? []), { at: Date.now(), done }]);
  };
  await watchStage(station.page);
  for (let order = 0; order < ORDERS; order += 1) {
    const cardId = cardIds[order % cardIds.length] ?? '';
    control.order({ cardId, scenario: 'by-hand' });
    says(cardId, false);
    await station.scan(cardId);
    await takeChange(station.page, cardId, 'requested', PATIENCE_MS);
    control.step(cardId);
    says(cardId, true);
    control.step(cardId);
    const scannedAt = wallNow();
    await station.scan(cardId);
    const { paintedAt } = await takeChange(station.page, cardId, 'personalised', PATIENCE_MS);
    scanMs.push((paintedAt ?? NaN) - scannedAt);
  }
  return { scanMs, said };
}

function readsOf({ sandbox }: BenchDesk): Read[] {
  return sandbox.control
    .requests()
    .flatMap(({ kind, cardId, realTime, status }) =>
      kind === 'status' && cardId !== null && status === 200 ? [{ cardId, at: realTime }] : [],
    );
}
