/** What the screen says when the disk takes its time with a row, or cannot read what is on it. */
import { describe, expect, it, onTestFinished } from 'vitest';

import type { Ledger } from '../../../../main/ledger/ledger.ts';
import type { ReadOutcome } from '../../../../main/tracking/poller.ts';
import { body, DONE, produce } from '../tracking/builders.ts';
import type { FakeClock } from '../tracking/fake-clock.ts';
import { staffedStation, type StaffedStation } from './staffed-station.ts';

const CARD = 'card-0001';
const UNREADABLE = {
  kind: 'fault',
  fault: { family: 'ledger', cause: 'damaged', detail: 'made', correlationId: null },
} as const;

const says = (cardId: string, clock: FakeClock): ReadOutcome => ({
  kind: 'body',
  body: body(produce(DONE, { cardId, endTime: '2025-01-17T06:30:00.000Z' })),
  sentAt: clock.now(),
  correlationId: 'corr-1',
});

async function greenStation(): Promise<{
  readonly station: StaffedStation;
  readonly ledger: { -readonly [K in keyof Ledger]: Ledger[K] };
}> {
  const station = await staffedStation(says);
  onTestFinished(() => station.end());
  await watched(station);
  const ledger = station.keeper.current();
  if (ledger === null) throw new Error('the record is not open');
  return { station, ledger };
}

async function watched(station: StaffedStation): Promise<void> {
  station.cards.watch({ cardId: CARD });
  await station.pass(2_000);
}

describe('a row that the machine fell asleep over', () => {
  it('is in the record, and nobody is told to give a card away by an answer of before', async () => {
    const { station, ledger } = await greenStation();
    const record = ledger.record;
    ledger.record = (...row) => {
      const outcome = record(...row);
      station.clock.setWall(8 * 3_600_000);
      return outcome;
    };
    station.staff.open('hand-over', CARD);
    await station.staff.handOver(station.press());
    station.show();
    expect(station.store.getState().desk.kind).toBe('free');
    await watched(station);
    expect(station.stage()?.judgement).toMatchObject({ verdict: 'do-not-hand-over', mark: { kind: 'handed-over' } });
  });
});

describe('an undo after which the record cannot be read', () => {
  it('leaves in force what lay under the action that was taken back', async () => {
    const { station, ledger } = await greenStation();
    const reject = (outcome: 'returned' | 'good-after-all') =>
      station.staff.act({ ...station.press(), act: 'reject', reason: 'print', outcome });
    await reject('returned');
    await watched(station);
    await reject('good-after-all');
    await station.pass(1_000);
    expect(station.stage()?.verdict).toBe('hand-over');
    const read = ledger.actionsOf;
    ledger.actionsOf = () => UNREADABLE;
    await station.staff.undo(2);
    await station.pass(2_000);
    ledger.actionsOf = read;
    await station.pass(11_000);
    expect(station.stage()?.judgement).toMatchObject({ verdict: 'do-not-hand-over', mark: { kind: 'rejected' } });
  });
});
