/** What was done today, on the packaged program: from the record, and with references that go by themselves. */
import { expect, expectConnection, expectStage, test, type Desk } from './fixtures.ts';
import { choose, expectGiven, handOver, openDialog, pressAct } from './staff-desk.ts';
import type { StationApp } from './station-app.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** References go after 30 s; the panel itself closes after 60 s without a touch, in ms. */
const HIDDEN_LIMIT_MS = 45_000;
/** Buttons lie still for 600 ms after the stage has changed; a person is no faster, in ms. */
const PERSON_MS = 700;

const rows = ({ page }: StationApp) => page.locator('[data-testid="recent-row"]');
const list = ({ page }: StationApp) => page.locator('[data-testid="recent"]');

async function openRecent({ page }: StationApp): Promise<void> {
  await page.waitForTimeout(PERSON_MS);
  await page.locator('[data-testid="tool"][data-tool="recent"]').click();
  await expect(page.locator('[data-testid="panel"]')).toHaveAttribute('data-panel', 'recent');
}

async function started(desk: Desk): Promise<StationApp> {
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  return station;
}

async function green(station: StationApp, sandbox: Sandbox, cardId: string, reference: string): Promise<void> {
  sandbox.control.order({ cardId, scenario: 'by-hand' });
  sandbox.control.set(cardId, { state: 'done' });
  expect((await station.watch(cardId, '--reference', reference)).code).toBe(0);
  await expectStage(station, { cardId, verdict: 'hand-over' });
}

test('both cards are in the list, their references go by themselves, and nothing in it is green', async ({
  desk,
  sandbox,
}) => {
  const station = await started(desk);
  const { page } = station;
  await openRecent(station);
  await expect(list(station)).toHaveAttribute('data-list', 'actions');
  await expect(rows(station)).toHaveCount(0);
  await pressAct(station, 'close-panel');

  await green(station, sandbox, 'card-0080', 'Ticket 80');
  await handOver(station);
  await expectGiven(station, 'card-0080');
  // While the card goes over the counter there is nothing else to look at.
  await expect(page.locator('[data-tool="recent"]')).toBeDisabled();
  await pressAct(station, 'close');
  await green(station, sandbox, 'card-0081', 'Ticket 81');
  await openDialog(station, 'reject');
  await choose(station, 'reason', 'print');
  await choose(station, 'outcome', 'destroyed');
  await pressAct(station, 'confirm');
  await expectStage(station, { cardId: '' });

  await openRecent(station);
  await expect(rows(station)).toHaveCount(2);
  await expect(rows(station).nth(0)).toHaveAttribute('data-card-id', 'card-0081');
  await expect(rows(station).nth(0)).toHaveAttribute('data-kind', 'rejected');
  await expect(rows(station).nth(0)).toContainText('Ticket 81');
  await expect(rows(station).nth(1)).toHaveAttribute('data-card-id', 'card-0080');
  await expect(rows(station).nth(1)).toHaveAttribute('data-kind', 'handed-over');
  await expect(rows(station).nth(1)).toContainText('Ticket 80');
  await expectStage(station, { cardId: '', verdict: '' });
  await expect(page.locator('[data-verdict="hand-over"], [data-look="hand-over"]')).toHaveCount(0);

  await expect(list(station)).toHaveAttribute('data-references', 'hidden', { timeout: HIDDEN_LIMIT_MS });
  expect(await list(station).innerHTML()).not.toContain('Ticket');
  await expect(rows(station)).toHaveCount(2);
  await pressAct(station, 'show-references');
  await expect(rows(station).nth(0)).toContainText('Ticket 81');
  await expect(list(station)).toHaveAttribute('data-references', 'shown');
  // A card that comes is what staff have to see.
  await green(station, sandbox, 'card-0082', 'Ticket 82');
  await expect(list(station)).toHaveCount(0);
});

test('what was undone stands as undone, and the list is there after a restart', async ({ desk, sandbox }) => {
  const station = await started(desk);
  await green(station, sandbox, 'card-0083', 'Ticket 83');
  await openDialog(station, 'remove');
  await pressAct(station, 'confirm');
  await expectStage(station, { cardId: '' });
  await openRecent(station);
  await expect(rows(station)).toHaveAttribute('data-undone', 'false');
  // Taken back while the list is open, as by a press that was on its way.
  await station.page.evaluate(`window.station.ready().then(({ undo }) => window.station.undo(undo.number))`);
  await expectStage(station, { cardId: 'card-0083', verdict: 'hand-over' });
  await openRecent(station);
  await expect(rows(station)).toHaveAttribute('data-undone', 'true');
  await station.close();
  const next = await desk.start();
  await expectStage(next, { cardId: 'card-0083', verdict: 'hand-over' });
  await openRecent(next);
  await expect(rows(next)).toHaveAttribute('data-kind', 'removed');
  await expect(rows(next)).toContainText('Ticket 83');
});
