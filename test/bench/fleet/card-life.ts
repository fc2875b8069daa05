/** One customer's card: how long it takes, what comes of it, and what D1 says of it meanwhile. */
import type { Random } from '../../seeded.ts';
import { exponential, lognormal } from './chance.ts';
import { isWithin, type Scenario } from './scenario.ts';

export interface CardLife {
  readonly cardId: string;
  /** When the slip was scanned; with all other instants in ms from the beginning. */
  readonly orderedAt: number;
  readonly atPrinterAt: number;
  readonly endsAt: number;
  readonly fails: boolean;
}

export function newCard(cardId: string, orderedAt: number, scenario: Scenario, random: Random): CardLife {
  const making = lognormal(random, scenario.makingMedianMs, scenario.makingSpread);
  return {
    cardId,
    orderedAt,
    atPrinterAt: orderedAt + making * scenario.orderShare,
    endsAt: orderedAt + making,
    fails: random() < scenario.failureShare,
  };
}

/** D1's answer about the card at this moment, as text. `wallAtZero`: what the wall clock shows at 0. */
export function answerFor(card: CardLife, at: number, wallAtZero: number): string {
  const time = (ms: number): string => new Date(Math.round(wallAtZero + ms)).toISOString();
  const ended = at >= card.endsAt;
  const [status, detail] = !ended
    ? ['PENDING', at < card.atPrinterAt ? 'CARD_PROD_REQUESTED' : 'CARD_PROD_READY']
    : card.fails
      ? ['FAILED', 'CARD_PROD_EXCEPTION']
      : ['SUCCESSFUL', 'CARD_PROD_DONE'];
  const operation = {
    operationId: `op-${card.cardId}`,
    operation: 'PRODUCE',
    status,
    startTime: time(card.orderedAt),
    ...(ended ? { endTime: time(card.endsAt) } : {}),
    cardId: card.cardId,
    details: { status: detail },
  };
  return JSON.stringify({ operations: [operation] });
}

/**
 * When the next customer of a station is served, or null when nobody comes in this hour. While D1 is away no card can be
 * ordered, and some of those who could not be served are served in the ten minutes after it.
 */
export function nextArrival(after: number, scenario: Scenario, random: Random): number | null {
  const { doorsOpenAt, outage, waitedShare, cardsPerHour, lengthMs } = scenario;
  const outageMs = outage.until - outage.from;
  const mean = 3_600_000 / cardsPerHour;
  let at = Math.max(after, doorsOpenAt);
  for (;;) {
    // Thinning: drawn at the highest rate of the hour, and taken by the share that holds at that moment.
    at += exponential(random, mean / (1 + waitedShare));
    if (at >= lengthMs) return null;
    if (isWithin(at, outage)) continue;
    const busy = isWithin(at, { from: outage.until, until: outage.until + outageMs });
    if (random() < (busy ? 1 : 1 / (1 + waitedShare))) return at;
  }
}
