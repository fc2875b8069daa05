/** What the screen is told once: the names, the rules and the version of this station. */
import type { Loaded } from '../config/load.ts';
import { reasonTextOf } from '../config/reasons.ts';
import type { StationFacts } from '../ipc/station-view.ts';
import type { StaffRules } from '../tracking/staff-rules.ts';
import { quietHoursOf, staffRulesOf } from './settings.ts';

/** A package that is built on the runtime for demo and tests carries this in its version, and says so on its screen. */
const TEST_RUNTIME_MARK = 'test-runtime';

const MINUTE_MS = 60_000;
/** What is wrong with the configuration stays bright however long nobody comes, in ms. */
const NEVER_DIM_MS = 365 * 24 * 60 * MINUTE_MS;

/** Without a configuration nothing is handed over, so that no rule is ever looked up. */
const NO_RULES: StaffRules = {
  identity: 'none',
  badge: null,
  secondForHandOver: false,
  secondForReject: false,
  checkPrint: true,
  checkItems: [],
  undoMs: 0,
};

/** Whether a package of this version is for demo and tests only. */
export function isTestBuild(version: string): boolean {
  return version.includes(TEST_RUNTIME_MARK);
}

export function stationFacts(loaded: Loaded, version: string): StationFacts {
  const common = { version, testBuild: isTestBuild(version) };
  if (loaded.kind === 'problems') {
    return {
      ...common,
      stationName: 'Card Station',
      persoStation: '',
      environment: null,
      language: 'en',
      theme: 'dark',
      sound: { volume: 0, muted: true },
      quiet: null,
      dimAfterMs: NEVER_DIM_MS,
      keyboardLayout: 'as-typed',
      maxCards: 1,
      rules: NO_RULES,
      pressMs: 0,
      reasonTextOf: () => null,
    };
  }
  const { reasons } = loaded;
  const { station, d1, screen, sound, limits, intake } = loaded.config;
  return {
    ...common,
    stationName: station.name,
    persoStation: station.persoStation,
    environment: d1.environment,
    language: screen.language,
    theme: screen.theme,
    sound: { volume: sound.volumePercent, muted: sound.muted },
    quiet: quietHoursOf(loaded.config),
    dimAfterMs: screen.dimAfterMinutes * MINUTE_MS,
    keyboardLayout: intake.keyboardLayout,
    maxCards: limits.maxCards,
    rules: staffRulesOf(loaded.config),
    pressMs: limits.pressSeconds * 1_000,
    reasonTextOf: (code, language) => reasonTextOf(reasons, code, [language, screen.language, 'en']),
  };
}
