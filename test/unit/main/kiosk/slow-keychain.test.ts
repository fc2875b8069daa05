/** What D1 and staff say while the keychain takes its time to learn of a row that is on disk already. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished, vi } from 'vitest';

import type { ReadOutcome } from '../../../../main/tracking/poller.ts';
import { withAnswersVoided } from '../../../../main/tracking/station-state.ts';
import { MemoryKeychain } from '../credentials/memory-keychain.ts';
import { body, DONE, PROD_EXCEPTION, produce, type Pair } from '../tracking/builders.ts';
import type { FakeClock } from '../tracking/fake-clock.ts';
import { staffedStation, type StaffedStation } from './staffed-station.ts';

const CARD = 'card-0001';

/** Answers writes only when it is let go on. */
class SlowKeychain extends MemoryKeychain {
  private readonly waiting: (() => void)[] = [];
  private slow = false;

  override async set(...args: Parameters<MemoryKeychain['set']>): ReturnType<MemoryKeychain['set']> {
    if (this.slow) await new Promise<void>((resolve) => this.waiting.push(resolve));
    return super.set(...args);
  }

  hold(): void {
    this.slow = true;
  }

  get held(): number {
    return this.waiting.length;
  }

  letGo(): void {
    this.slow = false;
    for (const go of this.waiting.splice(0)) go();
  }
}

interface Place {
  readonly station: StaffedStation;
  readonly keychain: SlowKeychain;
  /** What D1 says from now on. */
  says(pair: Pair): void;
}

/** A green card on stage, long enough to be pressed on. */
async function greenStation(): Promise<Place> {
  let now: Pair = DONE;
  const keychain = new SlowKeychain();
  const d1 = (cardId: string, clock: FakeClock): ReadOutcome => ({
    kind: 'body',
    body: body(produce(now, { cardId, endTime: '2025-01-17T06:30:00.000Z' })),
    sentAt: clock.now(),
    correlationId: 'corr-1',
  });
  const folder = mkdtempSync(join(tmpdir(), 'card-station-slow-'));
  const station = await staffedStation(d1, {}, { folder, keychain });
  onTestFinished(() => station.end());
  station.cards.watch({ cardId: CARD });
  await station.pass(2_000);
  expect(station.stage()?.verdict).toBe('hand-over');
  return { station, keychain, says: (pair) => (now = pair) };
}

const kinds = ({ keeper }: StaffedStation): string[] => {
  const read = keeper.current()?.actionsOf(CARD);
  return read?.kind === 'actions' ? read.actions.map(({ kind }) => kind) : [];
};

async function pressed({ station, keychain }: Place): Promise<void> {
  station.staff.open('hand-over', CARD);
  keychain.hold();
  await station.staff.handOver(station.press());
  await vi.waitFor(() => expect(keychain.held).toBeGreaterThan(0));
}

describe('a handover whose row is on disk', () => {
  it('is said at once, and what D1 says afterwards meets a card that was given', async () => {
    const place = await greenStation();
    const { station, says } = place;
    await pressed(place);
    expect(kinds(station)).toEqual(['handed-over']);
    expect(station.store.getState().desk).toMatchObject({ kind: 'given', cardId: CARD });
    expect(station.show().cards).toEqual([]);
    says(PROD_EXCEPTION);
    await station.pass(31_000);
    place.keychain.letGo();
    await station.pass(1_000);
    // The word to give it away does not come again.
    expect(station.store.getState().desk.kind).toBe('free');
  });

  it('is not said anew after a sleep', async () => {
    const place = await greenStation();
    const { station, keychain } = place;
    await pressed(place);
    station.clock.setWall(8 * 3_600_000);
    station.store.change((state) => withAnswersVoided(state, station.clock.now()));
    station.show();
    keychain.letGo();
    await station.pass(1_000);
    expect(station.store.getState().desk.kind).toBe('free');
  });

  it('keeps nobody waiting: the next card can be given meanwhile', async () => {
    const place = await greenStation();
    const { station } = place;
    await pressed(place);
    station.cards.watch({ cardId: 'card-0002' });
    await station.pass(2_000);
    station.staff.open('hand-over', 'card-0002');
    await station.staff.handOver(station.press());
    expect(station.store.getState().desk).toMatchObject({ kind: 'given', cardId: 'card-0002' });
  });

  it('is known to the keychain before the station ends in order', async () => {
    const place = await greenStation();
    const { station, keychain } = place;
    await pressed(place);
    let ended = false;
    const end = station.keeper.settled().then(() => (ended = true));
    await station.pass(1_000);
    expect(ended).toBe(false);
    const before = keychain.changes;
    keychain.letGo();
    await end;
    expect(keychain.changes).toBeGreaterThan(before);
  });

  it('shows the trouble of a keychain that does not take it in the end', async () => {
    const place = await greenStation();
    const { station, keychain } = place;
    await pressed(place);
    keychain.crash = { afterChanges: keychain.changes, lastOne: 'lost' };
    keychain.letGo();
    await vi.waitFor(() => expect(station.store.getState().faults.has('ledger-head')).toBe(true));
    expect(station.store.getState().desk.kind).toBe('given');
  });
});

describe('a rejection whose row is on disk', () => {
  it('takes the green away at once', async () => {
    const { station, keychain } = await greenStation();
    station.staff.open('reject', CARD);
    keychain.hold();
    const { cardId, operationId, sequence, by, second } = station.press();
    const act = {
      cardId,
      operationId,
      sequence,
      by,
      second,
      act: 'reject',
      reason: 'print',
      outcome: 'destroyed',
    } as const;
    await station.staff.act(act);
    await vi.waitFor(() => expect(keychain.held).toBeGreaterThan(0));
    expect(kinds(station)).toEqual(['rejected']);
    station.staff.close();
    expect(station.stage()?.verdict).not.toBe('hand-over');
  });
});
