/** The commands of the program, each with what it needs of this PC. Wiring only; what they do is in `commands/`. */
import { release } from 'node:os';

import { app } from 'electron';

import type { Loaded } from '../config/load.ts';
import { beginSelfTest } from './administrator/self-test-run.ts';
import type { SelfTestRun } from './administrator/self-test.ts';
import { createTrial } from './administrator/trial.ts';
import type { Command } from './command-line.ts';
import { runConfig } from './commands/config.ts';
import { runLedger } from './commands/ledger.ts';
import { runLink } from './commands/link.ts';
import { runMakeBundle } from './commands/make-bundle.ts';
import { runMakeKeys } from './commands/make-keys.ts';
import { terminal } from './commands/output.ts';
import { runProvision } from './commands/provision.ts';
import { runRequestCertificate } from './commands/request-certificate.ts';
import { runSealBundle } from './commands/seal-bundle.ts';
import { runSelfTest } from './commands/self-test.ts';
import { runSupportBundle } from './commands/support-bundle.ts';
import { runTakeCertificate } from './commands/take-certificate.ts';
import { runUpdateWindow } from './commands/update-window.ts';
import { runWatch } from './commands/watch.ts';
import { runWipe } from './commands/wipe.ts';
import { handedOver, type Delivered } from './delivered.ts';
import type { Delivery } from './delivery.ts';
import { EXIT } from './exit-codes.ts';
import { createKeychain, type Keychain } from './keychain.ts';
import { lockProbes } from './lock-probes.ts';
import { configuration, machineFolder } from './places.ts';
import { lockRefusal } from './profile-lock.ts';
import { resolveSystemProxy } from './station-window.ts';
import { systemClock } from './system-clock.ts';
import { askForUpdate } from './update-answer.ts';
import { deliverAndHear } from './watch-answer.ts';

/** What is done and ends, unlike the station itself. */
export type OneTimeCommand = Exclude<Command, { kind: 'run' | 'help' | 'version' | 'mistake' }>;

/** Gives the exit code. `mainFolder` is where the compiled program lies. */
export async function runCommand(command: OneTimeCommand, mainFolder: string): Promise<number> {
  const profileFolder = app.getPath('userData');
  const deliverCard = (message: Delivery): Promise<Delivered> =>
    deliverAndHear(profileFolder, message, deliver, systemClock);
  const load = (): Loaded => configuration(command.kind === 'seal-bundle' ? null : command.configFile);
  switch (command.kind) {
    case 'seal-bundle':
      return runSealBundle(command, terminal);
    case 'make-keys':
      return runMakeKeys(command, terminal);
    case 'make-bundle':
      return runMakeBundle(command, terminal);
    case 'config':
      return runConfig(command.action, load, terminal);
    case 'watch': {
      const loaded = load();
      const allowNumericIds = loaded.kind === 'ok' && loaded.config.intake.allowNumericIds;
      return runWatch(command, allowNumericIds, deliverCard, terminal);
    }
    case 'link': {
      const loaded = load();
      const off = { links: false, allowNumericIds: false };
      return runLink(command, loaded.kind === 'ok' ? loaded.config.intake : off, deliverCard, terminal);
    }
    case 'update-window': {
      const ask = (question: string): Delivered => deliver({ kind: 'update-window', question });
      return runUpdateWindow(load(), () => askForUpdate(profileFolder, ask, systemClock), Date.now(), terminal);
    }
    case 'provision':
    case 'request-certificate':
    case 'take-certificate':
      return credentialsCommand(command, load(), profileFolder, mainFolder);
    case 'ledger':
      // The record is looked at whatever the configuration says.
      return withKeychain(profileFolder, mainFolder, (keychain) =>
        runLedger(command, { profileFolder, keychain, deliver, output: terminal }),
      );
    case 'wipe':
      // So are the credentials removed.
      return withKeychain(profileFolder, mainFolder, (keychain) => {
        const tell = (): void => void deliver({ kind: 'credentials-wiped' });
        const importFolder = machineFolder(profileFolder);
        return runWipe(command, { profileFolder, importFolder, keychain, tell }, terminal);
      });
    case 'self-test':
      return withKeychain(profileFolder, mainFolder, (keychain) =>
        runSelfTest(command.outputFile, selfTestOf(load(), profileFolder, keychain), systemClock, terminal),
      );
    case 'support-bundle':
      return withKeychain(profileFolder, mainFolder, (keychain) => {
        const loaded = load();
        return runSupportBundle(command, {
          loaded,
          versions: versions(),
          profileFolder,
          keychain,
          beginSelfTest: selfTestOf(loaded, profileFolder, keychain),
          clock: systemClock,
          output: terminal,
        });
      });
  }
}

async function credentialsCommand(
  command: Extract<Command, { kind: 'provision' | 'request-certificate' | 'take-certificate' }>,
  loaded: Loaded,
  profileFolder: string,
  mainFolder: string,
): Promise<number> {
  if (loaded.kind === 'problems') return runConfig('check', () => loaded, terminal);
  const { config } = loaded;
  const prove = createTrial({ config, ...SURROUNDINGS });
  const code = await withKeychain(profileFolder, mainFolder, (keychain) => {
    switch (command.kind) {
      case 'provision':
        return runProvision(command, config, keychain, profileFolder, terminal, prove);
      case 'request-certificate':
        return runRequestCertificate(command, config, keychain, terminal);
      case 'take-certificate':
        return runTakeCertificate(command, config, keychain, profileFolder, terminal, prove);
    }
  });
  if (code === EXIT.ended && command.kind !== 'request-certificate') deliver({ kind: 'credentials-changed' });
  return code;
}

async function withKeychain(
  profileFolder: string,
  mainFolder: string,
  work: (keychain: Keychain) => Promise<number>,
): Promise<number> {
  await app.whenReady();
  const keychain = createKeychain(profileFolder, mainFolder);
  const code = await work(keychain);
  keychain.close();
  return code;
}

/** What the way to D1 needs beside credentials and configuration. */
const SURROUNDINGS = {
  clock: systemClock,
  random: Math.random,
  resolveProxy: resolveSystemProxy,
  buildDate: __BUILD_DATE__,
};

function selfTestOf(loaded: Loaded, profileFolder: string, keychain: Keychain): () => SelfTestRun {
  return () =>
    beginSelfTest({
      ...SURROUNDINGS,
      config: loaded.kind === 'ok' ? loaded.config : null,
      profileFolder,
      openStore: () => keychain.open(),
      // Which card is on the screen of the station, only that one knows.
      cardId: () => null,
      takeStart: () => true,
    });
}

function versions(): Readonly<Record<string, string>> {
  const { electron, chrome, node } = process.versions;
  const platform = `${process.platform} ${release()} ${process.arch}`;
  return { 'card-station': app.getVersion(), electron, chromium: chrome, node, platform };
}

/** Hands a message to the station that runs with this profile. */
function deliver(message: Delivery): Delivered {
  if (app.requestSingleInstanceLock(message)) {
    app.releaseSingleInstanceLock();
    return { kind: 'nobody' };
  }
  const profileFolder = app.getPath('userData');
  const refusal = lockRefusal(profileFolder, lockProbes(profileFolder));
  return handedOver(refusal);
}
