import { afterEach, beforeEach, expect, test } from 'vitest';

import type { ListOutcome } from '../../../../main/tracking/listed-cards.ts';
import type { CardDesk } from '../../../../main/intake/card-desk.ts';
import type { IntakeFault } from '../../../../main/intake/folder-intake.ts';
import { createStationList, type StationList } from '../../../../main/intake/station-list.ts';
import { settled, type FakeClock } from '../tracking/fake-clock.ts';
import { testDesk } from './test-desk.ts';

const CORRELATION = 'c-1';
let clock: FakeClock;
let faults: (IntakeFault | null)[];
let outcome: ListOutcome;
let list: StationList;
let known: Set<string>;
let watched: () => string[];
let desk: CardDesk;

beforeEach(() => {
  const made = testDesk({ maxCards: 2 });
  ({ clock, desk } = made);
  watched = () => [...made.store.getState().cards.keys()];
  faults = [];
  known = new Set();
  list = createStationList({
    read: () => Promise.resolve(outcome),
    desk,
    isKnown: (cardId) => known.has(cardId) || made.store.getState().cards.has(cardId),
    pollSeconds: 10,
    clock,
    onFault: (fault) => faults.push(fault),
  });
});
afterEach(() => list.stop());

let started = false;
beforeEach(() => {
  started = false;
});

/** One look, to its end. */
async function settle(): Promise<void> {
  if (started) await clock.run(10_000);
  else list.start();
  started = true;
  await settled();
}

async function look(body: unknown): Promise<void> {
  outcome = { kind: 'body', body };
  await settle();
}

test('each listed card is taken once; one that staff took off does not come back while it is listed', async () => {
  await look({ cards: [{ cardId: 'a', reference: 'Ticket 1' }] });
  expect(watched()).toEqual(['a']);
  desk.remove('a');
  await look({ cards: [{ cardId: 'a' }, { cardId: 'b' }], more: 'ignored' });
  expect(watched()).toEqual(['b']);
  expect(faults).toEqual([]);
});

test('a card that the record knows is not taken', async () => {
  known.add('handed-over');
  await look({ cards: [{ cardId: 'handed-over' }] });
  expect(watched()).toEqual([]);
});

test('a full station takes the next one when there is room, and that is no fault', async () => {
  await look({ cards: [{ cardId: 'a' }, { cardId: 'b' }, { cardId: 'c' }] });
  expect(watched()).toEqual(['a', 'b']);
  expect(faults).toEqual([]);
});

test.each([
  ['no object', [], ''],
  ['no list', { cards: 'a' }, 'cards'],
  ['a number for an id', { cards: [{ cardId: 'a' }, { cardId: 7 }] }, 'cards.1.cardId'],
  ['an unknown key', { cards: [{ cardId: 'a', pan: '4111111111111111' }] }, 'cards.0'],
  ['too many', { cards: Array.from({ length: 61 }, (_, index) => ({ cardId: `c${String(index)}` })) }, 'cards'],
])('%s is a fault, and nothing of the list is taken', async (_what, body, path) => {
  await look(body);
  expect(watched()).toEqual([]);
  expect(faults).toEqual([
    {
      family: 'intake',
      cause: 'list-unusable',
      detail: `the list is not of the agreed form, at "${path}"`,
      correlationId: null,
    },
  ]);
});

test('a card number in the list is refused by the one validator, is not repeated, and spoils no other card', async () => {
  await look({ cards: [{ cardId: '4111111111111111' }, { cardId: 'a' }] });
  expect(watched()).toEqual(['a']);
  expect(faults).toMatchObject([{ cause: 'list-unusable', detail: '1 of the listed cards refused: card-number' }]);
  await look({ cards: [{ cardId: 'a' }] });
  expect(faults.at(-1)).toBeNull();
});

test('a relay that is away is a fault once, and it ends; without a sign-in nothing is said', async () => {
  outcome = { kind: 'unreachable', detail: 'HTTP 502', correlationId: CORRELATION };
  await settle();
  await settle();
  outcome = { kind: 'not-now' };
  await settle();
  expect(faults).toEqual([
    { family: 'intake', cause: 'list-unreachable', detail: 'HTTP 502', correlationId: CORRELATION },
  ]);
  await look({ cards: [] });
  expect(faults.at(-1)).toBeNull();
});

test('a relay that asks to be left alone is left alone for so long', async () => {
  let asked = 0;
  const polite = createStationList({
    read: () => {
      asked += 1;
      return Promise.resolve({ kind: 'unreachable', detail: 'HTTP 429', correlationId: null, retryAfterMs: 60_000 });
    },
    desk,
    isKnown: () => false,
    pollSeconds: 10,
    clock,
    onFault: () => undefined,
  });
  polite.start();
  await clock.run(59_000);
  expect(asked).toBe(1);
  await clock.run(1_000);
  expect(asked).toBe(2);
  polite.stop();
});

test('each look has a signal of its own, so that none gathers what looks of months leave on it; the last one is ended', async () => {
  const signals: AbortSignal[] = [];
  const looking = createStationList({
    read: (signal) => {
      signals.push(signal);
      return signals.length < 3 ? Promise.resolve({ kind: 'not-now' }) : new Promise(() => undefined);
    },
    desk,
    isKnown: () => false,
    pollSeconds: 10,
    clock,
    onFault: () => undefined,
  });
  looking.start();
  await clock.run(30_000);
  expect(new Set(signals).size).toBe(3);
  looking.stop();
  expect(signals.at(-1)?.aborted).toBe(true);
});
