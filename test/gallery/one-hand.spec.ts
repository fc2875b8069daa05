/** A whole handover, and what else staff do, with the keyboard alone and with fingers alone. */
import { expect, test } from '@playwright/test';

import type { StationView } from '../../main/ipc/contract.ts';
import { openEngine, type Engine } from './engine.ts';
import { asked, fingersOf, KEY_MS, keyboardOf, shows, type Hands } from './hands.ts';
import { later, openState, SIZES } from './open-state.ts';
import { STATES } from './states.ts';
import { card, green, station } from './views.ts';

let engine: Engine;
test.beforeAll(async () => {
  engine = await openEngine({ hasTouch: true });
  await engine.resize(SIZES[1]);
});
test.afterAll(() => engine.close());

const READY = green({ proof: 'last-four', details: { scheme: 'VISA', expiry: '09/29', product: 'Classic' } });
const { cardId } = READY;
const UNDO = { number: 12, kind: 'handed-over', cardId, reference: READY.reference, leftMs: 27_000 } as const;
const GIVEN = { kind: 'given', cardId, reference: READY.reference, at: station().at, leftMs: 27_000 } as const;
const CHECKING = { kind: 'checking', cardId, since: station().at, limitMs: 4_000 } as const;

const act = (name: string): string => `[data-testid="act"][data-act="${name}"]`;
const tool = (name: string): string => `[data-testid="tool"][data-tool="${name}"]`;
const option = (choice: string, value: string): string =>
  `[data-testid="option"][data-choice="${choice}"][data-value="${value}"]`;
const PRINT = '[data-testid="tick"][data-tick="print"]';

const onDesk = (desk: StationView['desk'], over: Partial<StationView> = {}): StationView =>
  station({ cards: [READY], desk, ...over });

/** Opens a dialog of the card on stage, as the program answers it. */
async function open(hands: Hands, dialog: 'hand-over' | 'reject'): Promise<void> {
  await hands.press(act(dialog));
  expect(await asked(engine.page, 'open')).toEqual([dialog, cardId]);
  await shows(engine.page, onDesk({ kind: 'open', dialog, cardId }));
  await expect(engine.page.locator(`[data-testid="dialog"][data-dialog="${dialog}"]`)).toBeVisible();
}

async function handOverAndUndo(hands: Hands): Promise<void> {
  const { page } = engine;
  await open(hands, 'hand-over');
  await hands.fill('lastFour', '4242');
  await hands.press(PRINT);
  await expect(page.locator(PRINT)).toHaveAttribute('aria-checked', 'true');
  await hands.fill('by', 'AB');
  await hands.press(act('confirm'));
  expect(await asked(page, 'handOver')).toMatchObject([{ cardId, lastFour: '4242', print: true, by: 'AB' }]);
  await shows(page, onDesk(CHECKING));
  await shows(page, station({ desk: GIVEN, undo: UNDO }));
  await hands.press('[data-testid="given"] [data-testid="undo"]');
  expect(await asked(page, 'undo')).toEqual([12]);
  await shows(page, station({ cards: [READY] }));
}

async function reject(hands: Hands): Promise<void> {
  const { page } = engine;
  await open(hands, 'reject');
  await hands.press(option('outcome', 'destroyed'));
  await hands.press(option('reason', 'print'));
  await hands.fill('by', 'AB');
  await hands.press(act('confirm'));
  expect(await asked(page, 'act')).toMatchObject([{ act: 'reject', cardId, outcome: 'destroyed', reason: 'print' }]);
  await shows(page, station());
}

/** Each panel of the foot: what is chosen there reaches the program, and there is a way back. */
async function setAndLookUp(hands: Hands): Promise<void> {
  const { page } = engine;
  const panel = page.locator('[data-testid="panel"]');
  await hands.press(tool('language'));
  await later(page);
  await hands.press(option('language', 'fr'));
  expect(await asked(page, 'choose')).toEqual([{ choice: 'language', value: 'fr' }]);
  await shows(page, station({ language: 'fr' }));
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await expect(panel).toHaveCount(0);
  await hands.press(tool('look-and-sound'));
  await later(page);
  await hands.press(option('theme', 'light'));
  expect(await asked(page, 'choose')).toEqual([{ choice: 'theme', value: 'light' }]);
  await hands.press(act('close-panel'));
  await expect(panel).toHaveCount(0);
  await hands.press(tool('recent'));
  await expect(page.locator('[data-testid="recent-row"]')).not.toHaveCount(0);
  await later(page);
  await hands.press(act('close-panel'));
  await expect(panel).toHaveCount(0);
}

