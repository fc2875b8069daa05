/** Start-up, as a list: what was asked for, where the profile is, what is configured, and then the window. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { app, Menu } from 'electron';

// Before any schema is made: none of them compiles a validator of its own, which takes longer than what it reads.
import './tracking/plain-zod.ts';

import { keepMemoryOutOfCores } from './diagnostics/core-dumps.ts';
import { openLog, type Log } from './diagnostics/log.ts';
import { readLink } from './intake/link.ts';
import { declareAppProtocol, PAGE_URL, serveApp, STOP_URL } from './kiosk/app-protocol.ts';
import { parseCommandLine, type Command } from './kiosk/command-line.ts';
import { endInOrder } from './kiosk/end-in-order.ts';
import { forbiddenVariable } from './kiosk/environment.ts';
import { terminal } from './kiosk/commands/output.ts';
import { Delivery } from './kiosk/delivery.ts';
import { keepEngineNetworkInMain } from './kiosk/engine-network.ts';
import { EXIT } from './kiosk/exit-codes.ts';
import { reportProblems } from './kiosk/fault-report.ts';
import { lockProbes } from './kiosk/lock-probes.ts';
import { configuration, machineFolder, useProfile } from './kiosk/places.ts';
import { lockRefusal } from './kiosk/profile-lock.ts';
import { startEvent } from './kiosk/program-version.ts';
import { restartQuietly } from './kiosk/restart-quietly.ts';
import { budgetClock } from './kiosk/recovery/budget-clock.ts';
import { electronPage } from './kiosk/recovery/electron-page.ts';
import { endOnDefect } from './kiosk/recovery/main-trouble.ts';
import { createPageRecovery } from './kiosk/recovery/page-recovery.ts';
import { startWatchdog } from './kiosk/recovery/start-watchdog.ts';
import { stopPage } from './kiosk/recovery/stop-page.ts';
import { runCommand } from './kiosk/run-command.ts';
import { createScreenChoices } from './kiosk/screen-choices.ts';
import { startStation, type Station } from './kiosk/station.ts';
import { stationFacts } from './kiosk/station-facts.ts';
import { createStationWindow, stationSession } from './kiosk/station-window.ts';
import { STRICT } from './kiosk/strict.ts';
import { systemClock } from './kiosk/system-clock.ts';
import { startUnconfigured } from './kiosk/unconfigured-station.ts';
import { themedPage, withWindowGround } from './kiosk/window-ground.ts';
import { lacksDisplay, runHeadless } from './kiosk/without-display.ts';

const MAIN_FOLDER = dirname(fileURLToPath(import.meta.url));
const ARGUMENTS = process.argv.slice(1);
/** What still has to be written down before the program ends may take so long, in ms. */
const STOP_LIMIT_MS = 5_000;
/** A thread takes a tenth of a start to begin: the watchdog's does when the first picture is there, in ms. */
const WATCHDOG_AFTER_MS = 2_000;

keepMemoryOutOfCores();
const forbidden = forbiddenVariable(process.env, { strict: STRICT, packaged: app.isPackaged });

if (forbidden !== undefined) {
  terminal.error(
    `card-station: the environment variable ${forbidden} is not allowed: it would open the station's sandbox or its secrets`,
  );
  app.exit(EXIT.wrongUse);
} else {
  start(parseCommandLine(ARGUMENTS, STRICT));
}

function start(command: Command): void {
  switch (command.kind) {
    case 'help':
      terminal.line(command.text);
      return app.exit(EXIT.ended);
    case 'version':
      terminal.line(app.getVersion());
      return app.exit(EXIT.ended);
    case 'mistake':
      terminal.error(`card-station: ${command.message}. See card-station --help.`);
      return app.exit(EXIT.wrongUse);
    case 'run':
      useProfile(command.userDataFolder);
      return runStation(command);
    default:
      if (lacksDisplay(process.platform, process.env, ARGUMENTS))
        return app.exit(runHeadless(process.execPath, ARGUMENTS));
      useProfile(command.userDataFolder);
      void runCommand(command, MAIN_FOLDER).then(
        (code) => app.exit(code),
        () => app.exit(EXIT.failed),
      );
  }
}

