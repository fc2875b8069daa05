/** Start-up, as a list: what was asked for, where the profile is, what is configured, and then the window. */
import { chmodSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { app, Menu } from 'electron';

import { loadConfiguration, type Loaded } from './config/load.ts';
import { configurationPlaces } from './config/sources.ts';
import { keepMemoryOutOfCores } from './diagnostics/core-dumps.ts';
import { openLog } from './diagnostics/log.ts';
import { readLink } from './intake/link.ts';
import { declareAppProtocol, PAGE_URL, serveApp } from './kiosk/app-protocol.ts';
import { parseCommandLine, type Command } from './kiosk/command-line.ts';
import { runConfig } from './kiosk/commands/config.ts';
import { runLedger } from './kiosk/commands/ledger.ts';
import { runLink } from './kiosk/commands/link.ts';
import { terminal } from './kiosk/commands/output.ts';
import { runProvision } from './kiosk/commands/provision.ts';
import { runWatch } from './kiosk/commands/watch.ts';
import { Delivery } from './kiosk/delivery.ts';
import { createKeychain } from './kiosk/keychain.ts';
import { createScreenChoices } from './kiosk/screen-choices.ts';
import { startStation, startUnconfigured, type Station } from './kiosk/station.ts';
import { stationFacts } from './kiosk/station-facts.ts';
import { createStationWindow, stationSession } from './kiosk/station-window.ts';
import { systemClock } from './kiosk/system-clock.ts';
import { withWindowGround } from './kiosk/window-ground.ts';
import { lacksDisplay, runHeadless } from './kiosk/without-display.ts';

const MAIN_FOLDER = dirname(fileURLToPath(import.meta.url));
const ARGUMENTS = process.argv.slice(1);
const EXIT_FAILED = 1;
const EXIT_WRONG_USE = 2;

/** An installed station is strict: nothing that it is started with may open it. */
const STRICT = app.isPackaged && !__TWIN__;

/** What the environment must not ask of it: no sandbox; and Node's own account of connections, which prints tokens. */
const FORBIDDEN_VARIABLES = [
  ...(STRICT ? ['ELECTRON_DISABLE_SANDBOX'] : []),
  ...(app.isPackaged ? ['NODE_DEBUG'] : []),
];
keepMemoryOutOfCores();
const forbidden = FORBIDDEN_VARIABLES.find((name) => process.env[name] !== undefined);

if (forbidden !== undefined) {
  terminal.error(
    `card-station: the environment variable ${forbidden} is not allowed: it would open the station's sandbox or its secrets`,
  );
  app.exit(EXIT_WRONG_USE);
} else {
  start(parseCommandLine(ARGUMENTS, STRICT));
}

function start(command: Command): void {
  switch (command.kind) {
    case 'help':
      terminal.line(command.text);
      return app.exit(0);
    case 'version':
      terminal.line(app.getVersion());
      return app.exit(0);
    case 'mistake':
      terminal.error(`card-station: ${command.message}. See card-station --help.`);
      return app.exit(EXIT_WRONG_USE);
    case 'run':
      useProfile(command.userDataFolder);
      return runStation(command);
    case 'watch':
    case 'link':
    case 'provision':
    case 'config':
    case 'ledger':
      if (lacksDisplay(process.platform, process.env, ARGUMENTS))
        return app.exit(runHeadless(process.execPath, ARGUMENTS));
      useProfile(command.userDataFolder);
      void runCommand(command).then(
        (code) => app.exit(code),
        () => app.exit(EXIT_FAILED),
      );
  }
}

async function runCommand(
  command: Extract<Command, { kind: 'watch' | 'link' | 'provision' | 'config' | 'ledger' }>,
): Promise<number> {
  if (command.kind === 'ledger') return ledgerCommand(command);
  const load = (): Loaded => configuration(command.configFile);
  if (command.kind === 'config') return runConfig(command.action, load, terminal);
  const loaded = load();
  if (command.kind === 'watch') {
    const allowNumericIds = loaded.kind === 'ok' && loaded.config.intake.allowNumericIds;
    return runWatch(command, allowNumericIds, deliver, terminal);
  }
  if (command.kind === 'link') {
    const off = { links: false, allowNumericIds: false };
    return runLink(command, loaded.kind === 'ok' ? loaded.config.intake : off, deliver, terminal);
  }
  if (loaded.kind === 'problems') return runConfig('check', () => loaded, terminal);
  await app.whenReady();
  const keychain = createKeychain(app.getPath('userData'), MAIN_FOLDER);
  const code = await runProvision(command, loaded.config, keychain, app.getPath('userData'), terminal);
  keychain.close();
  if (code === 0) deliver({ kind: 'credentials-changed' });
  return code;
}

/** The record is looked at whatever the configuration says. */
async function ledgerCommand(command: Extract<Command, { kind: 'ledger' }>): Promise<number> {
  await app.whenReady();
  const profileFolder = app.getPath('userData');
  const keychain = createKeychain(profileFolder, MAIN_FOLDER);
  const code = await runLedger(command, { profileFolder, keychain, deliver, output: terminal });
  keychain.close();
  return code;
}

/** Hands a message to the station that runs with this profile; false when none does. */
function deliver(message: Delivery): boolean {
  const alone = app.requestSingleInstanceLock(message);
  if (alone) app.releaseSingleInstanceLock();
  return !alone;
}

function runStation(command: Extract<Command, { kind: 'run' }>): void {
  const show: Delivery = { kind: 'show' };
  if (!app.requestSingleInstanceLock(show)) {
    terminal.line('The station runs already; it was brought to the front.');
    return app.exit(0);
  }
  declareAppProtocol();
  // The engine's own menu has keys for reload, zoom, close and developer tools.
  Menu.setApplicationMenu(null);
  // Only the twin, and a developer's build, get here with the switch: root cannot run the sandbox.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  let station: Station | null = null;
  /** What was delivered while the station was still starting: its sender was told that it arrived. */
  const early: Delivery[] = [];
  app.on('second-instance', (_event, _argv, _folder, data) => {
    const delivery = Delivery.safeParse(data);
    if (!delivery.success) return;
    if (station === null) early.push(delivery.data);
    else station.deliver(delivery.data);
  });
  // macOS hands links over as events; on other systems they come as a second start.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    const link = readLink(url);
    const delivery: Delivery =
      link.kind === 'refused'
        ? { kind: 'refused', refusal: 'link' }
        : { kind: 'watch', ...link.request, source: 'link' };
    if (station === null) early.push(delivery);
    else station.deliver(delivery);
  });
  app.on('window-all-closed', () => app.quit());
  const opened = app.whenReady().then(async () => {
    const loaded = configuration(command.configFile);
    const profileFolder = app.getPath('userData');
    const log = openLog(join(profileFolder, 'logs'));
    log.write({ event: 'start', version: app.getVersion() });
    const facts = stationFacts(loaded, app.getVersion());
    const choices = createScreenChoices(profileFolder, facts, systemClock);
    app.on('will-quit', () => choices.flush());
    const session = await stationSession();
    await serveApp(session, join(MAIN_FOLDER, '../renderer'), () => choices.current().theme);
    const config = loaded.kind === 'ok' ? loaded.config : null;
    const window = createStationWindow(session, join(MAIN_FOLDER, '../preload'), {
      kiosk: app.isPackaged && config !== null && config.kiosk.fullScreen,
      title: config === null ? 'Card Station' : `Card Station: ${config.station.name}`,
      devTools: !app.isPackaged || __TWIN__,
      theme: choices.current().theme,
    });
    const options = {
      window,
      facts,
      choices: withWindowGround(choices, window),
      profileFolder,
      mainFolder: MAIN_FOLDER,
      startedWith: command,
      log,
    };
    if (loaded.kind === 'ok') station = startStation(options, loaded);
    else startUnconfigured(options, loaded.problems);
    for (const delivery of early) station?.deliver(delivery);
    window.on('closed', () => void station?.stop());
    await window.loadURL(PAGE_URL);
  });
  // A station without its window is of no use to anybody: end, so that whoever started it can start it again.
  opened.catch((error: unknown) => {
    terminal.error(
      `card-station: the window cannot be opened: ${error instanceof Error ? error.message : 'unknown error'}`,
    );
    app.exit(EXIT_FAILED);
  });
}

function configuration(configFile: string | null): Loaded {
  return loadConfiguration({
    ...configurationPlaces(process.platform, app.getPath('userData')),
    configFlag: configFile,
    environmentVariable: process.env['CARD_STATION_CONFIG'],
  });
}

/** The profile folder is the owner's alone, whoever made it. */
function useProfile(folder: string | null): void {
  if (folder !== null) app.setPath('userData', resolve(folder));
  const profile = app.getPath('userData');
  try {
    mkdirSync(profile, { recursive: true, mode: 0o700 });
    chmodSync(profile, 0o700);
  } catch {
    // What needs the folder says what is wrong with it.
  }
}
