/** A member of staff at the screen: presses what is there, as slowly as a person. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { expect, type Desk } from './fixtures.ts';
import { runCommand, type StationApp } from './station-app.ts';

/** Buttons lie still for 600 ms after the stage has changed; a person is no faster, in ms. */
const PERSON_MS = 700;

export interface ExportedAction {
  readonly kind: string;
  readonly cardId: string;
  readonly operationId: string | null;
  readonly by: string | null;
  readonly second: string | null;
  readonly reason: string | null;
  readonly outcome: string | null;
  readonly correlationId: string | null;
  readonly undoes: number | null;
}

export async function pressAct({ page }: StationApp, act: string): Promise<void> {
  await page.waitForTimeout(PERSON_MS);
  await page.locator(`[data-testid="act"][data-act="${act}"]`).click();
}

/** Opens a dialog and waits for it. */
export async function openDialog(station: StationApp, dialog: string): Promise<void> {
  await pressAct(station, dialog);
  await expect(dialogOf(station)).toHaveAttribute('data-dialog', dialog);
}

export function dialogOf({ page }: StationApp) {
  return page.locator('[data-testid="dialog"]');
}

/** Ticks a point, or chooses an option. */
export async function tick({ page }: StationApp, name: string): Promise<void> {
  await page.waitForTimeout(PERSON_MS);
  await page.locator(`[data-testid="tick"][data-tick="${name}"]`).click();
}

export async function choose({ page }: StationApp, name: string, value: string): Promise<void> {
  await page.waitForTimeout(PERSON_MS);
  await page.locator(`[data-testid="option"][data-choice="${name}"][data-value="${value}"]`).click();
}

/** Types into a field of the dialog, key by key and no faster than a person. */
export async function typeInto({ page }: StationApp, field: string, text: string): Promise<void> {
  await page.locator(`[data-testid="field"][data-field="${field}"]`).focus();
  await page.keyboard.type(text, { delay: 150 });
}

/** Everything on the shortest check list, and the press that ends it. */
export async function handOver(station: StationApp): Promise<void> {
  await openDialog(station, 'hand-over');
  await tick(station, 'readBack');
  await tick(station, 'print');
  await pressAct(station, 'confirm');
}

export async function expectRefused({ page }: StationApp, why: string): Promise<void> {
  await expect(page.locator('[data-testid="refused"]')).toHaveAttribute('data-why', why);
}

export async function expectGiven({ page }: StationApp, cardId: string): Promise<void> {
  await expect(page.locator('[data-testid="given"]')).toHaveAttribute('data-card-id', cardId);
}

/** What the record holds, as `card-station ledger export` gives it beside the running station. */
export async function exported(desk: Desk): Promise<readonly ExportedAction[]> {
  const file = join(desk.folder, 'export.jsonl');
  rmSync(file, { force: true });
  const period = ['--from', '2020-01-01', '--to', '2099-12-31', '--format', 'jsonl', '--output', file];
  const { code, stderr } = await runCommand(desk.place, 'ledger', 'export', ...period);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ExportedAction)
    .filter((row) => typeof row.kind === 'string' && typeof row.cardId === 'string' && row.cardId !== '');
}