function runStation(command: Extract<Command, { kind: 'run' }>): void {
  const show: Delivery = { kind: 'show' };
  if (!app.requestSingleInstanceLock(show)) {
    const folder = app.getPath('userData');
    const refusal = lockRefusal(folder, lockProbes(folder));
    if (refusal.kind === 'failed') return app.exit(terminal.failed(refusal.sentence));
    terminal.line('The station runs already; it was brought to the front.');
    return app.exit(EXIT.ended);
  }
  declareAppProtocol();
  keepEngineNetworkInMain(app.commandLine);
  // The engine's own menu has keys for reload, zoom, close and developer tools.
  Menu.setApplicationMenu(null);
  // Only the twin, and a developer's build, get here with the switch: root cannot run the sandbox.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  let station: Station | null = null;
  let log: Log | null = null;
  /** Settles when the station has stopped; null while it runs. */
  let stopping: Promise<void> | null = null;
  endOnDefect(
    process,
    (event) => {
      log?.write(event);
      terminal.error(`card-station: the program met a mistake of its own and ends: ${event.detail ?? ''}`);
    },
    (code) => app.exit(code),
  );
  /** What was delivered while the station was still starting: its sender waits to hear what came of it. */
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
  endInOrder(() => stopping, STOP_LIMIT_MS);
  const opened = app.whenReady().then(async () => {
    const loaded = configuration(command.configFile);
    const profileFolder = app.getPath('userData');
    const logFolder = join(profileFolder, 'logs');
    const stationLog = openLog(logFolder);
    log = stationLog;
    stationLog.write(startEvent(profileFolder, app.getVersion()));
    if (loaded.kind === 'problems') reportProblems(loaded.problems, stationLog, terminal);
    const facts = stationFacts(loaded, app.getVersion());
    const choices = createScreenChoices(profileFolder, facts, systemClock);
    app.on('will-quit', () => choices.flush());
    const session = await stationSession();
    await serveApp(session, join(MAIN_FOLDER, '../renderer'), {
      [PAGE_URL]: (html) => themedPage(html, choices.current().theme),
      [STOP_URL]: (html) => stopPage(html, choices.current().language, facts.stationName),
    });
    const config = loaded.kind === 'ok' ? loaded.config : null;
    const window = createStationWindow(session, join(MAIN_FOLDER, '../preload'), {
      kiosk: app.isPackaged && config?.kiosk.fullScreen === true ? config.kiosk : null,
      title: config === null ? 'Card Station' : `Card Station: ${config.station.name}`,
      devTools: !STRICT,
      theme: choices.current().theme,
    });
    const page = electronPage(window, stationLog);
    const recovery = createPageRecovery({
      page,
      clock: systemClock,
      budgetNow: budgetClock(process, !STRICT),
      log: stationLog,
    });
    page.onTrouble((trouble) => recovery.met(trouble));
    systemClock.after(WATCHDOG_AFTER_MS, () => startWatchdog(MAIN_FOLDER, logFolder, stationLog));
    const options = {
      window,
      facts,
      choices: withWindowGround(choices, window),
      profileFolder,
      mainFolder: MAIN_FOLDER,
      importFolder: machineFolder(profileFolder),
      startedWith: command,
      log: stationLog,
      recovery,
    };
    // The page takes longer to begin than the station, which answers it.
    page.load('station');
    const started = loaded.kind === 'ok' ? startStation(options, loaded) : startUnconfigured(options, loaded.problems);
    station = started;
    for (const delivery of early.splice(0)) started.deliver(delivery);
    window.on('closed', () => {
      recovery.stop();
      stopping = started.stop();
    });
    restartQuietly(started, config?.kiosk.restartAt, stationLog, STOP_LIMIT_MS);
  });
  // A station without its window is of no use to anybody: end, so that whoever started it can start it again.
  opened.catch((error: unknown) => {
    terminal.error(
      `card-station: the window cannot be opened: ${error instanceof Error ? error.message : 'unknown error'}`,
    );
    app.exit(EXIT.failed);
  });
}