/** With what the program answers to whoever looks up what was done today. */
async function begin(view: StationView): Promise<void> {
  const { answers = {} } = STATES.find(({ name }) => name === 'recent') ?? {};
  await openState(engine.page, engine.server, { name: 'begin', view, answers });
}

for (const [name, handsOf] of [
  ['the keyboard', keyboardOf],
  ['fingers', fingersOf],
] as const) {
  test(`${name} alone: a handover and its undo`, async () => {
    await begin(station({ cards: [READY] }));
    await handOverAndUndo(handsOf(engine.page));
  });

  test(`${name} alone: a rejection`, async () => {
    await begin(station({ cards: [READY] }));
    await reject(handsOf(engine.page));
  });

  test(`${name} alone: language, colours, what was done today`, async () => {
    await begin(station());
    await setAndLookUp(handsOf(engine.page));
  });
}

test('a card id is typed anywhere and sent with Enter', async () => {
  await begin(station());
  await engine.page.keyboard.type('card-0050', { delay: 90 });
  await expect(engine.page.locator('[data-testid="typing"]')).toContainText('card-0050');
  await engine.page.keyboard.press('Enter');
  expect(await asked(engine.page, 'watch')).toEqual(['card-0050', 'typed']);
});

test('fingers alone: a card id on the pad of the screen', async () => {
  await begin(station({ cards: [READY] }));
  const { page } = engine;
  const hands = fingersOf(page);
  await hands.press(tool('typing'));
  for (const key of ['7', 'b', 'erase', '-', 'Shift', 'q', 'Shift', '_']) {
    await hands.press(`[data-testid="pad-key"][data-key="${key}"]`);
    // The program goes on speaking meanwhile; else the page says that it is silent.
    await shows(page, station({ cards: [READY] }));
  }
  await expect(page.locator('[data-testid="typing-line"]')).toHaveText('7-Q_');
  await hands.press(act('show-typed'));
  expect(await asked(page, 'watch')).toEqual(['7-Q_', 'typed']);
  await expect(page.locator('[data-testid="panel"]')).toHaveCount(0);
  await hands.press(tool('typing'));
  await expect(page.locator(act('show-typed'))).toBeDisabled();
});

test('Escape closes a dialog, and the focus is again on the button that opened it', async () => {
  await begin(station({ cards: [READY] }));
  await open(keyboardOf(engine.page), 'reject');
  await engine.page.keyboard.press('Escape');
  await asked(engine.page, 'close');
  await shows(engine.page, station({ cards: [READY] }));
  await expect(engine.page.locator(act('reject'))).toBeFocused();
});

test('the focus goes to no button of another card', async () => {
  await begin(station({ cards: [READY] }));
  await open(keyboardOf(engine.page), 'reject');
  await shows(engine.page, station({ cards: [green({ cardId: 'card-0002' })] }));
  await expect(engine.page.locator(act('reject'))).toBeVisible();
  await expect(engine.page.locator('body')).toBeFocused();
});

for (const name of ['typing', 'language', 'look-and-sound', 'recent']) {
  test(`Escape closes the panel ${name}, and the focus is again on its button`, async () => {
    await begin(station({ cards: [card()] }));
    await keyboardOf(engine.page).press(tool(name));
    await expect(engine.page.locator('[data-testid="panel"]')).toBeFocused();
    await engine.page.keyboard.press('Escape');
    await expect(engine.page.locator('[data-testid="panel"]')).toHaveCount(0);
    await expect(engine.page.locator(tool(name))).toBeFocused();
  });
}

test('in a dialog Tab goes round and comes to nothing outside of it', async () => {
  await begin(onDesk({ kind: 'open', dialog: 'hand-over', cardId }));
  const seen = new Set<string>();
  for (let stop = 0; stop < 12; stop += 1) {
    seen.add(
      await engine.page.evaluate<string>(
        `(({ activeElement }) => (activeElement.closest('.dialog') === null ? 'outside' : activeElement.dataset.act ?? activeElement.dataset.field ?? activeElement.dataset.tick ?? ''))(document)`,
      ),
    );
    await engine.page.waitForTimeout(KEY_MS);
    await engine.page.keyboard.press(stop < 6 ? 'Tab' : 'Shift+Tab');
  }
  expect([...seen].sort()).toEqual(['by', 'cancel', 'lastFour', 'print']);
});
