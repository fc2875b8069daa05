/** What an answer of D1 costs with so many cards: main's and the page's own functions in this process, by processor time. */
import { serialize } from 'node:v8';

import { NO_REASONS } from '../../../main/config/reasons.ts';
import { StationView } from '../../../main/ipc/contract.ts';
import { stationView } from '../../../main/ipc/station-view.ts';
import { startRecorder, type RecorderOptions } from '../../../main/kiosk/recorder.ts';
import { stationFacts } from '../../../main/kiosk/station-facts.ts';
import { readAnswer } from '../../../main/tracking/read-answer.ts';
import { snapshotOf } from '../../../main/tracking/station-snapshot.ts';
import { withCard, withTrackEvent, type StationState } from '../../../main/tracking/station-state.ts';
import { createStationStore, type StationStore } from '../../../main/tracking/station-store.ts';
import type { Clock, Stamp } from '../../../main/tracking/instant.ts';
import { answerAbout, CONFIG, LIMITS, MORNING, PACE } from './station-of-many.ts';

/** Of each run, in ms of a processor for one answer. */
export interface Work {
  /** The answer into the state, and what the record has to be told; the record's own writing is left out. */
  readonly changeMs: readonly number[];
  /** The snapshot that follows, made and turned into the bytes that cross to the page. */
  readonly snapshotMs: readonly number[];
  /** The page looks whether it is of the shape. */
  readonly checkMs: readonly number[];
}

const RUNS = 7;
/** One run takes about this long, in ms, so that the clock of the processor is fine enough. */
const RUN_MS = 120;

export function workFor(count: number): Work {
  const stamp: Stamp = { mono: 100_000, wall: MORNING + 100_000 };
  const clock: Clock = { now: () => stamp, after: () => () => undefined };
  const store = createStationStore();
  store.change((state) => filled(state, count, stamp));
  const ledger = { save: () => null } as unknown as ReturnType<RecorderOptions['ledger']>;
  const stop = startRecorder({ store, clock, ledger: () => ledger });
  const facts = stationFacts(
    { kind: 'ok', config: CONFIG, reasons: NO_REASONS, notes: [], origins: new Map() },
    '0.0.0',
  );
  const own = { ...facts, administrator: { kind: 'locked' } as const };
  const view = (): StationView =>
    stationView(snapshotOf(store.getState(), stamp, LIMITS, PACE), own, { kind: 'board' }, 1, stamp, stamp.wall);
  const taken = view();
  let turn = 0;
  const work = {
    changeMs: runsOf(() => answer(store, `waiting-${String(turn++ % count)}`, stamp)),
    snapshotMs: runsOf(() => serialize(view())),
    checkMs: runsOf(() => StationView.parse(taken)),
  };
  stop();
  return work;
}

function filled(empty: StationState, count: number, at: Stamp): StationState {
  let state = empty;
  for (let index = 0; index < count; index += 1) {
    const cardId = `waiting-${String(index)}`;
    state = withCard(state, { cardId, pinnedOperationId: null, reference: `Ticket ${String(index)}` }, at);
    state = answered(state, cardId, at);
  }
  return state;
}

function answer(store: StationStore, cardId: string, at: Stamp): void {
  store.change((state) => answered(state, cardId, at));
}

function answered(state: StationState, cardId: string, at: Stamp): StationState {
  const track = state.cards.get(cardId);
  const reading = track === undefined ? null : readAnswer(answerAbout(cardId, false), track);
  if (reading === null || reading.kind === 'malformed') throw new Error(`${cardId} has no answer`);
  return withTrackEvent(state, cardId, { kind: 'answered', reading, sentAt: at, at, correlationId: 'id' });
}

/** The processor time of one call, in ms, in each of several runs; the first, which warms up, is left out. */
function runsOf(act: () => unknown): number[] {
  let times = 1;
  while (cpuMsOf(act, times) < RUN_MS) times *= 2;
  return Array.from({ length: RUNS }, () => cpuMsOf(act, times) / times);
}

function cpuMsOf(act: () => unknown, times: number): number {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
