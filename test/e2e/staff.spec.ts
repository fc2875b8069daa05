/** What staff do at the screen, on the packaged program, with a real record and a real keychain. */
import { readFileSync } from 'node:fs';

import { expect, expectConnection, expectRecord, expectStage, test, type Desk } from './fixtures.ts';
import {
  choose,
  dialogOf,
  expectGiven,
  expectRefused,
  exported,
  handOver,
  openDialog,
  pressAct,
  tick,
  typeInto,
} from './staff-desk.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { StationApp } from './station-app.ts';

/** Each test has a station of its own: they go to whichever lane is free. */
test.describe.configure({ mode: 'parallel' });

const CARD = 'card-0050';

/** A green card is read more often than every 15 s, so that a change of D1's mind shows soon. */
const OFTEN = { greenSeconds: 2 };

async function greenStation(
  desk: Desk,
  sandbox: Sandbox,
  details?: Readonly<Record<string, string>>,
): Promise<StationApp> {
  await desk.provision();
  const station = await desk.start();
  await expectConnection(station, 'ok');
  await expectRecord(station);
  sandbox.control.order({ cardId: CARD, scenario: 'by-hand' });
  if (details !== undefined) sandbox.control.setDetails(CARD, details);
  sandbox.control.set(CARD, { state: 'done' });
  await station.scan(CARD);
  await expectStage(station, { cardId: CARD, verdict: 'hand-over' });
  return station;
}

const readsOf = (sandbox: Sandbox): number =>
  sandbox.control.requests().filter(({ kind, cardId }) => kind === 'status' && cardId === CARD).length;

test('a card is handed over: asked once more, recorded, given, and never green again', async ({ desk, sandbox }) => {
  const station = await greenStation(desk, sandbox);
  await openDialog(station, 'hand-over');
  const confirm = station.page.locator('[data-testid="act"][data-act="confirm"]');
  await expect(confirm).toBeDisabled();
  await tick(station, 'readBack');
  await tick(station, 'print');
  const before = readsOf(sandbox);
  await pressAct(station, 'confirm');
  await expectGiven(station, CARD);
  expect(readsOf(sandbox)).toBeGreaterThan(before);
  await expect(station.page.locator('[data-verdict="hand-over"]')).toHaveCount(0);
  const [row, ...others] = await exported(desk);
  expect(others).toEqual([]);
  expect(row).toMatchObject({ kind: 'handed-over', cardId: CARD });
  expect(row?.correlationId).toMatch(/^[0-9a-f-]{36}$/);
  await pressAct(station, 'close');
  await expectStage(station, { cardId: '', verdict: '' });

  await station.scan(CARD);
  await expectStage(station, { cardId: CARD, verdict: 'do-not-hand-over' });
  await expect(station.page.locator('[data-testid="stage"]')).toContainText(/already handed over/i);
  await expect(station.page.locator('[data-testid="act"][data-act="hand-over"]')).toHaveCount(0);
});

test('a wrong tap is undone: both stand in the record, and the card is asked for anew', async ({ desk, sandbox }) => {
  const station = await greenStation(desk, sandbox);
  await handOver(station);
  await expectGiven(station, CARD);
  await station.page.waitForTimeout(700);
  await station.page.locator('[data-testid="undo"]').first().click();
  await expectStage(station, { cardId: CARD, verdict: 'hand-over' });
  expect((await exported(desk)).map(({ kind }) => kind)).toEqual(['handed-over', 'undone']);
});

test('a press while D1 cannot be reached is not recorded', async ({ desk, sandbox }) => {
  const station = await greenStation(desk, sandbox);
  await openDialog(station, 'hand-over');
  await tick(station, 'readBack');
  await tick(station, 'print');
  await sandbox.control.goOffline();
  await pressAct(station, 'confirm');
  await expectRefused(station, 'no-answer');
  expect(await exported(desk)).toEqual([]);
  await sandbox.control.goOnline();
  await expectStage(station, { cardId: CARD, verdict: 'hand-over' });
});

test('the check list closes when D1 takes its word back', async ({ desk, sandbox }) => {
  desk.configure({ pace: OFTEN });
  const station = await greenStation(desk, sandbox);
  await openDialog(station, 'hand-over');
  await tick(station, 'readBack');
  sandbox.control.set(CARD, { state: 'production-exception' });
  await expect(dialogOf(station)).toHaveCount(0);
  await expectStage(station, { cardId: CARD, verdict: 'do-not-hand-over' });
  await expectRefused(station, 'withdrawn');
  expect(await exported(desk)).toEqual([]);
});

test('two quick presses are one handover', async ({ desk, sandbox }) => {
  const station = await greenStation(desk, sandbox);
  await openDialog(station, 'hand-over');
  await tick(station, 'readBack');
  await tick(station, 'print');
  await station.page.waitForTimeout(700);
  await station.page.locator('[data-testid="act"][data-act="confirm"]').dblclick();
  await expectGiven(station, CARD);
  expect(await exported(desk)).toHaveLength(1);
});

