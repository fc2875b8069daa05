import { processesOf } from './broken-station.ts';
import { expect, expectConnection, expectRecord, expectStage, test } from './fixtures.ts';

test('a scanned card goes from requested over the printer to green', async ({ desk, sandbox }) => {
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  await expectStage(station, { cardId: '', phase: '', verdict: '' });
  await expect(station.page.locator('[data-testid="environment"]')).toHaveAttribute('data-environment', 'sandbox');

  sandbox.control.order({ cardId: 'card-0001', scenario: 'by-hand' });
  await station.scan('card-0001');
  await expectStage(station, { cardId: 'card-0001', phase: 'requested', verdict: 'wait' });
  sandbox.control.step('card-0001');
  await expectStage(station, { phase: 'at-printer', verdict: 'wait' });
  sandbox.control.step('card-0001');
  await expectStage(station, { phase: 'personalised', verdict: 'hand-over' });
  expect(Number((await station.stage()).answerAgeMs)).toBeLessThan(60_000);
  await expect(station.page.getByText('HAND OVER', { exact: false }).first()).toBeVisible();
  // Credentials and record are both in the keychain, and one process is enough for both.
  await expectRecord(station);
  expect(processesOf(station, 'keychain')).toHaveLength(1);
});

test('one contrary answer ends green', async ({ desk, sandbox }) => {
  desk.configure({ pace: { greenSeconds: 1 } });
  await desk.provision();
  const station = await desk.start();
  sandbox.control.order({ cardId: 'card-0002', scenario: 'by-hand' });
  sandbox.control.set('card-0002', { state: 'done' });
  await station.scan('card-0002');
  await expectStage(station, { verdict: 'hand-over' });
  sandbox.control.set('card-0002', { state: 'requested' });
  await expectStage(station, { phase: 'unclear', verdict: 'cannot-tell' });
});

test('a second start and `watch` deliver to the station that runs', async ({ desk, sandbox }) => {
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  sandbox.control.order({ cardId: 'card-0003', scenario: 'by-hand' });
  const delivered = await station.watch('card-0003', '--reference', 'Ticket 42');
  expect(delivered).toMatchObject({ code: 0, stdout: 'Delivered: card-0003\n' });
  await expectStage(station, { cardId: 'card-0003', phase: 'requested' });
  await expect(station.page.getByText('Ticket 42').first()).toBeVisible();

  const refused = await station.watch('4111111111111111');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('looks like a card number');
});

test('`watch` without a station that runs says so', async ({ desk }) => {
  const { runCommand } = await import('./station-app.ts');
  const result = await runCommand(desk.place, 'watch', 'card-0004');
  expect(result).toMatchObject({ code: 1, stderr: 'card-station: No station is running with this profile.' });
});

test('a bad scan says what was wrong and changes nothing', async ({ desk, sandbox }) => {
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  sandbox.control.clearRequests();
  await station.scan('4111 1111 1111 1111');
  await expect(station.page.locator('[data-testid="notice"]')).toHaveAttribute('data-notice', /card-number/);
  await station.scan('no/such id');
  await expect(station.page.locator('[data-testid="notice"]')).toHaveAttribute('data-notice', /characters/);
  await expectStage(station, { cardId: '' });
  expect(sandbox.control.requests().filter((request) => request.kind === 'status')).toEqual([]);
});
