/** What every end-to-end test starts from: a sandbox D1 and a place for one station, both its own. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { expect, test as base } from '@playwright/test';

import type { Bundle } from '../sandbox/bundle.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { logFile, runCommand, StationApp, type StationPlace } from './station-app.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PROGRAM = process.platform === 'win32' ? 'win-unpacked/Card Station.exe' : 'linux-unpacked/card-station';

/** The twin: it takes the switches that driving it needs. */
export const TWIN = join(ROOT, 'dist-test', PROGRAM);
/** What is rolled out. */
export const SHIPPING = join(ROOT, 'dist', PROGRAM);

/** Of the log of a station whose test failed. */
const LOG_LINES = 60;

/** The station of one test, started when the test says so. */
export interface Desk {
  readonly folder: string;
  readonly place: StationPlace;
  /** Writes the configuration: the sandbox's, with these groups laid over it. */
  configure(groups?: Readonly<Record<string, object>>): void;
  /** Runs `card-station provision`, with an administrator's PIN where one is given; fails the test when it is refused. */
  provision(bundle?: Bundle, pin?: string): Promise<void>;
  /** Starts the station; it is closed after the test. */
  start(...args: string[]): Promise<StationApp>;
}

export const test = base.extend<{ sandbox: Sandbox; desk: Desk }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures that are needed from the pattern
  sandbox: async ({}, use) => {
    const sandbox = await startSandbox();
    await use(sandbox);
    await sandbox.close();
  },
  desk: async ({ sandbox }, use, info) => {
    const folder = mkdtempSync(join(tmpdir(), 'card-station-e2e-'));
    const stations: StationApp[] = [];
    const desk = createDesk(folder, sandbox, stations);
    await use(desk);
    if (info.status !== info.expectedStatus) console.log(lastOfLog(desk.place));
    for (const station of stations) await station.close().catch(() => undefined);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
});

function createDesk(folder: string, sandbox: Sandbox, stations: StationApp[]): Desk {
  const place = { program: TWIN, profileFolder: join(folder, 'profile'), configFile: join(folder, 'config.json') };
  const configure: Desk['configure'] = (groups = {}) => {
    writeFileSync(join(folder, 'ca.pem'), sandbox.caPem);
    const { authUrl, bankingUrl } = sandbox;
    const d1 = { environment: 'sandbox', authUrl, bankingUrl, caFile: 'ca.pem', caMode: 'only', ...groups['d1'] };
    const station = { name: 'Main Street, desk 2', persoStation: 'KIOSK-PS-101' };
    writeFileSync(place.configFile, JSON.stringify({ station, ...groups, d1 }));
  };
  configure();
  return {
    folder,
    place,
    configure,
    async provision(bundle = sandbox.bundle, pin) {
      const file = join(folder, 'bundle.json');
      writeFileSync(file, JSON.stringify(bundle), { mode: 0o600 });
      const pinFile = join(folder, 'pin.txt');
      if (pin !== undefined) writeFileSync(pinFile, `${pin}\n`, { mode: 0o600 });
      const pinOption = pin === undefined ? [] : ['--pin-file', pinFile];
      const { code, stderr } = await runCommand(place, 'provision', file, ...pinOption);
      rmSync(file);
      rmSync(pinFile, { force: true });
      expect(stderr.replace(/^Warning:.*$/m, '').trim()).toBe('');
      expect(code).toBe(0);
    },
    async start(...args) {
      const station = await StationApp.launch(place, ...args);
      stations.push(station);
      return station;
    },
  };
}

/** What the station of a failed test said last: its profile is gone after it. */
function lastOfLog(place: StationPlace): string {
  try {
    return readFileSync(logFile(place), 'utf8').split('\n').slice(-LOG_LINES).join('\n');
  } catch {
    return 'the station wrote no log';
  }
}

/** Waits until the stage shows this card so. */
export async function expectStage(
  station: StationApp,
  facts: { readonly cardId?: string; readonly phase?: string; readonly verdict?: string },
): Promise<void> {
  const stage = station.page.locator('[data-testid="stage"]');
  if (facts.cardId !== undefined) await expect(stage).toHaveAttribute('data-card-id', facts.cardId);
  if (facts.phase !== undefined) await expect(stage).toHaveAttribute('data-phase', facts.phase);
  if (facts.verdict !== undefined) await expect(stage).toHaveAttribute('data-verdict', facts.verdict);
}

/** Waits until the station that was started last has opened its record: the keychain answers when it likes. */
export async function expectRecord(station: StationApp): Promise<void> {
  await expect
    .poll(() => {
      const log = readFileSync(station.logFile(), 'utf8');
      return log.slice(log.lastIndexOf('"event":"start"')).includes('"event":"ledger","outcome":"accepted"');
    })
    .toBe(true);
}

export async function expectConnection(station: StationApp, state: string): Promise<void> {
  await expect(station.page.locator('[data-testid="connection"]')).toHaveAttribute('data-connection', state);
}

export async function expectFault(station: StationApp, family: string, cause: string): Promise<void> {
  const fault = station.page.locator(`[data-testid="fault"][data-fault="${family}"]`);
  await expect(fault).toHaveAttribute('data-cause', cause);
}

export { expect } from '@playwright/test';
