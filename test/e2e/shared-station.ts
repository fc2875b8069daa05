/** One sandbox and one station for all tests of a file that only look, or that leave the station as it was. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { TWIN } from './fixtures.ts';
import { runCommand, StationApp, type StationPlace } from './station-app.ts';

export interface SharedStation {
  readonly sandbox: Sandbox;
  readonly place: StationPlace;
  readonly station: StationApp;
  /** Ends the station and starts it again with the same profile. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** A provisioned station that is signed in, with these groups in its configuration and, where one is given, a PIN. */
export async function openSharedStation(
  groups: Readonly<Record<string, object>> = {},
  pin?: string,
): Promise<SharedStation> {
  const sandbox = await startSandbox();
  const folder = mkdtempSync(join(tmpdir(), 'card-station-e2e-'));
  const place = { program: TWIN, profileFolder: join(folder, 'profile'), configFile: join(folder, 'config.json') };
  writeFileSync(join(folder, 'ca.pem'), sandbox.caPem);
  const { authUrl, bankingUrl } = sandbox;
  const d1 = { environment: 'sandbox', authUrl, bankingUrl, caFile: 'ca.pem', caMode: 'only' };
  const named = { name: 'Main Street, desk 2', persoStation: 'KIOSK-PS-101' };
  writeFileSync(place.configFile, JSON.stringify({ station: named, d1, ...groups }));
  const bundle = join(folder, 'bundle.json');
  writeFileSync(bundle, JSON.stringify(sandbox.bundle), { mode: 0o600 });
  const pinFile = join(folder, 'pin.txt');
  if (pin !== undefined) writeFileSync(pinFile, `${pin}\n`, { mode: 0o600 });
  const { code, stderr } = await runCommand(
    place,
    ...['provision', bundle, ...(pin === undefined ? [] : ['--pin-file', pinFile])],
  );
  if (code !== 0) throw new Error(`not provisioned: ${stderr}`);
  rmSync(bundle);
  rmSync(pinFile, { force: true });

  const start = async (): Promise<StationApp> => {
    const started = await StationApp.launch(place);
    await started.page.locator('[data-testid="connection"][data-connection="ok"]').waitFor({ state: 'attached' });
    return started;
  };
  let station = await start();
  return {
    sandbox,
    place,
    get station() {
      return station;
    },
    async restart() {
      await station.close();
      station = await start();
    },
    async close() {
      await station.close().catch(() => undefined);
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Two snapshots that arrive from now on: main lives, and the page has had time for whatever was asked of it. */
export const TWO_SNAPSHOTS = `new Promise((resolve) => {
  let seen = 0;
  const stop = window.station.onSnapshot(() => { seen += 1; if (seen === 2) { stop(); resolve(true); } });
})`;
