import { expect, expectConnection, expectStage, test } from './fixtures.ts';
import { runCommand } from './station-app.ts';

test('a station that starts again has its cards back, and none is green before D1 has answered', async ({
  desk,
  sandbox,
}) => {
  await desk.provision();
  sandbox.control.order({ cardId: 'card-0020', scenario: 'by-hand' });
  sandbox.control.set('card-0020', { state: 'done' });
  const first = await desk.start();
  await first.scan('card-0020');
  await expectStage(first, { verdict: 'hand-over' });
  await first.close();

  await sandbox.control.goOffline();
  const second = await desk.start();
  await expectStage(second, { cardId: 'card-0020', phase: 'not-asked', verdict: 'cannot-tell' });
  await sandbox.control.goOnline();
  await expectStage(second, { cardId: 'card-0020', verdict: 'hand-over' });
});

test('a station that was killed starts again', async ({ desk }) => {
  await desk.provision();
  const first = await desk.start();
  await expectConnection(first, 'ok');
  const gone = new Promise((resolve) => first.electron.process().once('exit', resolve));
  process.kill(first.pid, 'SIGKILL');
  await gone;
  const second = await desk.start();
  await expectConnection(second, 'ok');
});

test('provisioning while the station runs brings it to life', async ({ desk }) => {
  const station = await desk.start();
  await expect(station.page.locator('[data-testid="screen"]')).toHaveAttribute('data-screen', 'not-provisioned');
  await desk.provision();
  await expectConnection(station, 'ok');
  const again = await runCommand(desk.place, 'provision', '/nonexistent/bundle.json');
  expect(again).toMatchObject({ code: 1, stderr: 'card-station: The bundle cannot be read: ENOENT.' });
});
