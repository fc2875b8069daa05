/** The station without window and network: state, poller, staff desk and a real record on disk; D1 says what a test says. */
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createKeychainStore } from '../../../../main/credentials/keychain-store.ts';
import type { Log, LogEvent } from '../../../../main/diagnostics/log.ts';
import { createCardDesk, type CardDesk } from '../../../../main/intake/card-desk.ts';
import { createLedgerKeeper, type LedgerKeeper } from '../../../../main/kiosk/ledger-keeper.ts';
import { startRecorder } from '../../../../main/kiosk/recorder.ts';
import { createStaffDesk, type StaffDesk } from '../../../../main/kiosk/staff-desk.ts';
import { settled as settledState } from '../../../../main/tracking/desk-transitions.ts';
import type { HandOverPress } from '../../../../main/tracking/hand-over.ts';
import { createPoller, type Poller, type ReadOutcome } from '../../../../main/tracking/poller.ts';
import { withShown, type ShownSnapshot } from '../../../../main/tracking/shown-snapshots.ts';
import type { StaffRules } from '../../../../main/tracking/staff-rules.ts';
import { snapshotOf, type JudgedCard, type StationSnapshot } from '../../../../main/tracking/station-snapshot.ts';
import { createStationStore, type StationStore } from '../../../../main/tracking/station-store.ts';
import { MemoryKeychain } from '../credentials/memory-keychain.ts';
import { LIMITS, PACE } from '../tracking/builders.ts';
import { RULES } from '../tracking/staff-builders.ts';
import { FakeClock, settled } from '../tracking/fake-clock.ts';

export const PRESS_MS = 4_000;

/** What D1 says of a card at the moment it is asked; a promise is an answer that is late. */
export type D1 = (cardId: string, clock: FakeClock) => Promise<ReadOutcome> | ReadOutcome;

export interface StaffedStation {
  readonly clock: FakeClock;
  readonly store: StationStore;
  readonly poller: Poller;
  readonly staff: StaffDesk;
  readonly cards: CardDesk;
  readonly keeper: LedgerKeeper;
  readonly reads: string[];
  readonly log: LogEvent[];
  /** Time passes, a second at a time, and the screen follows it. */
  pass(ms: number): Promise<void>;
  /** A new snapshot, as the page would have it. */
  show(): StationSnapshot & { readonly sequence: number };
  stage(): JudgedCard | undefined;
  /** A press on what is on stage now, with everything on the check list met. */
  press(over?: Partial<HandOverPress>): HandOverPress;
  readonly folder: string;
  readonly keychain: MemoryKeychain;
  /** The program ends without a word and starts again on the same profile, after `change` was done to it. */
  restart(change?: () => void): Promise<StaffedStation>;
  /** The profile cannot be used from now on, as if its disk were away; until it is back. */
  block(): void;
  unblock(): void;
  end(): void;
}

export async function staffedStation(
  d1: D1,
  rules: Partial<StaffRules> = {},
  place = { folder: mkdtempSync(join(tmpdir(), 'card-station-desk-')), keychain: new MemoryKeychain() },
  clock = new FakeClock(),
): Promise<StaffedStation> {
  const store = createStationStore();
  const reads: string[] = [];
  const log: LogEvent[] = [];
  const logging: Log = { write: (event) => log.push(event) };
  const all: StaffRules = { ...RULES, ...rules };
  const poller = createPoller({
    store,
    read: async (cardId, signal) => {
      reads.push(cardId);
      const given = new Promise<ReadOutcome>((resolve) => {
        signal.addEventListener('abort', () => resolve(GIVEN_UP));
      });
      return Promise.race([given, Promise.resolve(d1(cardId, clock))]);
    },
    clock,
    random: () => 0.5,
    limits: LIMITS,
    pace: PACE,
    retry: { firstMs: 1_000, ceilingMs: 30_000, refusedMs: 60_000 },
    queue: { maxConcurrent: 4, startsPerSecond: 2 },
  });
  const keystore = createKeychainStore(place.keychain);
  const keeper = createLedgerKeeper({
    profileFolder: place.folder,
    keychain: { open: () => Promise.resolve({ kind: 'store', store: keystore }), close: () => undefined },
    store,
    clock,
    retentionMonths: 24,
    log: logging,
    onRemembered: (cardId) => poller.wake(cardId),
  });
  const stopRecorder = startRecorder({ store, ledger: keeper.current, clock });
  const cards = createCardDesk({
    store,
    poller,
    clock,
    maxCards: 60,
    allowNumericIds: false,
    pastOf: keeper.pastOf,
    onNamed: keeper.named,
  });
  let shown: readonly ShownSnapshot[] = [];
  let sequence = 0;
  const staff = createStaffDesk({
    store,
    poller,
    record: keeper,
    clock,
    limits: LIMITS,
    pace: PACE,
    rules: all,
    pressMs: PRESS_MS,
    shown: () => shown,
    log: logging,
  });

  function show(): StationSnapshot & { readonly sequence: number } {
    const now = clock.now();
    store.change((state) => settledState(state, now, LIMITS, PACE, all.undoMs));
    const snapshot = snapshotOf(store.getState(), now, LIMITS, PACE);
    const [stage] = snapshot.cards;
    const operationId = stage?.track.operation?.operationId ?? null;
    sequence += 1;
    shown = withShown(shown, sequence, stage === undefined ? null : { ...stage, operationId }, now);
    return { ...snapshot, sequence };
  }

  function stop(): void {
    poller.stop();
    stopRecorder();
    keeper.close();
  }

  const station: StaffedStation = {
    clock,
    store,
    poller,
    staff,
    cards,
    keeper,
    reads,
    log,
    async pass(ms) {
      for (let left = ms; left > 0; left -= 1_000) {
        await clock.run(Math.min(left, 1_000));
        await settled();
        show();
      }
    },
    show,
    stage: () => show().cards[0],
    press(over = {}) {
      const { cards: judged, sequence: shownAt } = show();
      const [stage] = judged;
      return {
        cardId: stage?.cardId ?? '',
        operationId: stage?.track.operation?.operationId ?? '',
        sequence: shownAt,
        by: null,
        second: null,
        checks: { lastFour: null, readBack: true, print: true, items: [] },
        ...over,
      };
    },
    ...place,
    restart(change) {
      stop();
      change?.();
      return staffedStation(d1, rules, place, clock);
    },
    block: () => renameSync(place.folder, `${place.folder}.away`),
    unblock() {
      rmSync(place.folder, { recursive: true, force: true });
      renameSync(`${place.folder}.away`, place.folder);
    },
    end() {
      stop();
      rmSync(place.folder, { recursive: true, force: true });
    },
  };
  keeper.unlock();
  await unlocked(store);
  for (const cardId of store.getState().cards.keys()) poller.wake(cardId);
  return station;
}

const GIVEN_UP: ReadOutcome = {
  kind: 'fault',
  fault: { family: 'network', cause: 'reset', detail: 'given up', correlationId: null },
};

/** The record's keychain part is real and asynchronous: its end is in the state. */
function unlocked(store: StationStore): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (store.getState().ledger === 'opening') return;
      unsubscribe();
      resolve();
    };
    const unsubscribe = store.subscribe(look);
    look();
  });
}
