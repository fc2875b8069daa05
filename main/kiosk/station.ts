/** The running station: state, D1, record, page, and what connects them. Wiring only; every decision is elsewhere. */
import { networkInterfaces } from 'node:os';

import type { BrowserWindow } from 'electron';

import type { Loaded } from '../config/load.ts';
import type { Log } from '../diagnostics/log.ts';
import { createCardDesk } from '../intake/card-desk.ts';
import { scanRules } from '../intake/scan-text.ts';
import type { RecentList } from '../ipc/contract.ts';
import type { StationFacts } from '../ipc/station-view.ts';
import type { Stamp } from '../tracking/instant.ts';
import { CONFIGURED_PACE, type PaceStanding } from '../tracking/pace-standing.ts';
import { createStationPace } from '../tracking/station-pace.ts';
import { createStationStore } from '../tracking/station-store.ts';
import { createCallCount } from './administrator/call-count.ts';
import type { StartedWith } from './administrator/provision-command.ts';
import { beginSelfTest } from './administrator/self-test-run.ts';
import type { SelfTestRun } from './administrator/self-test.ts';
import { createStationAdministrator } from './administrator/station-administrator.ts';
import { createTrial } from './administrator/trial.ts';
import { busyWith, type Occupation } from './busy-with.ts';
import { guardClocks } from './clock-guard.ts';
import { terminal } from './commands/output.ts';
import { createD1Session } from './d1-session.ts';
import type { Delivery } from './delivery.ts';
import { createFirstStart } from './first-start/first-start.ts';
import { startFolderIntake, startListIntake } from './folder.ts';
import { createKeychain } from './keychain.ts';
import { createLedgerKeeper } from './ledger-keeper.ts';
import { createMachineBundle } from './machine-bundle.ts';
import { startMetrics } from './metrics/start-metrics.ts';
import { createTally } from './metrics/tally.ts';
import { watchNetwork } from './network-watch.ts';
import { createPage } from './page.ts';
import { startLearning } from './pace-learner.ts';
import { recentActions } from './recent-actions.ts';
import { startRecorder } from './recorder.ts';
import type { PageRecovery } from './recovery/page-recovery.ts';
import { learningOf, limitsOf, paceOf } from './settings.ts';
import type { ScreenChoices } from './screen-choices.ts';
import { screenOf } from './screen-of.ts';
import { createShelf } from './shelf.ts';
import { createStaffDesk } from './staff-desk.ts';
import { resolveSystemProxy } from './station-window.ts';
import { systemClock } from './system-clock.ts';
import { answerUpdate } from './update-answer.ts';
import { createWatchAnswers, takeDelivered } from './watch-answer.ts';

export interface StationOptions {
  readonly window: BrowserWindow;
  readonly facts: StationFacts;
  readonly choices: ScreenChoices;
  readonly profileFolder: string;
  readonly mainFolder: string;
  /** Where the roll-out puts bundles on this machine. */
  readonly importFolder: string;
  readonly startedWith: StartedWith;
  readonly log: Log;
  readonly recovery: PageRecovery;
}

export interface Station {
  deliver(delivery: Delivery): void;
  /** What it is needed for; empty when it may be restarted or updated. */
  busyWith(now: Stamp): readonly Occupation[];
  stop(): Promise<void>;
}

