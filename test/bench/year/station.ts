/**
 * The main process of a station without its window: the program's own parts, wired as `main/kiosk/station.ts` does, with a real
 * record on disk and real TLS to D1; only clock, keychain and disk are not the machine's.
 */
import type { Config } from '../../../main/config/schema.ts';
import { createKeychainStore } from '../../../main/credentials/keychain-store.ts';
import { openLog } from '../../../main/diagnostics/log.ts';
import { terminal } from '../../../main/kiosk/commands/output.ts';
import { createCardDesk, type CardDesk } from '../../../main/intake/card-desk.ts';
import { tellsNews } from '../../../main/ipc/news.ts';
import { createRest } from '../../../main/ipc/rest.ts';
import { createSnapshotPump, type SendReason } from '../../../main/ipc/snapshots.ts';
import { stationView } from '../../../main/ipc/station-view.ts';
import type { StationView } from '../../../main/ipc/contract.ts';
import { createD1Session } from '../../../main/kiosk/d1-session.ts';
import { createLedgerKeeper, type LedgerKeeper } from '../../../main/kiosk/ledger-keeper.ts';
import { createTally } from '../../../main/kiosk/metrics/tally.ts';
import { startLearning } from '../../../main/kiosk/pace-learner.ts';
import { startRecorder } from '../../../main/kiosk/recorder.ts';
import { learningOf, limitsOf, paceOf } from '../../../main/kiosk/settings.ts';
import { createShelf, type Shelf } from '../../../main/kiosk/shelf.ts';
import { createStaffDesk, type StaffDesk } from '../../../main/kiosk/staff-desk.ts';
import { stationFacts } from '../../../main/kiosk/station-facts.ts';
import { NO_REASONS } from '../../../main/config/reasons.ts';
import type { OpenedLedger } from '../../../main/ledger/ledger.ts';
import { clocksJumped, stoodStill } from '../../../main/tracking/clock-watch.ts';
import { settled } from '../../../main/tracking/desk-transitions.ts';
import { withShown, type ShownSnapshot } from '../../../main/tracking/shown-snapshots.ts';
import { createStationPace } from '../../../main/tracking/station-pace.ts';
import { snapshotOf } from '../../../main/tracking/station-snapshot.ts';
import { withAnswersVoided, type StationState } from '../../../main/tracking/station-state.ts';
import { createStationStore } from '../../../main/tracking/station-store.ts';
import type { MemoryKeychain } from '../../unit/main/credentials/memory-keychain.ts';
import type { YearClock } from './year-clock.ts';

export interface YearStation {
  readonly cards: CardDesk;
  readonly staff: StaffDesk;
  readonly shelf: Shelf;
  readonly keeper: LedgerKeeper;
  readonly state: () => StationState;
  /** The newest snapshot that went to the page. */
  readonly view: () => StationView;
  /** The machine woke up. */
  resumed(): void;
  stop(): Promise<void>;
}

export interface YearParts {
  readonly config: Config;
  readonly profileFolder: string;
  readonly clock: YearClock;
  readonly random: () => number;
  readonly keychain: MemoryKeychain;
  readonly openRecord: (profileFolder: string) => OpenedLedger;
  /** Told of every snapshot before anything else happens. */
  readonly onView: (view: StationView) => void;
}

/** Two clocks are compared this often, in ms, as in `clock-guard.ts`. */
const CLOCK_TICK_MS = 1_000;

