/** A teller's morning on the packaged program: twelve cards, two failures, one cancelled, one outage, a wrong scan, a language. */
import { expect, expectConnection, expectStage, test } from './fixtures.ts';
import { expectGiven, exported, openDialog, pressAct, tick } from './staff-desk.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { StationApp } from './station-app.ts';

/** Buttons lie still for 600 ms after the stage has changed; a person is no faster, in ms. */
const PERSON_MS = 700;

const cardId = (number: number): string => `card-${String(700 + number)}`;

async function handOverShown(station: StationApp, card: string): Promise<void> {
  await expectStage(station, { cardId: card, verdict: 'hand-over' });
  await openDialog(station, 'hand-over');
  await tick(station, 'readBack');
  await tick(station, 'print');
  await pressAct(station, 'confirm');
  await expectGiven(station, card);
  await pressAct(station, 'close');
}

async function order(sandbox: Sandbox, station: StationApp, card: string): Promise<void> {
  sandbox.control.order({ cardId: card, scenario: 'by-hand' });
  await station.scan(card);
  await expectStage(station, { cardId: card, phase: 'requested', verdict: 'wait' });
}

test('twelve cards, two failures, one cancelled, one outage, a wrong scan, a change of language', async ({
  desk,
  sandbox,
}) => {
  test.slow();
  await desk.provision();
  const station = await desk.start();
  const { page } = station;
  await expectConnection(station, 'ok');

  // Eight cards, one after the other, each from the slip to the customer.
  for (let number = 1; number <= 8; number += 1) {
    const card = cardId(number);
    await order(sandbox, station, card);
    sandbox.control.set(card, { state: 'ready' });
    await expectStage(station, { cardId: card, phase: 'at-printer' });
    sandbox.control.set(card, { state: 'done' });
    await handOverShown(station, card);
  }

  // A wrong scan changes nothing and says what it was.
  await station.scan('4111111111111111');
  await expect(page.locator('[data-testid="notice"]')).toHaveAttribute('data-notice', 'card-number');
  await expectStage(station, { cardId: '', verdict: '' });

  // The colleague reads French: the verdict is the same fact in other words.
  await page.waitForTimeout(PERSON_MS);
  await page.locator('[data-testid="tool"][data-tool="language"]').click();
  await page.waitForTimeout(PERSON_MS);
  await page.locator('[data-testid="option"][data-choice="language"][data-value="fr"]').click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');

  // Two failures and a cancelled order: none can be handed over, each is put away as rejected by the next press.
  for (const [number, state, phase] of [
    [9, 'data-exception', 'data-failed'],
    [10, 'production-exception', 'production-failed'],
    [11, 'cancelled', 'cancelled'],
  ] as const) {
    const card = cardId(number);
    await order(sandbox, station, card);
    sandbox.control.set(card, { state });
    await expectStage(station, { cardId: card, phase, verdict: 'do-not-hand-over' });
    await expect(page.locator('.word')).toHaveText('NE PAS REMETTRE');
    await expect(page.locator('[data-act="hand-over"]')).toHaveCount(0);
    await openDialog(station, 'remove');
    await pressAct(station, 'confirm');
    await expectStage(station, { cardId: '', verdict: '' });
  }

  // The line to D1 is cut while the last card is green: it cannot be handed over until D1 says so again.
  const last = cardId(12);
  await order(sandbox, station, last);
  sandbox.control.set(last, { state: 'done' });
  await expectStage(station, { cardId: last, verdict: 'hand-over' });
  await sandbox.control.goOffline();
  await openDialog(station, 'hand-over');
  await tick(station, 'readBack');
  await tick(station, 'print');
  await pressAct(station, 'confirm');
  await expect(page.locator('[data-testid="refused"]')).toHaveAttribute('data-why', 'no-answer');
  await sandbox.control.goOnline();
  await expectConnection(station, 'ok');
  await pressAct(station, 'close');
  await handOverShown(station, last);

  // The record of the morning: nine cards were given, three were taken off the screen, and nothing else.
  const rows = await exported(desk);
  const kinds = rows.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'handed-over')).toHaveLength(9);
  expect(kinds.filter((kind) => kind === 'removed')).toHaveLength(3);
  expect(rows).toHaveLength(12);
});
