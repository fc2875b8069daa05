import { describe, expect, it } from 'vitest';

import type { AnswerRecord } from '../../../../main/ledger/answer-row.ts';
import type { Ledger } from '../../../../main/ledger/ledger.ts';
import type { Phase } from '../../../../main/tracking/words.ts';
import { NOON, Profile, storedCard } from './ledger-under-test.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** More than any of these tests writes. */
const ALL = 1_000;

function answer(
  cardId: string,
  operationId: string,
  phase: Exclude<Phase, 'not-asked' | 'not-found'>,
  sentAt: number,
): AnswerRecord {
  const said = { status: 'S', detail: 'D', startMs: NOON, endMs: null, reason: null, errorCode: null, error: null };
  return { cardId, operation: { operationId, phase, ...said }, sentAt, correlationId: null };
}

/** One order that takes a minute. */
const order = (cardId: string, operationId: string, from: number): AnswerRecord[] => [
  answer(cardId, operationId, 'requested', from),
  answer(cardId, operationId, 'at-printer', from + 4_000),
  answer(cardId, operationId, 'personalised', from + MINUTE_MS),
];
const seen = (from: number): [Phase, number][] => [
  ['requested', from],
  ['at-printer', from + 4_000],
  ['personalised', from + MINUTE_MS],
];

function ordersOf(ledger: Ledger, before = NOON + 100 * HOUR_MS, maxRows = ALL): [Phase, number][][] {
  const read = ledger.phasesSeen(before, maxRows);
  if (read.kind === 'fault') throw new Error(read.fault.detail);
  return read.orders.map((one) => [...one].sort((first, second) => first[1] - second[1]));
}

async function saved(answers: readonly AnswerRecord[], look: (ledger: Ledger) => void): Promise<void> {
  await new Profile().run((ledger) => {
    const cards = new Set(answers.map(({ cardId }) => cardId));
    expect(
      ledger.save(
        [...cards].map((cardId) => storedCard(cardId)),
        answers,
      ),
    ).toBeNull();
    look(ledger);
    return Promise.resolve();
  });
}

describe('when the phases of past orders were seen', () => {
  it('is known of each order by itself, in the order in which they ended', async () => {
    const answers = [
      ...order('card-1', 'op-1', NOON),
      ...order('card-2', 'op-2', NOON + 10_000),
      ...order('card-1', 'op-3', NOON + HOUR_MS),
    ];
    await saved(answers, (ledger) =>
      expect(ordersOf(ledger)).toEqual([seen(NOON), seen(NOON + 10_000), seen(NOON + HOUR_MS)]),
    );
  });

  it('is when a phase was seen first: after a restart it is seen again', async () => {
    await saved(
      [...order('card-1', 'op-1', NOON), answer('card-1', 'op-1', 'personalised', NOON + HOUR_MS)],
      (ledger) => expect(ordersOf(ledger)).toEqual([seen(NOON)]),
    );
  });

  it('is what was there before the moment that is asked for', async () => {
    await saved([...order('card-1', 'op-1', NOON), ...order('card-2', 'op-2', NOON + HOUR_MS)], (ledger) => {
      expect(ordersOf(ledger, NOON + HOUR_MS)).toEqual([seen(NOON)]);
      expect(ordersOf(ledger, NOON)).toEqual([]);
    });
  });

  it('is asked of so many rows at most, and an order that may have lost its beginning is left out', async () => {
    const answers = [0, 1, 2, 3].flatMap((hours) => order(`card-${String(hours)}`, 'op', NOON + hours * 2 * HOUR_MS));
    await saved(answers, (ledger) => {
      expect(ordersOf(ledger, undefined, 12)).toHaveLength(3);
      // Of the second order only the end is read, and it goes too.
      expect(ordersOf(ledger, undefined, 8)).toEqual([seen(NOON + 4 * HOUR_MS), seen(NOON + 6 * HOUR_MS)]);
    });
  });

  it('leaves out what it cannot read', async () => {
    const profile = new Profile();
    await profile.run((ledger) => {
      ledger.save(
        [storedCard('card-1'), storedCard('card-2')],
        [...order('card-1', 'op-1', NOON), ...order('card-2', 'op-2', NOON)],
      );
      return Promise.resolve();
    });
    profile.tamper((database) => database.exec(`UPDATE answers SET phase = 'odd' WHERE card_id = 'card-1'`));
    await profile.run((ledger) => {
      expect(ordersOf(ledger)).toEqual([seen(NOON)]);
      return Promise.resolve();
    });
  });
});
