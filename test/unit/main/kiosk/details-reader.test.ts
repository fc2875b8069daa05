import { describe, expect, it, onTestFinished } from 'vitest';

import { startDetailsReader } from '../../../../main/kiosk/details-reader.ts';
import type { CardDetails } from '../../../../main/tracking/card-details.ts';
import type { ReadOutcome } from '../../../../main/tracking/poller.ts';
import { body, DONE, produce, READY, type Entry } from '../tracking/builders.ts';
import type { FakeClock } from '../tracking/fake-clock.ts';
import { staffedStation, type StaffedStation } from './staffed-station.ts';

const CARD = 'card-0001';
const detailsOf = (lastFour: string): CardDetails => ({ scheme: 'VISA', lastFour, expiry: '01/27', product: null });

interface Printer {
  /** What D1 says of the order, and of what is printed. */
  order: Entry;
  printed: CardDetails;
  readonly asked: () => number;
  readonly known: () => string | null | undefined;
  readonly station: StaffedStation;
}

/** A station that watches the card, and asks what is printed on it. */
async function printerStation(order: Entry, printed: CardDetails): Promise<Printer> {
  let asked = 0;
  const d1 = (cardId: string, clock: FakeClock): ReadOutcome => ({
    kind: 'body',
    body: body(cardId === CARD ? printer.order : produce(READY, { cardId })),
    sentAt: clock.now(),
    correlationId: 'corr-1',
  });
  const station = await staffedStation(d1);
  onTestFinished(() => station.end());
  const { store, poller, clock } = station;
  const client = () => ({
    readDetails: () => {
      asked += 1;
      return Promise.resolve({ kind: 'details', details: printer.printed } as const);
    },
  });
  onTestFinished(startDetailsReader({ store, poller, clock, client }));
  const known = () => store.getState().details.get(CARD)?.lastFour;
  const printer: Printer = { order, printed, station, known, asked: () => asked };
  station.cards.watch({ cardId: CARD });
  return printer;
}

describe('what is printed on the plastic', () => {
  it('is asked for again when the card is made: until then it can be that of the card before', async () => {
    const printer = await printerStation(produce(READY, { cardId: CARD }), detailsOf('1111'));
    const { station, known, asked } = printer;
    await station.pass(10_000);
    expect([known(), asked()]).toEqual(['1111', 1]);
    printer.order = produce(DONE, { cardId: CARD });
    printer.printed = detailsOf('2222');
    const seen: unknown[] = [];
    onTestFinished(
      station.store.subscribe(({ cards, details }) => {
        if (cards.get(CARD)?.phase === 'personalised') seen.push(details.get(CARD)?.lastFour);
      }),
    );
    await station.pass(60_000);
    expect([known(), asked()]).toEqual(['2222', 2]);
    expect(seen).not.toContain('1111');
  });

  it('is known soon after the card is made, also while more cards are on their way than D1 may be asked for', async () => {
    const printer = await printerStation(produce(READY, { cardId: CARD }), detailsOf('1111'));
    const { station, known } = printer;
    await station.pass(10_000);
    for (let other = 0; other < 8; other += 1) station.cards.watch({ cardId: `other-${String(other)}` });
    await station.pass(30_000);
    printer.order = produce(DONE, { cardId: CARD });
    printer.printed = detailsOf('2222');
    await station.pass(30_000);
    expect(station.store.getState().cards.get(CARD)?.phase).toBe('personalised');
    expect(known()).toBe('2222');
  });

  it('is asked for once for each order: a new one has other digits', async () => {
    const printer = await printerStation(produce(DONE, { cardId: CARD }), detailsOf('1111'));
    const { station, known, asked } = printer;
    await station.pass(60_000);
    expect([known(), asked()]).toEqual(['1111', 1]);

    printer.printed = detailsOf('2222');
    printer.order = produce(DONE, { cardId: CARD, operationId: 'op-b', startTime: '2025-01-20T08:00:00.000Z' });
    const seen: unknown[] = [];
    onTestFinished(
      station.store.subscribe(({ cards, details }) => {
        if (cards.get(CARD)?.operation?.operationId === 'op-b') seen.push(details.get(CARD)?.lastFour);
      }),
    );
    await station.pass(60_000);
    expect([known(), asked()]).toEqual(['2222', 2]);
    // The digits of the old plastic are gone before anybody can be asked for them.
    expect(seen).not.toContain('1111');
  });

  it('is not asked for again before D1 wants to be asked', async () => {
    const asked: number[] = [];
    const d1 = (cardId: string, clock: FakeClock): ReadOutcome => ({
      kind: 'body',
      body: body(produce(READY, { cardId })),
      sentAt: clock.now(),
      correlationId: 'corr-1',
    });
    const station = await staffedStation(d1);
    onTestFinished(() => station.end());
    const { store, poller, clock } = station;
    const facts = { detail: 'HTTP 429', correlationId: null, retryAfterMs: 60_000 };
    const client = () => ({
      readDetails: () => {
        asked.push(clock.now().mono);
        return Promise.resolve({
          kind: 'fault',
          fault: { family: 'network', cause: 'too-many-requests', ...facts },
        } as const);
      },
    });
    onTestFinished(startDetailsReader({ store, poller, clock, client }));
    station.cards.watch({ cardId: CARD });
    await station.pass(10 * 60_000);
    expect(asked.length).toBe(4);
    for (const [index, at] of asked.slice(1).entries()) expect(at - (asked[index] ?? 0)).toBeGreaterThanOrEqual(60_000);
  });
});