/** Runs the station on a complete configuration. */
export function startStation(options: StationOptions, { config, origins }: Extract<Loaded, { kind: 'ok' }>): Station {
  const { window, facts, choices, profileFolder, log, recovery } = options;
  const { rules, pressMs } = facts;
  const clock = systemClock;
  const limits = limitsOf(config);
  const pace = paceOf(config);
  const learning = learningOf(config);
  const ownPace = learning === null ? null : createStationPace(limits, pace, learning);
  const paceStanding = (): PaceStanding => ownPace?.standing() ?? CONFIGURED_PACE;
  const store = createStationStore();
  const keychain = createKeychain(profileFolder, options.mainFolder);
  const calls = createCallCount(clock);
  const tally = createTally(clock);
  const bundle = createMachineBundle(options.importFolder, log);
  const surroundings = {
    config,
    clock,
    random: Math.random,
    resolveProxy: resolveSystemProxy,
    buildDate: __BUILD_DATE__,
  };
  const prove = createTrial(surroundings);
  const d1 = createD1Session({
    ...surroundings,
    profileFolder,
    openStore: () => keychain.open(),
    takeBundle: (credentials) =>
      bundle.take({
        store: credentials,
        profileFolder,
        environment: config.d1.environment,
        mode: config.d1.auth,
        now: clock.now().wall,
        prove,
      }),
    stationStore: store,
    log,
    output: terminal,
    ownPause: ownPace?.pauseOf,
    onCall: (call, result) => {
      calls.count(result === 'answered' ? 'answered' : 'failed');
      tally.called(call, result);
    },
  });
  const { poller } = d1;
  const keeper = createLedgerKeeper({
    profileFolder,
    keychain,
    store,
    clock,
    retentionMonths: config.ledger.retentionMonths,
    log,
    onRemembered: (cardId) => poller.wake(cardId),
  });
  // Before the page: what changed is on disk before it is shown.
  const stopRecorder = startRecorder({ store, ledger: keeper.current, clock });
  const { allowNumericIds, scanPattern } = config.intake;
  const { badge, slip } = scanRules({ allowNumericIds, scanPattern, badgePattern: config.staff.badgePattern });
  const cards = createCardDesk({
    store,
    poller,
    clock,
    maxCards: config.limits.maxCards,
    allowNumericIds,
    badge,
    slip,
    pastOf: keeper.pastOf,
    onNamed: keeper.named,
  });
  const cardId = (): string | null => page.shown().at(-1)?.stage?.cardId ?? null;
  const ways = { profileFolder, openStore: () => keychain.open(), cardId, takeStart: () => poller.takeStart() };
  const begin = (): SelfTestRun => beginSelfTest({ ...surroundings, ...ways });
  const firstStart = createFirstStart({ version: facts.version, profileFolder, store, clock, log, begin });
  const stopLearning =
    ownPace === null ? null : startLearning({ store, clock, ledger: keeper.current, pace: ownPace, log });
  const administrator = createStationAdministrator({
    importFolder: options.importFolder,
    running: { config, origins, d1, keeper, calls, bundle, firstStart, paceStanding, cardId },
    facts,
    store,
    keychain,
    profileFolder,
    startedWith: options.startedWith,
    clock,
    log,
  });
  const clocks = guardClocks(store, clock, () => d1.wakeAll(), log);
  const stopNetwork = watchNetwork(networkInterfaces, clock, () => d1.wakeAll());
  const page = createPage({
    webContents: window.webContents,
    facts,
    choices,
    administrator,
    store,
    clock,
    limits,
    pace,
    screen: () => screenOf(store.getState(), () => bundle.trouble()),
    log,
    checkClocks: () => clocks.check(),
    heartbeat: firstStart.hearing(recovery),
    tally,
  });
  const staff = createStaffDesk({
    store,
    poller,
    record: keeper,
    clock,
    limits,
    pace,
    rules,
    pressMs,
    shown: page.shown,
    log,
    onRecorded: (kind) => tally.acted(kind),
  });
  const shelf = createShelf({ store, poller, clock, parkAfterMs: config.limits.parkAfterHours * 3_600_000, cards });
  const recent = (): RecentList => recentActions(keeper.current(), clock.now().wall);
  page.connect({ cards, staff, bringBack: shelf.bringBack, recent });
  const stopFolder = startFolderIntake(config, cards, store, clock, log);
  const { version } = facts;
  const figures = { version, profileFolder, store, clock, log, tally, d1, keeper, recovery, firstStart, paceStanding };
  const stopMetrics = startMetrics({ config, ...figures });
  const stopList = startListIntake(config, {
    read: d1.readStationList,
    desk: cards,
    isKnown: (cardId) => store.getState().cards.has(cardId) || keeper.pastOf(cardId) !== null,
    store,
    clock,
    log,
  });
  d1.start();
  // After the credentials: the keychain answers one question at a time, and the first answer of D1 is waited for.
  keeper.unlock();
  for (const cardId of store.getState().cards.keys()) poller.wake(cardId);

  // What nobody can see nobody works at: the cards are in the record, and come back with the page.
  const occupations = (now: Stamp): readonly Occupation[] =>
    recovery.isStopped() ? [] : busyWith(store.getState(), administrator.isOpen(), now);

  const answerWatch = createWatchAnswers(profileFolder);
  function deliver(delivery: Delivery): void {
    switch (delivery.kind) {
      case 'update-window':
        // Nobody at the screen has asked for it.
        return void answerUpdate(profileFolder, delivery.question, occupations(clock.now()));
      case 'show':
        break;
      case 'watch':
        void answerWatch(delivery.question, takeDelivered(delivery, config.intake.links, cards));
        break;
      case 'refused':
        cards.refuse(delivery.refusal);
        break;
      case 'credentials-changed':
        d1.start();
        keeper.unlock();
        break;
      case 'credentials-wiped':
        d1.forget();
        break;
      case 'ledger-accepted':
        keeper.unlock();
        break;
    }
    if (window.isMinimized()) window.restore();
    window.focus();
  }

  return {
    deliver,
    busyWith: occupations,
    async stop() {
      clocks.stop();
      stopNetwork();
      stopFolder();
      firstStart.stop();
      stopMetrics();
      stopList();
      shelf.stop();
      page.stop();
      await d1.stop();
      stopRecorder();
      stopLearning?.();
      await keeper.settled();
      keeper.close();
      keychain.close();
    },
  };
}
