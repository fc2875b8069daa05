import { expect, expectStage, test } from './fixtures.ts';

test('two cards at once: what needs a person comes first, each keeps its own state', async ({ desk, sandbox }) => {
  await desk.provision();
  const station = await desk.start();
  const { page } = station;
  sandbox.control.order({ cardId: 'card-a', scenario: 'by-hand' });
  sandbox.control.order({ cardId: 'card-b', scenario: 'by-hand' });
  await station.scan('card-a');
  await expectStage(station, { cardId: 'card-a', phase: 'requested' });
  await station.scan('card-b');
  const listed = (cardId: string) => page.locator(`[data-testid="card"][data-card-id="${cardId}"]`);
  await expect(listed('card-b')).toHaveAttribute('data-phase', 'requested');

  sandbox.control.set('card-b', { state: 'done' });
  await expectStage(station, { cardId: 'card-b', verdict: 'hand-over' });
  await expect(listed('card-a')).toHaveAttribute('data-verdict', 'wait');

  sandbox.control.set('card-a', { state: 'production-exception' });
  await expectStage(station, { cardId: 'card-a', phase: 'production-failed', verdict: 'do-not-hand-over' });
  await expect(listed('card-b')).toHaveAttribute('data-verdict', 'hand-over');

  // A touch brings the other one to the front, and back it goes when it is taken off the screen.
  await expect(async () => {
    // For a moment after the stage changed a touch does nothing: it was meant for what stood there before.
    await listed('card-b').click({ timeout: 1_000 });
    await expect(page.locator('[data-testid="stage"]')).toHaveAttribute('data-card-id', 'card-b', { timeout: 500 });
  }).toPass();
  await expectStage(station, { cardId: 'card-b', verdict: 'hand-over' });
});

test('the same card scanned twice is one card', async ({ desk, sandbox }) => {
  await desk.provision();
  const station = await desk.start();
  sandbox.control.order({ cardId: 'card-c', scenario: 'by-hand' });
  await station.scan('card-c');
  await expectStage(station, { cardId: 'card-c', phase: 'requested' });
  await station.scan('card-c');
  await expect(station.page.locator('[data-testid="notice"]')).toHaveAttribute('data-notice', /already-watched/);
  await expect(station.page.locator('[data-testid="card"][data-card-id="card-c"]')).toHaveCount(0);
});