export function startYearStation({ config, clock, profileFolder, random, ...parts }: YearParts): YearStation {
  const store = createStationStore();
  const log = openLog(profileFolder);
  const limits = limitsOf(config);
  const pace = paceOf(config);
  const learning = learningOf(config);
  const ownPace = learning === null ? null : createStationPace(limits, pace, learning);
  const facts = stationFacts({ kind: 'ok', config, reasons: NO_REASONS, notes: [], origins: new Map() }, '0.0.0');
  const tally = createTally(clock);
  const keystore = createKeychainStore(parts.keychain);
  const openStore = () => Promise.resolve({ kind: 'store', store: keystore } as const);
  const d1 = createD1Session({
    config,
    clock,
    random,
    resolveProxy: () => Promise.resolve('DIRECT'),
    buildDate: 0,
    profileFolder,
    openStore,
    takeBundle: () => Promise.resolve(false),
    stationStore: store,
    log,
    output: terminal,
    ownPause: ownPace?.pauseOf,
    onCall: (call, result) => tally.called(call, result),
  });
  const { poller } = d1;
  const keeper = createLedgerKeeper({
    profileFolder,
    keychain: { open: openStore, close: () => undefined },
    store,
    clock,
    retentionMonths: config.ledger.retentionMonths,
    log,
    onRemembered: (cardId) => poller.wake(cardId),
    openRecord: parts.openRecord,
  });
  const stopRecorder = startRecorder({ store, ledger: keeper.current, clock });
  const { maxCards, parkAfterHours, pressSeconds } = config.limits;
  const cards = createCardDesk({ store, poller, clock, maxCards, allowNumericIds: false, pastOf: keeper.pastOf });
  const stopLearning =
    ownPace === null ? null : startLearning({ store, clock, ledger: keeper.current, pace: ownPace, log });

  let sequence = 0;
  let shown: readonly ShownSnapshot[] = [];
  let view: StationView | null = null;
  let before = clock.now();
  const silentAfterMs = createRest(() => clock.now().mono);

  function voided(): void {
    store.change((state) => withAnswersVoided(state, clock.now()));
    d1.wakeAll();
  }

  function checkClocks(): void {
    const [then, now] = [before, clock.now()];
    before = now;
    if (clocksJumped(then, now) || stoodStill(then, now)) voided();
  }

  /** As the page of the program is told: see `main/kiosk/page.ts`. */
  function show(reason: SendReason): StationView | null {
    checkClocks();
    const now = clock.now();
    store.change((state) => settled(state, now, limits, pace, facts.rules.undoMs));
    const snapshot = snapshotOf(store.getState(), now, limits, pace);
    const own = { ...facts, administrator: { kind: 'locked' } } as const;
    const seen = stationView(snapshot, own, { kind: 'board' }, sequence + 1, now, now.wall);
    if (reason === 'change' && view !== null && !tellsNews(view, seen)) return null;
    const next = { ...seen, silentAfterMs: silentAfterMs(seen, reason === 'change') };
    view = next;
    sequence = next.sequence;
    tally.shown(snapshot);
    const [stage] = snapshot.cards;
    const operationId = stage?.track.operation?.operationId ?? null;
    shown = withShown(shown, sequence, stage === undefined ? null : { ...stage, operationId }, now);
    parts.onView(next);
    return next;
  }

  const pump = createSnapshotPump(clock, (reason) => {
    const sent = show(reason);
    // A page that paints at once.
    if (sent !== null) clock.after(0, () => pump.painted(sent.sequence));
    return sent;
  });
  const unsubscribe = store.subscribe(() => pump.changed());
  let cancelTick = (): void => undefined;
  const tick = (): void => {
    checkClocks();
    cancelTick = clock.after(CLOCK_TICK_MS, tick);
  };
  tick();
  const staff = createStaffDesk({
    store,
    poller,
    record: keeper,
    clock,
    limits,
    pace,
    rules: facts.rules,
    pressMs: pressSeconds * 1_000,
    shown: () => shown,
    log,
    onRecorded: (kind) => tally.acted(kind),
  });
  const shelf = createShelf({ store, poller, clock, parkAfterMs: parkAfterHours * 3_600_000, cards });
  d1.start();
  keeper.unlock();
  return {
    cards,
    staff,
    shelf,
    keeper,
    state: () => store.getState(),
    view() {
      if (view === null) throw new Error('nothing was shown yet');
      return view;
    },
    resumed: voided,
    async stop() {
      cancelTick();
      pump.stop();
      unsubscribe();
      shelf.stop();
      await d1.stop();
      stopRecorder();
      stopLearning?.();
      keeper.close();
    },
  };
}
