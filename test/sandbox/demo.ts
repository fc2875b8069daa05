/**
 * The demonstration behind `npm start`: the sandbox D1, a station provisioned for it, and one card that goes its way.
 * `tsx test/sandbox/demo.ts --program PATH [--pictures DIR]`. With `--pictures` nobody sees the window: each change is
 * printed as a line and pictured there, and the demonstration ends with the green card.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import type * as Keytar from 'keytar';

import { engineSwitches } from '../e2e/engine-switches.ts';
import { runCommand, StationApp, type StationPlace } from '../e2e/station-app.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';

const CARD_ID = '271b-6e47-8ec3-demo';
/** The demonstration card is done after 12 s; much longer means that something is wrong, in ms. */
const GREEN_LIMIT_MS = 90_000;

function say(text: string): void {
  process.stdout.write(`card-station: ${text}\n`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { program: { type: 'string' }, pictures: { type: 'string' } } });
  const { program, pictures } = values;
  if (program === undefined) throw new Error('--program is missing');
  const folder = mkdtempSync(join(tmpdir(), 'card-station-demo-'));
  const sandbox = await startSandbox();
  try {
    const place = prepare(folder, program, sandbox);
    const provisioned = await runCommand(place, 'provision', join(folder, 'bundle.json'));
    if (provisioned.code !== 0) throw new Error(`provisioning failed: ${provisioned.stderr}`);
    say('the station is provisioned with a made-up issuer, in a keychain that ends with this demonstration');
    say(`the sandbox D1 has a page to order cards, move them and inject faults: ${sandbox.controlUrl}`);
    await (pictures === undefined ? showToPerson(place, sandbox) : showAsPictures(place, sandbox, pictures));
    await clearKeychain(place);
  } finally {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function prepare(folder: string, program: string, sandbox: Sandbox): StationPlace {
  const caFile = join(folder, 'ca.pem');
  const configFile = join(folder, 'config.json');
  const { authUrl, bankingUrl } = sandbox;
  writeFileSync(caFile, sandbox.caPem);
  writeFileSync(join(folder, 'bundle.json'), JSON.stringify(sandbox.bundle), { mode: 0o600 });
  writeFileSync(
    configFile,
    JSON.stringify({
      station: { name: 'Main Street, desk 2', persoStation: 'KIOSK-PS-101' },
      d1: { environment: 'sandbox', authUrl, bankingUrl, caFile, caMode: 'only' },
    }),
  );
  return { program, configFile, profileFolder: join(folder, 'profile') };
}

/** Buttons look at rest again this long after the stage has changed, in ms. */
const BUTTONS_REST_MS = 900;

/** Opens the window, orders a card and watches it; lasts until the person closes the window. */
async function showToPerson(place: StationPlace, sandbox: Sandbox): Promise<void> {
  const args = ['--config', place.configFile, '--user-data-dir', place.profileFolder, ...engineSwitches()];
  const station = spawn(place.program, args, { stdio: ['ignore', 'inherit', 'ignore'] });
  const ended = new Promise<void>((resolve) => station.once('exit', () => resolve()));
  const signedIn = await sandbox.control
    .nextRequest((request) => request.kind === 'token', GREEN_LIMIT_MS)
    .catch(() => null);
  if (signedIn !== null) {
    sandbox.control.order({ cardId: CARD_ID, scenario: 'normal' });
    await runCommand(place, 'watch', CARD_ID, '--reference', 'Ticket 42');
    say(`card ${CARD_ID} is ordered; it is green in about 12 seconds. Close the window to end.`);
  }
  await ended;
}

async function showAsPictures(place: StationPlace, sandbox: Sandbox, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  mkdirSync(folder, { recursive: true });
  say('there is no display here, so each change is printed and pictured in demo-screens/');
  const station = await StationApp.launch(place);
  try {
    await pictureCard(station, sandbox, folder);
  } finally {
    await station.close();
  }
  say('the card went to green. Pictures: demo-screens/');
}

/** Orders a card and pictures the screen at each of its steps; a fault on the screen ends the demonstration. */
async function pictureCard(station: StationApp, sandbox: Sandbox, folder: string): Promise<void> {
  const { page } = station;
  await page.setViewportSize({ width: 1920, height: 1080 });
  let count = 0;
  const picture = async (name: string): Promise<void> => {
    count += 1;
    await page.waitForTimeout(BUTTONS_REST_MS);
    await page.screenshot({ path: join(folder, `${String(count)}-${name}.png`) });
    const faults = await page.locator('[data-testid="fault"]').allTextContents();
    if (faults.length > 0) throw new Error(`the station shows a fault: ${faults.join('; ')}`);
  };
  await page.locator('[data-testid="connection"][data-connection="ok"]').waitFor({ state: 'attached' });
  say('idle: D1 is connected, no card');
  await picture('idle');
  sandbox.control.order({ cardId: CARD_ID, scenario: 'normal' });
  await station.watch(CARD_ID, '--reference', 'Ticket 42');
  for (const phase of ['requested', 'at-printer', 'personalised']) {
    await page
      .locator(`[data-testid="stage"][data-phase="${phase}"]`)
      .waitFor({ state: 'attached', timeout: GREEN_LIMIT_MS });
    const stage = await station.stage();
    say(`card ${stage.cardId}: ${stage.phase}, verdict ${stage.verdict}`);
    await picture(phase);
  }
}

/** Takes the made-up credentials out of a keychain that outlives the demonstration (not needed on Linux). */
async function clearKeychain(place: StationPlace): Promise<void> {
  if (process.platform === 'linux') return;
  const service = `card-station/${readFileSync(join(place.profileFolder, 'profile-id'), 'utf8').trim()}`;
  const keytar = createRequire(import.meta.url)('keytar') as typeof Keytar;
  for (const { account } of await keytar.findCredentials(service)) await keytar.deletePassword(service, account);
}

await main();
