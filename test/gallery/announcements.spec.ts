/** What a screen reader is told, and how: progress politely, failures and faults at once, and nothing again and again. */
import { expect, test } from '@playwright/test';

import type { StationView } from '../../main/ipc/contract.ts';
import { openEngine, type Engine } from './engine.ts';
import { openState, showNext, SIZES } from './open-state.ts';
import { card, doubtful, failed, fault, green, station } from './views.ts';

let engine: Engine;
test.beforeAll(async () => {
  engine = await openEngine();
  await engine.resize(SIZES[0]);
});
test.afterAll(() => engine.close());

interface Spoken {
  readonly polite: string;
  readonly alert: string;
}

/** What the live regions hold, every one of its kind joined. */
const REGIONS = `({
  polite: [...document.querySelectorAll('.unseen[role="status"]')].map((each) => each.textContent.trim()).filter(Boolean).join(' | '),
  alert: [...document.querySelectorAll('.unseen[role="alert"]')].map((each) => each.textContent.trim()).filter(Boolean).join(' | '),
})`;
const spoken = (): Promise<Spoken> => engine.page.evaluate<Spoken>(REGIONS);

async function begin(view: StationView): Promise<void> {
  await openState(engine.page, engine.server, { name: 'begin', view });
}

test('a card on its way and one that can be handed over are told politely', async () => {
  await begin(station({ cards: [card()] }));
  expect(await spoken()).toMatchObject({ polite: expect.stringContaining('WAIT'), alert: '' });
  await showNext(engine.page, station({ cards: [green()] }));
  expect(await spoken()).toMatchObject({ polite: expect.stringContaining('HAND OVER'), alert: '' });
});

test('a card that must not be handed over interrupts', async () => {
  await begin(station({ cards: [card()] }));
  await showNext(engine.page, station({ cards: [failed('production-failed')] }));
  const { polite, alert } = await spoken();
  expect(alert).toContain('DO NOT HAND OVER');
  expect(polite).toBe('');
});

test('a fault and a refused press interrupt, each in a whole sentence with what to do', async () => {
  await begin(station({ cards: [green()] }));
  const desk = { kind: 'refused', cardId: green().cardId, why: 'no-answer', at: 0 } as const;
  await showNext(engine.page, station({ cards: [green()], faults: [fault('network', 'dns')], desk }));
  const { alert } = await spoken();
  expect(alert).toContain('The address of D1 cannot be found');
  expect(alert).toContain('Nothing was recorded');
});

test('ages and seconds that only pass are not told', async () => {
  await begin(station({ cards: [doubtful('contradiction')] }));
  const before = await spoken();
  const later = doubtful('contradiction', { answerAgeMs: 200_000 });
  await showNext(
    engine.page,
    station({ cards: [later], connection: { ...station().connection, lastContactAgeMs: 9_000 } }),
  );
  expect(await spoken()).toEqual(before);
});
