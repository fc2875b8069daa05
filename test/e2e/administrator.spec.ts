/** The administrator's area on the packaged program: the PIN from the keychain, what lies behind it, and that it stays shut. */
import { readFileSync } from 'node:fs';

import { expect, expectConnection, expectStage, test, type Desk } from './fixtures.ts';
import { pressAct } from './staff-desk.ts';
import type { StationApp } from './station-app.ts';

const PIN = '482913';
/** A person at the keyboard; faster is a scanner, in ms. */
const KEY_MS = 150;
/** Buttons lie still for 600 ms after the stage has changed; a person is no faster, in ms. */
const PERSON_MS = 700;
/** The wait after the fourth wrong PIN is 10 s; this is longer, in ms. */
const WAIT_LIMIT_MS = 20_000;

const door = ({ page }: StationApp) => page.locator('[data-testid="pin"]');
const area = ({ page }: StationApp) => page.locator('[data-testid="administrator"]');

async function openPanel({ page }: StationApp): Promise<void> {
  await page.waitForTimeout(PERSON_MS);
  await page.locator('[data-testid="tool"][data-tool="administrator"]').click();
  await expect(page.locator('[data-testid="panel"]')).toHaveAttribute('data-panel', 'administrator');
}

async function typePin(station: StationApp, pin: string): Promise<void> {
  await expect(door(station)).toHaveAttribute('data-door', 'ready', { timeout: WAIT_LIMIT_MS });
  await station.page.keyboard.type(pin, { delay: KEY_MS });
  await station.page.waitForTimeout(PERSON_MS);
  await station.page.keyboard.press('Enter');
}

async function showPart({ page }: StationApp, part: string): Promise<void> {
  await page.waitForTimeout(PERSON_MS);
  await page.locator(`[data-testid="administrator-part"][data-part="${part}"]`).click();
}

async function started(desk: Desk, pin?: string): Promise<StationApp> {
  await desk.provision(undefined, pin);
  const station = await desk.start();
  await expectConnection(station, 'ok');
  return station;
}

/** What a page that cares for nothing gets when it asks main. */
const asked = ({ page }: StationApp) =>
  page.evaluate<unknown>(`Promise.all([window.station.diagnostics(), window.station.settings(),
    window.station.selfTest('start'), window.station.quit()])`);
const LOCKED = { kind: 'locked' };

test('the PIN opens the area; the self-test goes all the way to D1; nothing of the PIN is left anywhere', async ({
  desk,
  sandbox,
}) => {
  const station = await started(desk, PIN);
  const { page } = station;
  expect(await asked(station)).toEqual([LOCKED, LOCKED, LOCKED, LOCKED]);
  sandbox.control.order({ cardId: 'card-0090', scenario: 'by-hand' });
  await station.watch('card-0090');
  await expectStage(station, { cardId: 'card-0090', verdict: 'wait' });

  await openPanel(station);
  await typePin(station, PIN);
  await expect(area(station)).toHaveAttribute('data-part', 'setup');
  await expect(page.locator('[data-credentials="present"]')).toContainText(sandbox.bundle.kid);
  // As it has to be typed on this PC, with the profile that this station runs on.
  await expect(page.locator('[data-testid="provision-command"]')).toContainText(desk.place.profileFolder);
  await pressAct(station, 'start-self-test');
  for (const step of ['keychain', 'dns', 'tls', 'token', 'read'])
    await expect(page.locator(`[data-testid="self-test-line"][data-step="${step}"]`)).toHaveAttribute(
      'data-state',
      'ok',
      { timeout: WAIT_LIMIT_MS },
    );

  await showPart(station, 'settings');
  await expect(page.locator('[data-testid="setting"][data-path="station.name"]')).toContainText(desk.place.configFile);
  await expect(page.locator('[data-testid="setting"][data-path="staff.identity"]')).toHaveAttribute(
    'data-set',
    'false',
  );
  await showPart(station, 'diagnostics');
  await expect(page.locator('[data-fact="bankingUrl"]')).toContainText(sandbox.bankingUrl);
  await expect(page.locator('[data-fact="watched"]')).toContainText('1');

  await pressAct(station, 'close-panel');
  await expectStage(station, { cardId: 'card-0090', verdict: 'wait' });
  await expect.poll(() => asked(station)).toEqual([LOCKED, LOCKED, LOCKED, LOCKED]);
  const log = readFileSync(station.logFile(), 'utf8');
  expect(log).toContain('right-pin');
  expect(log).not.toContain(PIN);
  expect(await page.content()).not.toContain(PIN);
});

test('wrong PINs bring a wait, and a new start forgets none of them; touch opens it afterwards, and the program ends', async ({
  desk,
}) => {
  let station = await started(desk, PIN);
  await openPanel(station);
  for (const wrong of ['111111', '222222', '333333']) {
    await typePin(station, wrong);
    // It was sent: what is typed before main has answered is nobody's.
    await expect(station.page.locator('.pin-dots')).toHaveAttribute('aria-label', '0 digits entered');
  }
  await expect(door(station)).toHaveAttribute('data-door', 'wait');
  // A page that does not wait is not let in by it, not even with the right one.
  expect(await station.page.evaluate(`window.station.administrator({ act: 'unlock', pin: '${PIN}' })`)).toMatchObject({
    kind: 'wait',
  });
  await station.close();
  station = await desk.start();
  await openPanel(station);
  // Three are counted still: the next one is no slip of the finger.
  await typePin(station, '444444');
  await expect(door(station)).toHaveAttribute('data-door', 'wait');
  await expect(door(station)).toHaveAttribute('data-door', 'ready', { timeout: WAIT_LIMIT_MS });

  for (const digit of PIN) {
    await station.page.waitForTimeout(KEY_MS);
    await station.page.locator(`[data-testid="pad-key"][data-key="${digit}"]`).click();
  }
  await pressAct(station, 'unlock');
  await expect(area(station)).toBeVisible();
  await showPart(station, 'quit');
  const ended = new Promise((resolve) => station.electron.process().once('exit', resolve));
  await pressAct(station, 'quit');
  expect(await ended).toBe(0);
});

test('a scan is no PIN and no card while the PIN is asked for; once signed in it closes the area for its card', async ({
  desk,
  sandbox,
}) => {
  const station = await started(desk, PIN);
  sandbox.control.order({ cardId: 'card-0091', scenario: 'by-hand' });
  await openPanel(station);
  await expect(door(station)).toHaveAttribute('data-door', 'ready');
  await station.scan('card-0091');
  await expect(door(station)).toContainText('A scan is no PIN');
  await expect(station.page.locator('[data-testid="panel"]')).toBeVisible();
  await typePin(station, PIN);
  await expect(area(station)).toBeVisible();
  await station.scan('card-0091');
  await expectStage(station, { cardId: 'card-0091', verdict: 'wait' });
  await expect.poll(() => asked(station)).toEqual([LOCKED, LOCKED, LOCKED, LOCKED]);
});

test('without a PIN that was set it stays shut, and says how one is set', async ({ desk }) => {
  const fresh = await desk.start();
  await expect(fresh.page.locator('[data-testid="screen"]')).toHaveAttribute('data-screen', 'not-provisioned');
  await openPanel(fresh);
  await expect(door(fresh)).toHaveAttribute('data-door', 'no-pin');
  await expect(door(fresh)).toContainText('--pin-file');
  expect(await asked(fresh)).toEqual([LOCKED, LOCKED, LOCKED, LOCKED]);
  await pressAct(fresh, 'close-panel');
  await expect(fresh.page.locator('[data-testid="screen"]')).toHaveAttribute('data-screen', 'not-provisioned');
});