test('a press does nothing just after another card has taken the stage', async ({ desk, sandbox }) => {
  const station = await greenStation(desk, sandbox);
  sandbox.control.order({ cardId: 'card-0051', scenario: 'by-hand' });
  await station.scan('card-0051');
  await expectStage(station, { cardId: CARD });
  // At the moment at which the stage changes, a finger comes down on the same place.
  await station.page.evaluate(`new MutationObserver((_changes, observer) => {
    const stage = document.querySelector('[data-testid="stage"]');
    if (stage?.getAttribute('data-card-id') !== 'card-0051') return;
    observer.disconnect();
    document.querySelectorAll('[data-testid="act"]').forEach((button) => button.click());
    window.pressed = true;
  }).observe(document.body, { subtree: true, childList: true, attributes: true })`);
  sandbox.control.set('card-0051', { state: 'production-exception' });
  await expect.poll(() => station.page.evaluate('window.pressed')).toBe(true);
  await expect(dialogOf(station)).toHaveCount(0);
  await expectStage(station, { cardId: 'card-0051' });
  expect(await exported(desk)).toEqual([]);
});

test('an open dialog holds the stage, and survives a new load of the page', async ({ desk, sandbox }) => {
  const station = await greenStation(desk, sandbox);
  await openDialog(station, 'hand-over');
  sandbox.control.order({ cardId: 'card-0052', scenario: 'by-hand' });
  sandbox.control.set('card-0052', { state: 'production-exception' });
  const delivered = await station.watch('card-0052');
  expect(delivered.code).toBe(0);
  await expect(station.page.locator('[data-testid="card"][data-card-id="card-0052"]')).toHaveAttribute(
    'data-verdict',
    'do-not-hand-over',
  );
  await expectStage(station, { cardId: CARD, verdict: 'hand-over' });
  await station.page.evaluate('location.reload()');
  await expect(dialogOf(station)).toHaveAttribute('data-dialog', 'hand-over');
  await pressAct(station, 'cancel');
  await expectStage(station, { cardId: 'card-0052', verdict: 'do-not-hand-over' });
});

test('a card that leaves the screen takes its dialog with it', async ({ desk, sandbox }) => {
  const station = await greenStation(desk, sandbox);
  await openDialog(station, 'hand-over');
  await station.page.evaluate(`(async () => {
    const view = await window.station.ready();
    const [{ cardId, operationId }] = view.cards;
    await window.station.act({ act: 'remove', cardId, operationId, sequence: view.sequence, by: null, second: null });
  })()`);
  await expect(dialogOf(station)).toHaveCount(0);
  await expectStage(station, { cardId: '', verdict: '' });
  expect((await exported(desk)).map(({ kind }) => kind)).toEqual(['removed']);
});

test('the digits on the plastic are compared with what D1 knows', async ({ desk, sandbox }) => {
  desk.configure({ d1: { cardDetails: true }, checkList: { items: ['Identity document seen'] } });
  const details = { scheme: 'VISA', last4: '4242', expiryDate: '1227' };
  const station = await greenStation(desk, sandbox, details);
  await expect(station.page.locator('[data-testid="stage"]')).toContainText('VISA');
  await openDialog(station, 'hand-over');
  // The digits are for staff to read from the card, so that they stand nowhere on the screen.
  expect(await station.page.content()).not.toContain('4242');
  await typeInto(station, 'lastFour', '4243');
  await tick(station, 'print');
  await tick(station, 'item-0');
  await pressAct(station, 'confirm');
  await expectRefused(station, 'last-four');
  expect(await exported(desk)).toEqual([]);
  await openDialog(station, 'hand-over');
  await typeInto(station, 'lastFour', '4242');
  await tick(station, 'print');
  await tick(station, 'item-0');
  await pressAct(station, 'confirm');
  await expectGiven(station, CARD);
});

test('a badge says who hands over; it is asked of nobody and stands in the record alone', async ({ desk, sandbox }) => {
  desk.configure({ staff: { identity: 'badge', badgePattern: '^B[0-9]{6}$' } });
  const station = await greenStation(desk, sandbox);
  await openDialog(station, 'hand-over');
  await tick(station, 'readBack');
  await tick(station, 'print');
  await expect(station.page.locator('[data-testid="act"][data-act="confirm"]')).toBeDisabled();
  await station.scan('B739164');
  await expect(station.page.locator('[data-testid="badge"][data-read="true"]')).toHaveCount(1);
  await pressAct(station, 'confirm');
  await expectGiven(station, CARD);
  expect(await exported(desk)).toMatchObject([{ kind: 'handed-over', by: 'B739164' }]);
  expect(JSON.stringify(sandbox.control.requests())).not.toContain('B739164');
  expect(readFileSync(station.logFile(), 'utf8')).not.toContain('B739164');
});

