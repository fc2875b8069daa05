/** What D1 says of a card that was ordered twice, an hour apart. */
import type { ReadOutcome } from '../../../../main/tracking/poller.ts';
import { body, CANCELED, DONE, produce, type Pair } from '../tracking/builders.ts';
import type { FakeClock } from '../tracking/fake-clock.ts';

interface Order {
  readonly operationId: string;
  readonly says: Pair;
}

export function twoOrders(older: Order, newer: Order): (cardId: string, clock: FakeClock) => ReadOutcome {
  return (cardId, clock) => ({
    kind: 'body',
    body: body(
      produce(older.says, { cardId, operationId: older.operationId, startTime: '2026-01-20T10:00:00Z' }),
      produce(newer.says, { cardId, operationId: newer.operationId, startTime: '2026-01-20T11:00:00Z' }),
    ),
    sentAt: clock.now(),
    correlationId: 'corr',
  });
}

/** An older order that is done, and the newest one, which was cancelled. */
export const olderIsDone = twoOrders({ operationId: 'older', says: DONE }, { operationId: 'newest', says: CANCELED });
