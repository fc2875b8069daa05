/** How credentials come to the packaged program, are renewed and are removed. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Bundle } from '../sandbox/bundle.ts';
import { expect, expectConnection, expectStage, test, type Desk } from './fixtures.ts';
import { pressAct } from './staff-desk.ts';
import { runCommand, StationApp, type CommandResult } from './station-app.ts';

const PASSPHRASE = 'correct horse battery staple';
const PIN = '482913';
/** A person at the keyboard; faster is a scanner, in ms. */
const KEY_MS = 150;
/** Buttons lie still for 600 ms after the stage has changed; a person is no faster, in ms. */
const PERSON_MS = 700;

/** A card that was ordered is asked for each 3 s, with a jitter of a fifth; this is longer, in ms. */
const LONGER_THAN_A_POLL_MS = 5_000;
/** Each key out of a passphrase takes half a second and 128 MiB, and each command a start of the program; in ms. */
test.describe.configure({ timeout: 240_000 });

/** Seals a bundle; its files are then in the desk's folder. */
async function seal(desk: Desk, bundle: Bundle): Promise<void> {
  const path = (name: string): string => join(desk.folder, name);
  writeFileSync(path('plain.json'), JSON.stringify(bundle), { mode: 0o600 });
  writeFileSync(path('passphrase.txt'), `${PASSPHRASE}\n`, { mode: 0o600 });
  writeFileSync(path('pin.txt'), `${PIN}\n`, { mode: 0o600 });
  rmSync(path('bundle.jwe'), { force: true });
  const passphrase = ['--passphrase-file', path('passphrase.txt')];
  const sealed = await runCommand(
    desk.place,
    'seal-bundle',
    path('plain.json'),
    ...passphrase,
    '--output',
    path('bundle.jwe'),
  );
  expect(sealed).toMatchObject({ code: 0, stdout: expect.stringContaining('Sealed.') });
}

/** Provisions with a sealed bundle, as the roll-out does. */
async function provisionSealed(desk: Desk, bundle: Bundle, ...options: string[]): Promise<CommandResult> {
  const path = (name: string): string => join(desk.folder, name);
  await seal(desk, bundle);
  const files = ['--passphrase-file', path('passphrase.txt'), '--pin-file', path('pin.txt')];
  return runCommand(desk.place, 'provision', path('bundle.jwe'), ...files, ...options);
}

/**
 * The twin with a machine folder of its own: for it and no other program, what is below `etc` lies over /etc. Gives the
 * program and the folder that bundles are put into.
 */
function withMachineFolder(desk: Desk): { readonly program: string; readonly provisioning: string } {
  const [over, work] = [join(desk.folder, 'etc'), join(desk.folder, 'etc-work')];
  const provisioning = join(over, 'card-station/provisioning');
  mkdirSync(provisioning, { recursive: true, mode: 0o700 });
  mkdirSync(work);
  const program = join(desk.folder, 'with-machine-folder.sh');
  const mount = `mount -t overlay overlay -o lowerdir=/etc,upperdir=${over},workdir=${work} /etc`;
  writeFileSync(
    program,
    `#!/bin/sh\nexec unshare --mount sh -c '${mount} && exec "$0" "$@"' "${desk.place.program}" "$@"\n`,
    {
      mode: 0o755,
    },
  );
  return { program, provisioning };
}

test('a sealed bundle is opened by the packaged program, and a renewal that D1 refuses changes nothing', async ({
  desk,
  sandbox,
}) => {
  expect(await provisionSealed(desk, sandbox.bundle)).toMatchObject({ code: 0 });
  const station = await desk.start();
  await expectConnection(station, 'ok');
  sandbox.control.order({ cardId: 'card-0101', scenario: 'by-hand' });
  await station.watch('card-0101');
  await expectStage(station, { cardId: 'card-0101', verdict: 'wait' });

  const refused = await provisionSealed(desk, await sandbox.mint.unknownSigningKey(), '--replace');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('Tried with D1: sign-in: token-refused');
  expect(refused.stderr).toContain('Nothing was replaced');
  await expectConnection(station, 'ok');

  const certificates = (): string => readFileSync(join(desk.place.profileFolder, 'client-certificate.pem'), 'utf8');
  const before = certificates();
  expect(await provisionSealed(desk, await sandbox.mint.renewed(), '--replace')).toMatchObject({ code: 0, stderr: '' });
  expect(certificates()).not.toBe(before);
  sandbox.control.order({ cardId: 'card-0102', scenario: 'by-hand' });
  await station.watch('card-0102');
  await expect(station.page.locator('[data-card-id="card-0102"][data-phase="requested"]').first()).toBeVisible();
  expect(readFileSync(station.logFile(), 'utf8')).not.toContain(PASSPHRASE);
});

