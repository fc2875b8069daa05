import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { engineSwitches } from './engine-switches.ts';
import { expect, expectConnection, expectFault, expectStage, test, type Desk } from './fixtures.ts';
import { foundBelow, textNeedles } from './needles.ts';
import type { StationApp } from './station-app.ts';

const PAN = '4111111111111111';

/** A folder that is looked at each second, and what a test does with it. */
function intakeFolder(desk: Desk): { readonly path: string; readonly drop: (name: string, content: object) => void } {
  const path = join(desk.folder, 'orders');
  mkdirSync(path, { mode: 0o700 });
  desk.configure({ intake: { folder: path, folderPollSeconds: 1 } });
  return {
    path,
    // Whole at once, as a careful program would; what half a file does is tested with the folder alone.
    drop(name, content) {
      writeFileSync(join(path, `.${name}`), JSON.stringify(content));
      renameSync(join(path, `.${name}`), join(path, name));
    },
  };
}

/** Starts the program as a browser does that was given a link: behind the options of the administrator's entry. */
function openLink({ place }: Desk, link: string, ...after: string[]): Promise<{ code: number; stderr: string }> {
  const options = ['--config', place.configFile, '--user-data-dir', place.profileFolder, ...engineSwitches()];
  return new Promise((resolve) => {
    execFile(place.program, [...options, '--', link, ...after], { timeout: 60_000 }, (error, _stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, stderr });
    });
  });
}

const requestsOf = (sandbox: { control: { requests(): readonly unknown[] } }): string =>
  JSON.stringify(sandbox.control.requests());

test('a file in the folder becomes a card on the screen, and lies in done', async ({ desk, sandbox }) => {
  const folder = intakeFolder(desk);
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  sandbox.control.order({ cardId: 'card-file-1', scenario: 'by-hand' });
  folder.drop('order.json', { cardId: 'card-file-1', reference: 'Ticket 42' });
  await expectStage(station, { cardId: 'card-file-1', phase: 'requested' });
  await expect(station.page.getByText('Ticket 42').first()).toBeVisible();
  await expect.poll(() => existsSync(join(folder.path, 'done/order.json'))).toBe(true);
  expect(readdirSync(folder.path).sort()).toEqual(['done', 'failed']);
  await expect(station.page.locator('[data-testid="fault"]')).toHaveCount(0);
});

test('a file with a card number is gone, and nothing anywhere holds the number', async ({ desk, sandbox }) => {
  const folder = intakeFolder(desk);
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  sandbox.control.clearRequests();
  folder.drop(`${PAN}.json`, { cardId: 'card-file-2', reference: PAN });
  await expectFault(station, 'intake', 'files-refused');
  expect(readdirSync(folder.path).sort()).toEqual(['done', 'failed']);
  expect(readdirSync(join(folder.path, 'failed'))).toEqual(['card-file.json.reason.txt']);
  await expectStage(station, { cardId: '' });
  const page = await station.page.content();
  await station.close();
  expect(page).not.toContain(PAN);
  expect(requestsOf(sandbox)).not.toContain(PAN);
  expect(foundBelow(textNeedles('card number', PAN), desk.folder)).toEqual([]);
  expect(readFileSync(station.logFile(), 'utf8')).not.toContain(PAN);
});

test('a folder that goes away is a fault until it is back', async ({ desk }) => {
  const folder = intakeFolder(desk);
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  renameSync(folder.path, `${folder.path}-away`);
  await expectFault(station, 'intake', 'folder-unreachable');
  renameSync(`${folder.path}-away`, folder.path);
  await expect(station.page.locator('[data-testid="fault"]')).toHaveCount(0);
});

test('a link hands a card to the station that runs', async ({ desk, sandbox }) => {
  desk.configure({ intake: { links: true } });
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  sandbox.control.order({ cardId: 'card-link-1', scenario: 'by-hand' });
  const link = 'card-station://watch/?cardId=card-link-1&reference=Desk%202';
  expect(await openLink(desk, link)).toMatchObject({ code: 0 });
  await expectStage(station, { cardId: 'card-link-1', phase: 'requested' });
  await expect(station.page.getByText('Desk 2').first()).toBeVisible();

  // A refusal shows on the screen: nobody reads what a program prints that a browser has started.
  const notice = station.page.locator('[data-testid="notice"]');
  expect(await openLink(desk, 'card-station://evil?cardId=a')).toMatchObject({ code: 2 });
  await expect(notice).toHaveAttribute('data-notice', /link/);
  const refused = await openLink(desk, `card-station://watch?cardId=${PAN}`);
  expect(refused.code).toBe(1);
  expect(refused.stderr).not.toContain(PAN);
  await expect(notice).toHaveAttribute('data-notice', /card-number/);
  await expectStage(station, { cardId: 'card-link-1' });
});

