/** The station without a configuration: its page says what is wrong with it, and the administrator's area opens. Wiring only. */
import type { Problem } from '../config/problems.ts';
import type { ScreenView } from '../ipc/contract.ts';
import type { Limits, Pace } from '../tracking/limits.ts';
import { createStationStore } from '../tracking/station-store.ts';
import { createStationAdministrator } from './administrator/station-administrator.ts';
import type { Occupation } from './busy-with.ts';
import { createKeychain } from './keychain.ts';
import { createTally } from './metrics/tally.ts';
import { createPage } from './page.ts';
import type { Station, StationOptions } from './station.ts';
import { systemClock } from './system-clock.ts';
import { meetDelivery } from './unconfigured-deliveries.ts';
import { answerUpdate } from './update-answer.ts';
import { createWatchAnswers } from './watch-answer.ts';

/** Shows what is wrong with the configuration; nothing else runs, and nothing that is delivered is kept. */
export function startUnconfigured(
  { window, facts, choices, profileFolder, mainFolder, importFolder, startedWith, log, recovery }: StationOptions,
  problems: readonly Problem[],
): Station {
  const store = createStationStore();
  const keychain = createKeychain(profileFolder, mainFolder);
  const screen: ScreenView = { kind: 'configuration', problems: problems.map((problem) => ({ ...problem })) };
  const administrator = createStationAdministrator({
    importFolder,
    running: null,
    facts,
    store,
    keychain,
    profileFolder,
    startedWith,
    clock: systemClock,
    log,
  });
  const page = createPage({
    webContents: window.webContents,
    facts,
    choices,
    administrator,
    store,
    clock: systemClock,
    limits: NO_LIMITS,
    pace: NO_PACE,
    screen: () => screen,
    log,
    checkClocks: () => undefined,
    heartbeat: recovery,
    tally: createTally(systemClock),
  });
  page.connect({
    cards: null,
    staff: null,
    bringBack: () => undefined,
    recent: () => ({ kind: 'unavailable' }),
  });
  const show = (): void => {
    if (window.isMinimized()) window.restore();
    window.focus();
  };
  const occupations = (): readonly Occupation[] => (administrator.isOpen() ? ['administrator'] : []);
  const answer = (question: string): void => void answerUpdate(profileFolder, question, occupations());
  const answerWatch = createWatchAnswers(profileFolder);
  return {
    deliver: (delivery) => meetDelivery(delivery, { log, show, answer, answerWatch }),
    busyWith: occupations,
    stop() {
      page.stop();
      keychain.close();
      return Promise.resolve();
    },
  };
}

/** Without a configuration there are no cards, so that neither limits nor pace are ever looked up. */
const NO_LIMITS: Limits = { freshnessMs: 0, notAskedMs: 0, notFoundGraceMs: 0, slowAfterMs: 0, stuckAfterMs: 0 };
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