test('two people: initials, and never the same person twice', async ({ desk, sandbox }) => {
  desk.configure({ staff: { identity: 'initials', secondForHandOver: true } });
  const station = await greenStation(desk, sandbox);
  await openDialog(station, 'hand-over');
  await tick(station, 'readBack');
  await tick(station, 'print');
  await typeInto(station, 'by', 'ab');
  await typeInto(station, 'second', 'ab');
  await expect(station.page.locator('[data-testid="act"][data-act="confirm"]')).toBeDisabled();
  await station.page.locator('[data-testid="field"][data-field="second"]').fill('');
  await typeInto(station, 'second', 'cd');
  await pressAct(station, 'confirm');
  await expectGiven(station, CARD);
  expect(await exported(desk)).toMatchObject([{ by: 'AB', second: 'CD' }]);
});

test('a card is rejected, and is good after all', async ({ desk, sandbox }) => {
  const station = await greenStation(desk, sandbox);
  await openDialog(station, 'reject');
  await choose(station, 'reason', 'print');
  await choose(station, 'outcome', 'returned');
  await pressAct(station, 'confirm');
  await expectStage(station, { cardId: '' });
  await station.scan(CARD);
  await expectStage(station, { cardId: CARD, verdict: 'do-not-hand-over' });
  await expect(station.page.locator('[data-testid="stage"]')).toContainText(/rejected/i);
  await openDialog(station, 'reject');
  await choose(station, 'reason', 'other');
  await choose(station, 'outcome', 'good-after-all');
  await pressAct(station, 'confirm');
  await expectStage(station, { cardId: CARD, verdict: 'hand-over' });
  expect((await exported(desk)).map(({ kind, outcome }) => [kind, outcome])).toEqual([
    ['rejected', 'returned'],
    ['rejected', 'good-after-all'],
  ]);
});

test('a card is stored for a customer who left, and comes back over a restart', async ({ desk, sandbox }) => {
  const station = await greenStation(desk, sandbox);
  await openDialog(station, 'store');
  await pressAct(station, 'confirm');
  const shelf = station.page.locator('[data-testid="shelf-card"]');
  await expect(shelf).toHaveAttribute('data-card-id', CARD);
  await station.close();
  const next = await desk.start();
  await expect(next.page.locator('[data-testid="shelf-card"]')).toHaveAttribute('data-card-id', CARD);
  await next.page.waitForTimeout(700);
  await next.page.locator('[data-testid="shelf-card"] [data-testid="act"]').click();
  await expectStage(next, { cardId: CARD, verdict: 'hand-over' });
  await expect(next.page.locator('[data-testid="shelf-card"]')).toHaveCount(0);
});

test('two people decide without D1, and it never counts as confirmed', async ({ desk, sandbox }) => {
  desk.configure({ limits: { freshnessLimitSeconds: 5, retryCeilingSeconds: 2 }, pace: OFTEN });
  const station = await greenStation(desk, sandbox);
  await expect(station.page.locator('[data-testid="act"][data-act="decide-elsewhere"]')).toHaveCount(0);
  await sandbox.control.goOffline();
  await expectStage(station, { cardId: CARD, verdict: 'cannot-tell' });
  await openDialog(station, 'decide-elsewhere');
  await expect(station.page.locator('[data-testid="act"][data-act="confirm"]')).toBeDisabled();
  await tick(station, 'present');
  await pressAct(station, 'confirm');
  await expectStage(station, { cardId: '' });
  await sandbox.control.goOnline();
  await station.scan(CARD);
  await expectStage(station, { cardId: CARD, verdict: 'do-not-hand-over' });
  expect(await exported(desk)).toMatchObject([{ kind: 'decided-elsewhere', second: 'present' }]);
});

test('a card is removed, and undo brings it back', async ({ desk, sandbox }) => {
  const station = await greenStation(desk, sandbox);
  await openDialog(station, 'remove');
  await pressAct(station, 'confirm');
  await expectStage(station, { cardId: '' });
  await station.page.waitForTimeout(700);
  await station.page.locator('[data-testid="undo"]').click();
  await expectStage(station, { cardId: CARD, verdict: 'hand-over' });
  expect((await exported(desk)).map(({ kind }) => kind)).toEqual(['removed', 'undone']);
});

test('a failure that was seen gives the stage to the next card', async ({ desk, sandbox }) => {
  const station = await greenStation(desk, sandbox);
  sandbox.control.order({ cardId: 'card-0053', scenario: 'by-hand' });
  sandbox.control.set('card-0053', { state: 'cancelled' });
  await station.scan('card-0053');
  await expectStage(station, { cardId: 'card-0053', verdict: 'do-not-hand-over' });
  await pressAct(station, 'acknowledge');
  await expectStage(station, { cardId: CARD, verdict: 'hand-over' });
});