test('a sealed bundle in the folder of the machine is taken at the first start and deleted; one that does not open is left', async ({
  desk,
  sandbox,
}) => {
  test.skip(process.getuid?.() !== 0, 'only root can lay a folder over /etc for one program');
  await seal(desk, sandbox.bundle);
  const { program, provisioning } = withMachineFolder(desk);
  const put = (name: string, text: string): void => writeFileSync(join(provisioning, name), text, { mode: 0o600 });
  put('bundle.jwe', readFileSync(join(desk.folder, 'bundle.jwe'), 'utf8'));
  put('pin.txt', `${PIN}\n`);
  put('passphrase.txt', 'not the passphrase\n');
  const station = await StationApp.launch({ ...desk.place, program });
  try {
    await expect(station.page.locator('[data-testid="not-provisioned"]')).toHaveAttribute('data-bundle', /./);
    expect(readdirSync(provisioning).sort()).toEqual(['bundle.jwe', 'passphrase.txt', 'pin.txt']);
    // The roll-out puts the right one there; nobody has to touch the station.
    put('passphrase.txt', `${PASSPHRASE}\n`);
    await expectConnection(station, 'ok');
    expect(readdirSync(provisioning)).toEqual([]);
    expect(readFileSync(station.logFile(), 'utf8')).not.toContain(PASSPHRASE);
  } finally {
    await station.close();
  }
});

test('the administrator wipes the station: nothing is asked of D1 any more, and it can be provisioned again', async ({
  desk,
  sandbox,
}) => {
  await provisionSealed(desk, sandbox.bundle);
  const station = await desk.start();
  const { page } = station;
  await expectConnection(station, 'ok');
  expect(await page.evaluate('window.station.wipe()')).toEqual({ kind: 'locked' });
  sandbox.control.order({ cardId: 'card-0103', scenario: 'by-hand' });
  await station.watch('card-0103');
  await expectStage(station, { cardId: 'card-0103', verdict: 'wait' });
  await page.waitForTimeout(PERSON_MS);
  await page.locator('[data-testid="tool"][data-tool="administrator"]').click();
  await expect(page.locator('[data-testid="pin"]')).toHaveAttribute('data-door', 'ready');
  await page.keyboard.type(PIN, { delay: KEY_MS });
  await page.waitForTimeout(PERSON_MS);
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-testid="administrator"]')).toBeVisible();
  await page.waitForTimeout(PERSON_MS);
  await page.locator('[data-testid="administrator-part"][data-part="wipe"]').click();
  await pressAct(station, 'wipe');
  await pressAct(station, 'wipe-confirm');
  await expect(page.locator('[data-testid="wipe"]')).toHaveAttribute('data-stage', 'done');
  await pressAct(station, 'close-panel');
  await expect(page.locator('[data-testid="screen"]')).toHaveAttribute('data-screen', 'not-provisioned');
  expect(() => readFileSync(join(desk.place.profileFolder, 'client-certificate.pem'))).toThrow('ENOENT');
  sandbox.control.clearRequests();
  await page.waitForTimeout(LONGER_THAN_A_POLL_MS);
  expect(sandbox.control.requests()).toEqual([]);

  // Its complaint beside its code: what went wrong is said there.
  expect(await provisionSealed(desk, sandbox.bundle)).toMatchObject({ code: 0, stderr: '' });
  await expectConnection(station, 'ok');
  // And by the command, under the running station.
  expect(await runCommand(desk.place, 'wipe')).toMatchObject({ code: 1, stdout: expect.stringContaining('record') });
  await expectConnection(station, 'ok');
  expect(await runCommand(desk.place, 'wipe', '--yes')).toMatchObject({ code: 0 });
  await expect(page.locator('[data-testid="screen"]')).toHaveAttribute('data-screen', 'not-provisioned');
  expect(await runCommand(desk.place, 'ledger', 'verify')).toMatchObject({ code: 0 });
});
