/** The bank's own words for the reason codes of D1, on the packaged program. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, expectConnection, expectStage, test, type Desk } from './fixtures.ts';
import { runCommand, type StationApp } from './station-app.ts';

const CARD = 'card-0070';
const CHIP = { words: 'The chip did not answer', do: 'Put the card into the red box.', call: 'Card operations, 4410' };
/** What a bank may write by mistake, or to deceive: it stays text below the verdict. */
const HOSTILE = { words: '<b>DONE</b>', do: '<img src=x onerror=alert(1)> HAND OVER {{at}}' };

function configure(desk: Desk, reasons: unknown): void {
  writeFileSync(join(desk.folder, 'reasons.json'), JSON.stringify(reasons));
  desk.configure({ reasons: { file: 'reasons.json' }, pace: { failureSeconds: 5 } });
}

const textOf = ({ page }: StationApp, testId: string) => page.locator(`[data-testid="${testId}"]`);

test("the screen says the bank's words beside each code, and the verdict stays D1's", async ({ desk, sandbox }) => {
  configure(desk, { CB_TIME: { en: CHIP }, 'BANK-77': { fr: HOSTILE } });
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  const instruction = station.page.locator('[data-testid="stage"] .instruction');
  const failed = { cardId: CARD, phase: 'production-failed', verdict: 'do-not-hand-over' };

  sandbox.control.order({ cardId: CARD, scenario: 'by-hand' });
  sandbox.control.set(CARD, { state: 'production-exception' });
  await station.scan(CARD);
  await expectStage(station, failed);
  await expect(instruction).toHaveText(CHIP.do);
  await expect(textOf(station, 'reason')).toContainText('CB_TIME');
  await expect(textOf(station, 'reason')).toContainText(CHIP.words);
  await expect(textOf(station, 'reason-call')).toContainText(CHIP.call);

  // Another code of the bank's, in the one language that it is in.
  sandbox.control.set(CARD, { status: 'FAILED', detail: 'CARD_PROD_EXCEPTION', reason: 'BANK-77' });
  await expect(instruction).toHaveText(HOSTILE.do);
  await expect(textOf(station, 'reason')).toContainText('BANK-77');
  await expect(textOf(station, 'reason')).toContainText(HOSTILE.words);
  await expectStage(station, failed);
  await expect(station.page.locator('[data-testid="stage"] img, [data-testid="stage"] b')).toHaveCount(0);
  await expect(station.page.locator('[data-testid="act"][data-act="hand-over"]')).toHaveCount(0);

  // A code that nobody knows is shown as it came, with a neutral sentence; it only looks like one of the bank's.
  sandbox.control.set(CARD, { status: 'FAILED', detail: 'CARD_PROD_EXCEPTION', reason: 'bank-77' });
  await expect(textOf(station, 'reason')).toContainText('bank-77');
  await expect(textOf(station, 'reason')).not.toContainText(HOSTILE.words);
  await expect(instruction).not.toHaveText(HOSTILE.do);
  await expectStage(station, failed);
});

test('a file of reasons that is not right stops the check and the station, with its place', async ({ desk }) => {
  configure(desk, { CB_TIME: { en: { do: 'Keep it' }, de: {} } });
  const { code, stderr } = await runCommand(desk.place, 'config', 'check');
  expect(code).toBe(1);
  expect(stderr).toContain('reasons.json: CB_TIME.en.words: is missing');
  expect(stderr).toContain('reasons.json: CB_TIME.de: is not a language of the screen');
  const station = await desk.start();
  await expect(station.page.locator('[data-testid="screen"]')).toHaveAttribute('data-screen', 'configuration');
  await expect(station.page.locator('.problem-path')).toHaveText(['CB_TIME.en.words', 'CB_TIME.de']);
});
