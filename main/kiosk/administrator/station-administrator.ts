/** The administrator's area of this station: brings together keychain, D1, record and the machine. Wiring only. */
import { statSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';

import { app, screen } from 'electron';

import type { Config } from '../../config/schema.ts';
import { summariseCredentials, type CredentialsSummary } from '../../credentials/credentials-summary.ts';
import { oneLine } from '../../credentials/keychain-fault.ts';
import { wipeCredentials } from '../../credentials/wipe.ts';
import { LOG_FILE, type Log } from '../../diagnostics/log.ts';
import type { OpenDiagnostics } from '../../ipc/administrator-contract.ts';
import type { StationFacts } from '../../ipc/station-view.ts';
import { LEDGER_FILE } from '../../ledger/open-file.ts';
import type { Clock } from '../../tracking/instant.ts';
import { CONFIGURED_PACE, type PaceStanding } from '../../tracking/pace-standing.ts';
import type { StationStore } from '../../tracking/station-store.ts';
import type { D1Session } from '../d1-session.ts';
import type { FirstStart } from '../first-start/first-start.ts';
import type { Keychain } from '../keychain.ts';
import type { LedgerKeeper } from '../ledger-keeper.ts';
import type { MachineBundle } from '../machine-bundle.ts';
import { limitsOf } from '../settings.ts';
import { resolveSystemProxy } from '../station-window.ts';
import { createAdministrator, type Administrator } from './administrator.ts';
import type { CallCount } from './call-count.ts';
import { diagnosticsOf } from './diagnostics.ts';
import { createPinGate } from './pin-gate.ts';
import { provisionCommand, type StartedWith } from './provision-command.ts';
import { beginSelfTest } from './self-test-run.ts';
import { settingLines } from './settings-list.ts';

export interface StationAdministratorOptions {
  /** What only runs on a complete configuration; null without one. */
  readonly running: {
    readonly config: Config;
    /** By setting path: the source of its value. */
    readonly origins: ReadonlyMap<string, string>;
    readonly d1: D1Session;
    readonly keeper: LedgerKeeper;
    readonly calls: CallCount;
    readonly bundle: MachineBundle;
    readonly firstStart: Pick<FirstStart, 'view'>;
    readonly paceStanding: () => PaceStanding;
    /** The card on stage, as the page was last sent it. */
    readonly cardId: () => string | null;
  } | null;
  /** Where the roll-out puts bundles on this machine. */
  readonly importFolder: string;
  readonly facts: StationFacts;
  readonly store: StationStore;
  readonly keychain: Keychain;
  readonly profileFolder: string;
  readonly startedWith: StartedWith;
  readonly clock: Clock;
  readonly log: Log;
}

/** The keychain is asked for the credentials no more often than this, in ms: it answers one question at a time. */
const SUMMARY_MS = 30_000;

export function createStationAdministrator(options: StationAdministratorOptions): Administrator {
  const { running, facts, store, keychain, profileFolder, clock, log } = options;
  let summary: { readonly value: CredentialsSummary; readonly at: number } | null = null;

  async function credentials(): Promise<CredentialsSummary> {
    const { mono, wall } = clock.now();
    if (summary !== null && mono - summary.at < SUMMARY_MS) return summary.value;
    const opened = await keychain.open();
    const value = opened.kind === 'fault' ? opened : await summariseCredentials(opened.store, profileFolder, wall);
    summary = { value, at: mono };
    return value;
  }

  async function diagnose(): Promise<OpenDiagnostics> {
    const { stationName: name, persoStation, environment, version } = facts;
    return diagnosticsOf({
      credentials: await credentials(),
      state: store.getState(),
      now: clock.now(),
      freshnessMs: running === null ? 0 : limitsOf(running.config).freshnessMs,
      station: { name, persoStation, environment },
      versions: { app: version, ...runtimeVersions() },
      firstStart: running?.firstStart.view() ?? null,
      d1:
        running === null
          ? null
          : {
              authUrl: running.config.d1.authUrl ?? running.config.d1.tokenUrl ?? '–',
              bankingUrl: running.config.d1.bankingUrl,
            },
      bundle: running?.bundle.trouble() ?? null,
      provisionCommand: provisionCommand(options.startedWith),
      head: running?.keeper.current()?.head() ?? null,
      ledgerBytes: sizeOf(join(profileFolder, LEDGER_FILE)),
      pace: running?.paceStanding() ?? CONFIGURED_PACE,
      calls: running?.calls.lastHour() ?? { answered: 0, failed: 0 },
      clockSkewMs: running?.d1.skewMs() ?? null,
      displays: screen.getAllDisplays().map(({ size, scaleFactor }) => ({ ...size, scale: scaleFactor })),
      logFile: join(profileFolder, 'logs', LOG_FILE),
    });
  }

  async function wipe(): Promise<readonly string[]> {
    const opened = await keychain.open();
    if (opened.kind === 'fault') return [oneLine(`keychain: ${opened.fault.cause}. ${opened.fault.detail}`)];
    const { importFolder } = options;
    const left = await wipeCredentials({ store: opened.store, profileFolder, importFolder });
    summary = null;
    running?.d1.forget();
    return left;
  }

  return createAdministrator({
    gate: createPinGate({ openStore: () => keychain.open(), clock }),
    beginSelfTest: () =>
      beginSelfTest({
        config: running?.config ?? null,
        profileFolder,
        openStore: () => keychain.open(),
        clock,
        random: Math.random,
        resolveProxy: resolveSystemProxy,
        buildDate: __BUILD_DATE__,
        cardId: () => running?.cardId() ?? null,
        takeStart: () => running?.d1.poller.takeStart() ?? true,
      }),
    diagnose,
    settings: () => (running === null ? [] : settingLines(running.config, running.origins)),
    wipe,
    // After the answer has gone to the page.
    quit: () => void clock.after(QUIT_AFTER_MS, () => app.quit()),
    clock,
    log,
  });
}

/** The page is told before the program ends, in ms. */
const QUIT_AFTER_MS = 100;

function runtimeVersions(): Omit<OpenDiagnostics['versions'], 'app'> {
  const { electron, chrome, node } = process.versions;
  return { electron, chromium: chrome, node, platform: `${process.platform} ${release()} ${process.arch}` };
}

/** In bytes; null when there is no such file. */
function sizeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.size ?? null;
}
