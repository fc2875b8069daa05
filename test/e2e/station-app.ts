/** Drives one station as its user and its administrator would: start it, provision it, watch what it shows. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';

import { _electron, type ElectronApplication, type Page } from 'playwright';

import { engineSwitches } from './engine-switches.ts';
import { markTested } from './tested-before.ts';
import { scanInto } from './scanner.ts';

export interface StationPlace {
  /** The program: a package's executable, or the unpackaged one. */
  readonly program: string;
  /** The package's executable, where the program is a script that becomes it. */
  readonly packaged?: string;
  readonly profileFolder: string;
  readonly configFile: string;
  /**
   * What comes just before it is started. Without it the version has tested itself here before: a first start asks D1 more than a
   * test may count on.
   */
  readonly beforeStart?: () => void;
}

export const logFile = (place: StationPlace): string => join(place.profileFolder, 'logs/station.log');

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The automation surface of the stage. */
export interface StageFacts {
  readonly cardId: string;
  readonly phase: string;
  readonly verdict: string;
  /** Text as it stands: empty when idle and before the first answer. */
  readonly answerAgeMs: string;
}

/** A command that takes longer hangs, in ms. */
const COMMAND_LIMIT_MS = 60_000;

/** A start takes two seconds; Playwright ends what it could not attach to, in ms. */
const ATTACH_LIMIT_MS = 15_000;

/** Runs one command of the program and gives what it printed. */
export function runCommand(place: StationPlace, ...args: string[]): Promise<CommandResult> {
  const all = [...args, '--config', place.configFile, '--user-data-dir', place.profileFolder, ...engineSwitches()];
  return new Promise((resolve) => {
    execFile(place.program, all, { timeout: COMMAND_LIMIT_MS }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, stdout, stderr: ownLines(stderr) });
    });
  });
}

/** What the browser engine itself prints is not the program's. */
function ownLines(stderr: string): string {
  return stderr
    .split('\n')
    .filter((line) => !/^\[\d+:\d+\/|dbus-daemon\[|^$/.test(line))
    .join('\n');
}

/** Becomes the program, and has Playwright attach once the page is in its window. Windows has no shell for it. */
const ATTACH_LATE = join(import.meta.dirname, 'attach-late.sh');

/** Starts the program with Playwright attached. */
async function attach(
  { program, beforeStart }: StationPlace,
  args: string[],
): Promise<{ electron: ElectronApplication; startedAt: number }> {
  beforeStart?.();
  const startedAt = performance.now();
  // Playwright switches the engine's sandbox off unless told to leave it.
  const chromiumSandbox = !args.includes('--no-sandbox');
  const env = { ...process.env, TESTED_PROGRAM: program } as Record<string, string>;
  const executablePath = process.platform === 'win32' ? program : ATTACH_LATE;
  const options = { executablePath, env, args, chromiumSandbox, timeout: ATTACH_LIMIT_MS };
  return { electron: await _electron.launch(options), startedAt };
}

export class StationApp {
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly place: StationPlace;
  /** When the program itself was started, by this process's monotonic clock, in ms. */
  readonly startedAt: number;

  private constructor(electron: ElectronApplication, page: Page, place: StationPlace, startedAt: number) {
    this.startedAt = startedAt;
    this.electron = electron;
    this.page = page;
    this.place = place;
  }

  /** Starts the station and waits until its page shows something of main's. */
  static async launch(place: StationPlace, ...extra: string[]): Promise<StationApp> {
    const args = ['--config', place.configFile, '--user-data-dir', place.profileFolder, ...engineSwitches(), ...extra];
    const { program, packaged = program, profileFolder } = place;
    if (place.beforeStart === undefined) markTested({ program: packaged, profileFolder });
    const { electron, startedAt } = await attach(place, args);
    const page = await electron.firstWindow();
    await page.locator('[data-testid="screen"]').waitFor({ state: 'attached' });
    return new StationApp(electron, page, place, startedAt);
  }

  /** The process id of main. */
  get pid(): number {
    const { pid } = this.electron.process();
    if (pid === undefined) throw new Error('the station has no process');
    return pid;
  }

  /** Types a card id as a scanner would: fast, and with Enter at the end. */
  async scan(text: string): Promise<void> {
    await scanInto(this.page, text);
  }

  /** Hands a card over with `card-station watch`. */
  watch(cardId: string, ...options: string[]): Promise<CommandResult> {
    return runCommand(this.place, 'watch', cardId, ...options);
  }

  async stage(): Promise<StageFacts> {
    const stage = this.page.locator('[data-testid="stage"]');
    const attribute = async (name: string): Promise<string> => (await stage.getAttribute(name)) ?? '';
    return {
      cardId: await attribute('data-card-id'),
      phase: await attribute('data-phase'),
      verdict: await attribute('data-verdict'),
      answerAgeMs: await attribute('data-answer-age-ms'),
    };
  }

  async close(): Promise<void> {
    await this.electron.close();
  }

  logFile(): string {
    return logFile(this.place);
  }
}