test('a link is nothing while links are switched off, and takes nothing with it', async ({ desk, sandbox }) => {
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  sandbox.control.clearRequests();
  const off = await openLink(desk, 'card-station://watch?cardId=card-link-2');
  expect(off.code).toBe(2);
  expect(off.stderr).toContain('Links are switched off');
  desk.configure({ intake: { links: true } });
  // Engine and program both refuse what follows a link; which of them is first does not matter.
  const smuggled = await openLink(desk, 'card-station://watch?cardId=card-link-2', '--remote-debugging-port=9222');
  expect(smuggled.code).not.toBe(0);
  await expectStage(station, { cardId: '' });
  expect(requestsOf(sandbox)).not.toContain('card-link-2');
});

test('a station that takes no links drops one that a start with other settings has delivered', async ({ desk }) => {
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  desk.configure({ intake: { links: true } });
  const dropped = await openLink(desk, 'card-station://watch?cardId=card-link-3');
  expect(dropped).toMatchObject({ code: 1, stderr: expect.stringContaining('intake.links') });
  await station.watch('card-after');
  await expectStage(station, { cardId: 'card-after' });
  await expect(station.page.locator('[data-card-id="card-link-3"]')).toHaveCount(0);
});

test('whoever delivers a card hears that the screen is full, and the card is not called delivered', async ({
  desk,
}) => {
  desk.configure({ limits: { maxCards: 1 } });
  await desk.provision();
  const station = await desk.start();
  expect((await station.watch('card-first')).code).toBe(0);
  const refused = await station.watch('card-second');
  expect(refused).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('watches as many cards as it may'),
  });
  expect((await station.watch('card-first')).code).toBe(0);
  await expectStage(station, { cardId: 'card-first' });
});

test('a slip of another form gives its parts, and what is no slip is refused by its scan alone', async ({ desk }) => {
  desk.configure({ intake: { scanPattern: 'D1;(?<cardId>[^;]+);(?<reference>[^;]*)' } });
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  await station.scan('D1;card-slip-1;Ticket 7');
  await expectStage(station, { cardId: 'card-slip-1' });
  await expect(station.page.getByText('Ticket 7').first()).toBeVisible();
  await station.scan('4006381333931');
  await expect(station.page.locator('[data-testid="notice"]')).toHaveAttribute('data-notice', /slip/);
});

test('a badge that nobody asked for is refused and leaves no trace', async ({ desk, sandbox }) => {
  desk.configure({ staff: { identity: 'badge', badgePattern: '^B[0-9]{6}$' } });
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  await station.scan('B739164');
  await expect(station.page.locator('[data-testid="notice"]')).toHaveAttribute('data-notice', /badge/);
  await station.close();
  expect(requestsOf(sandbox)).not.toContain('B739164');
  expect(foundBelow(textNeedles('badge', 'B739164'), desk.folder)).toEqual([]);
});

test.describe('scans while a button has the focus', () => {
  /** Two cards, so that there are buttons; the last one of the page has the focus. */
  async function focusedStation(desk: Desk): Promise<StationApp> {
    await desk.provision();
    const station = await desk.start();
    await expectConnection(station, 'ok');
    await station.scan('card-one');
    await station.scan('card-two');
    await expect(station.page.locator('[data-testid="card"]')).toHaveCount(1);
    await station.page.locator('button:enabled').last().focus();
    return station;
  }
  async function shown(station: StationApp): Promise<string[]> {
    const all = await station.page.locator('[data-testid="stage"], [data-testid="card"]').all();
    const ids = await Promise.all(all.map((one) => one.getAttribute('data-card-id')));
    return ids.map((id) => id ?? '').sort();
  }

  for (const [words, end] of [
    ['Enter', ['Enter']],
    ['two Enters', ['Enter', 'Enter']],
    ['Tab', ['Tab']],
    ['nothing', []],
  ] as const) {
    test(`and that end with ${words} add the card and press nothing`, async ({ desk }) => {
      const station = await focusedStation(desk);
      // All sent before the first is answered: on a busy machine, one after the other would be as slow as a person. No
      // character twice: the second would count as the first one held down.
      await Promise.all([...'card-39x', ...end].map((key) => station.page.keyboard.press(key)));
      await expect.poll(() => shown(station)).toEqual(['card-39x', 'card-one', 'card-two']);
      await expect(station.page.locator('[role="dialog"]')).toHaveCount(0);
    });
  }
});
