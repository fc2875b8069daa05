import { copyFileSync, lstatSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from './fixtures.ts';
import { runCommand } from './station-app.ts';

test('every problem of the configuration is on the screen, by its path and with a suggestion', async ({ desk }) => {
  desk.configure({ d1: { enviroment: 'sandbox' }, limits: { freshnessLimitSeconds: 600 } });
  const station = await desk.start();
  const screen = station.page.locator('[data-testid="screen"]');
  await expect(screen).toHaveAttribute('data-screen', 'configuration');
  await expect(screen).toContainText('d1.enviroment');
  await expect(screen).toContainText('environment');
  await expect(screen).toContainText('limits.freshnessLimitSeconds');
});

test('a station that cannot use its configuration takes no card, says so, and may be updated', async ({ desk }) => {
  const good = join(desk.folder, 'good.json');
  copyFileSync(desk.place.configFile, good);
  desk.configure({ station: { nmae: 'x' } });
  const station = await desk.start();
  await expect(station.page.locator('[data-testid="screen"]')).toHaveAttribute('data-screen', 'configuration');
  const asking = { ...desk.place, configFile: good };
  const refused = await runCommand(asking, 'watch', 'card-0001');
  expect(refused).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('without a valid configuration'),
  });
  expect(await runCommand(asking, 'update-window')).toMatchObject({ code: 0 });
  const log = readFileSync(station.logFile(), 'utf8');
  expect(log).toContain('"event":"configuration"');
  expect(log).toContain('"path":"station.nmae"');
  expect(log).toContain('"event":"dropped-message"');
  // The next start with one that is good is a station like any other.
  await station.close();
  copyFileSync(good, desk.place.configFile);
  await desk.provision();
  const next = await desk.start();
  expect(await next.watch('card-0001')).toMatchObject({ code: 0 });
});

test('a card that comes before such a station knows its configuration is not called delivered', async ({ desk }) => {
  const good = join(desk.folder, 'good.json');
  copyFileSync(desk.place.configFile, good);
  desk.configure({ station: { nmae: 'x' } });
  const lock = join(desk.place.profileFolder, 'SingletonLock');
  const starting = desk.start();
  // A command that comes sooner would find no station, and keep this one from its profile.
  await expect.poll(() => lstatSync(lock, { throwIfNoEntry: false }) !== undefined, { intervals: [5] }).toBe(true);
  const asking = { ...desk.place, configFile: good };
  const cards = Array.from({ length: 4 }, (_, at) => `card-000${String(at)}`);
  const refused = await Promise.all(cards.map((cardId) => runCommand(asking, 'watch', cardId)));
  await starting;
  for (const one of refused)
    expect(one).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('without a valid configuration'),
    });
});

test('a station without a configuration says where it looked', async ({ desk }) => {
  rmSync(desk.place.configFile);
  const station = await desk.start();
  await expect(station.page.locator('[data-testid="screen"]')).toHaveAttribute('data-screen', 'configuration');
  await expect(station.page.locator('[data-testid="screen"]')).toContainText(desk.place.configFile);
});

test('a station without credentials says what branch IT has to do', async ({ desk }) => {
  const station = await desk.start();
  const screen = station.page.locator('[data-testid="screen"]');
  await expect(screen).toHaveAttribute('data-screen', 'not-provisioned');
  await expect(screen).toContainText('card-station provision');
});

test('a build for tests refuses production, and `config check` says why', async ({ desk }) => {
  desk.configure({ d1: { environment: 'production' } });
  const { code, stderr } = await runCommand(desk.place, 'config', 'check');
  expect(code).toBe(1);
  expect(stderr).toContain('d1.environment: cannot be "production" in a build for demo and tests');
});

test('commands say what is wrong with them and end with 2', async ({ desk }) => {
  for (const args of [
    ['watch'],
    ['wtach', 'card'],
    ['provision'],
    ['config', 'chekc'],
    ['watch', 'a', 'b'],
    ['--replace'],
  ]) {
    const { code, stderr } = await runCommand(desk.place, ...args);
    expect(code, args.join(' ')).toBe(2);
    expect(stderr).toMatch(/^card-station: .+\. See card-station --help\.$/);
  }
});

test('a bundle that does not fit is refused with every reason, and nothing is stored', async ({ desk, sandbox }) => {
  const file = `${desk.folder}/bad.json`;
  writeFileSync(file, JSON.stringify({ ...sandbox.bundle, issuerId: 'SHORT', signingKey: 'no key' }));
  const refused = await runCommand(desk.place, 'provision', file);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('issuerId');
  expect(refused.stderr).toContain('signingKey');
  expect(refused.stderr).toContain('Nothing was stored.');
  const station = await desk.start();
  await expect(station.page.locator('[data-testid="screen"]')).toHaveAttribute('data-screen', 'not-provisioned');
});
