/** The running station: state, D1, page, and what connects them. Wiring only; every decision is elsewhere. */
import { app, powerMonitor, type BrowserWindow } from 'electron';

import type { Config } from '../config/schema.ts';
import type { Problem } from '../config/problems.ts';
import type { Log } from '../diagnostics/log.ts';
import { createCardDesk, type CardDesk } from '../intake/card-desk.ts';
import { push, registerCalls } from '../ipc/calls.ts';
import type { ScreenView, StationView } from '../ipc/contract.ts';
import { createSnapshotPump } from '../ipc/snapshots.ts';
import { stationView, type StationFacts } from '../ipc/station-view.ts';
import { clocksJumped } from '../tracking/clock-watch.ts';
import type { Stamp } from '../tracking/instant.ts';
import type { Limits, Pace } from '../tracking/limits.ts';
import { snapshotOf } from '../tracking/station-snapshot.ts';
import { withAnswersVoided } from '../tracking/station-state.ts';
import { createStationStore, type StationStore } from '../tracking/station-store.ts';
import { createD1Session, type D1Session } from './d1-session.ts';
import type { Delivery } from './delivery.ts';
import { createKeychain } from './keychain.ts';
import { limitsOf, paceOf } from './settings.ts';
import { resolveSystemProxy } from './station-window.ts';
import { systemClock } from './system-clock.ts';

export interface StationOptions {
  readonly window: BrowserWindow;
  readonly facts: StationFacts;
  readonly profileFolder: string;
  readonly mainFolder: string;
  readonly log: Log;
}

/** Two clocks are compared this often, in ms: well within the time that a green card may outlive a sleep. */
const CLOCK_TICK_MS = 1_000;

/** Shows what is wrong with the configuration; nothing else runs. */
export function startUnconfigured(options: StationOptions, problems: readonly Problem[]): void {
  const store = createStationStore();
  const limits: Limits = { freshnessMs: 0, notAskedMs: 0, notFoundGraceMs: 0, slowAfterMs: 0, stuckAfterMs: 0 };
  const screen: ScreenView = { kind: 'configuration', problems: problems.map((problem) => ({ ...problem })) };
  showOn(options, store, { limits, pace: null, screen: () => screen, desk: null });
}

export interface Station {
  deliver(delivery: Delivery): void;
  stop(): Promise<void>;
}

/** Runs the station on a complete configuration. */
export function startStation(options: StationOptions, config: Config): Station {
  const store = createStationStore();
  const keychain = createKeychain(options.profileFolder, options.mainFolder);
  const d1 = createD1Session({
    config,
    profileFolder: options.profileFolder,
    openStore: () => keychain.open(),
    stationStore: store,
    clock: systemClock,
    random: Math.random,
    resolveProxy: resolveSystemProxy,
    buildDate: __BUILD_DATE__,
    log: options.log,
  });
  const desk = createCardDesk({
    store,
    poller: d1.poller,
    clock: systemClock,
    maxCards: config.limits.maxCards,
    allowNumericIds: config.intake.allowNumericIds,
  });
  const page = showOn(options, store, {
    limits: limitsOf(config),
    pace: paceOf(config),
    screen: () => screenOf(store),
    desk,
  });
  const stopWatching = watchClocks(store, d1, options.log);
  d1.start();
  return {
    deliver(delivery) {
      switch (delivery.kind) {
        case 'show':
          break;
        case 'watch':
          desk.watch(delivery);
          break;
        case 'credentials-changed':
          d1.start();
          break;
      }
      if (options.window.isMinimized()) options.window.restore();
      options.window.focus();
    },
    async stop() {
      stopWatching();
      page.stop();
      await d1.stop();
      keychain.close();
    },
  };
}

function screenOf(store: StationStore): ScreenView {
  const { setup } = store.getState();
  switch (setup) {
    case 'starting':
      return { kind: 'starting' };
    case 'not-provisioned':
      return { kind: 'not-provisioned' };
    case 'ready':
      return { kind: 'board' };
  }
}

interface Shown {
  readonly limits: Limits;
  readonly pace: Pace | null;
  readonly screen: () => ScreenView;
  readonly desk: CardDesk | null;
}

/** Keeps the page supplied with snapshots and answers its calls. */
function showOn(options: StationOptions, store: StationStore, shown: Shown): { readonly stop: () => void } {
  const { webContents } = options.window;
  let sequence = 0;
  let connection: { state: StationView['connection']['state']; since: number } | null = null;

  function view(): StationView {
    const now: Stamp = systemClock.now();
    const snapshot = snapshotOf(store.getState(), now, shown.limits, shown.pace ?? NO_PACE);
    if (connection?.state !== snapshot.connection) connection = { state: snapshot.connection, since: now.wall };
    sequence += 1;
    return stationView(snapshot, options.facts, shown.screen(), sequence, now, connection.since);
  }

  const removeCalls = registerCalls(
    webContents,
    {
      'station:ready': () => view(),
      'station:watch': ({ text }) => ({ accepted: shown.desk?.watch({ cardId: text }) ?? false }),
      'station:focus': ({ cardId }) => {
        shown.desk?.focus(cardId);
        return {};
      },
      'station:remove': ({ cardId }) => {
        shown.desk?.remove(cardId);
        return {};
      },
      'station:painted': () => ({}),
    },
    ({ channel, why }) => options.log.write({ event: 'dropped-message', path: channel, detail: why }),
  );
  const pump = createSnapshotPump(systemClock, () => push(webContents, 'station:snapshot', view()));
  const unsubscribe = store.subscribe(() => pump.changed());
  return {
    stop() {
      unsubscribe();
      pump.stop();
      removeCalls();
    },
  };
}

/** Without a configuration there are no cards, so that no pace is ever looked up. */
const NO_PACE: Pace = {
  requestedMs: 0,
  atPrinterMs: 0,
  inProgressMs: 0,
  slowMs: 0,
  stuckMs: 0,
  notFoundFirstMs: 0,
  notFoundLastMs: 0,
  greenMs: 0,
  failureMs: 0,
  unclearMs: 0,
  jitter: 0,
};

/** A changed clock or a machine that slept makes every answer stale at once, and every card due. */
function watchClocks(store: StationStore, d1: D1Session, log: Log): () => void {
  const voidAnswers = (): void => {
    log.write({ event: 'clock-jump' });
    store.change((state) => withAnswersVoided(state, systemClock.now()));
    d1.wakeAll();
  };
  let before = systemClock.now();
  const timer = setInterval(() => {
    const now = systemClock.now();
    if (clocksJumped(before, now)) voidAnswers();
    before = now;
  }, CLOCK_TICK_MS);
  powerMonitor.on('resume', voidAnswers);
  app.once('will-quit', () => clearInterval(timer));
  return () => {
    clearInterval(timer);
    powerMonitor.off('resume', voidAnswers);
  };
}
