import { randomUUID } from 'node:crypto';

import type { SandboxClock } from './clock.ts';
import { SCENARIOS, STATES, type ScenarioName, type StateName, type Step } from './scenarios.ts';
import { SEED_CARD_ID, SEED_CARDS, seedAnswer, seedAnswerFor, type SeedName } from './seed-answers.ts';
import { buildOperation, jumpToNext, operationsAt, type Operation, type Timeline } from './timeline.ts';

/** A body served as it is, whatever it says. */
export interface RawBody {
  readonly body: string;
  readonly status?: number;
  readonly contentType?: string;
}

/** What an operation says when it is set by hand: a name of the table, or any pair of values. */
export type ByHand = { readonly state: StateName } | Pick<Step, 'status' | 'detail' | 'reason' | 'errorCode' | 'error'>;

export interface Order {
  /** Made up when absent. */
  readonly cardId?: string;
  readonly scenario: ScenarioName;
  /** Of the first operation; made up when absent. */
  readonly operationId?: string;
  /** 10 runs the table ten times as fast. 1 by default. */
  readonly speed?: number;
  /** Answer of the card details call; null for a card that this call does not know. */
  readonly details?: Readonly<Record<string, unknown>> | null;
}

/** How the card stands, for the control API. */
export interface CardSummary {
  readonly cardId: string;
  readonly course: ScenarioName | 'set-by-hand' | 'raw-body' | 'seed';
  readonly operations: readonly Operation[];
  readonly canStep: boolean;
}

/** What is to be served for a card: operations, or bytes that are none of our making. */
export type CardAnswer =
  | { readonly kind: 'operations'; readonly operations: readonly Operation[] }
  | { readonly kind: 'raw'; readonly status: number; readonly contentType: string; readonly body: Buffer };

type Course =
  | { readonly kind: 'scenario'; readonly scenario: ScenarioName; readonly timeline: Timeline }
  | { readonly kind: 'set-by-hand'; readonly operations: readonly Operation[] };

interface CardRecord {
  readonly course: Course;
  readonly raw: RawBody | null;
  readonly details: Readonly<Record<string, unknown>> | null;
}

/** Asked for something that cannot be done; the message says why. */
export class CardRefused extends Error {}

export interface Cards {
  order(order: Order): CardSummary;
  /** Brings the next step about now. Throws `CardRefused` where there is none. */
  step(cardId: string): CardSummary;
  /** Stops the card's course at this state of its newest PRODUCE operation; a card that is not there is made. */
  set(cardId: string, state: ByHand): CardSummary;
  /** Serves this body for the card from now on; null gives its own answer back. */
  override(cardId: string, raw: RawBody | null): CardSummary;
  /** What the card details call answers from now on; null for a card that it does not know. The card is made if need be. */
  setDetails(cardId: string, details: Readonly<Record<string, unknown>> | null): CardSummary;
  remove(cardId: string): void;
  removeAll(): void;
  selectSeed(name: SeedName): void;
  list(): CardSummary[];
  /** Null for a card that has no order. */
  answer(cardId: string): CardAnswer | null;
  details(cardId: string): Readonly<Record<string, unknown>> | null;
}

/** D1 publishes what the details hold, not what the properties are called: these names are our own. */
function inventedDetails(): Readonly<Record<string, unknown>> {
  const last4 = String(Math.floor(Math.random() * 10_000)).padStart(4, '0');
  return { cardProductId: 'SANDBOX-DEBIT', scheme: 'VISA', last4, expiryDate: '1228', state: 'ACTIVE' };
}

function stepOf(state: ByHand): Omit<Step, 'order' | 'afterMs'> {
  return { operation: 'PRODUCE', ...('state' in state ? STATES[state.state] : state) };
}

export function createCards(clock: SandboxClock): Cards {
  const cards = new Map<string, CardRecord>();
  let selectedSeed: SeedName = 'CARD_PROD_REQUESTED';

  const operationsOf = ({ course }: CardRecord): readonly Operation[] =>
    course.kind === 'scenario' ? operationsAt(course.timeline, clock.now()) : course.operations;

  const summary = (cardId: string, card: CardRecord): CardSummary => ({
    cardId,
    course: card.raw !== null ? 'raw-body' : card.course.kind === 'scenario' ? card.course.scenario : 'set-by-hand',
    operations: operationsOf(card),
    canStep: card.course.kind === 'scenario' && jumpToNext(card.course.timeline, clock.now()) !== null,
  });

  const put = (cardId: string, card: CardRecord): CardSummary => {
    cards.set(cardId, card);
    return summary(cardId, card);
  };

  const seedBody = (cardId: string): Buffer | null => {
    if (cardId === SEED_CARD_ID) return seedAnswer(selectedSeed);
    const name = SEED_CARDS[cardId];
    return name === undefined ? null : seedAnswerFor(name, cardId);
  };

  const seedSummary = (cardId: string): CardSummary => {
    const body = JSON.parse(seedBody(cardId)?.toString('utf8') ?? '{}') as { operations: Operation[] };
    return { cardId, course: 'seed', operations: body.operations, canStep: false };
  };

  const empty = (): CardRecord => ({ course: { kind: 'set-by-hand', operations: [] }, raw: null, details: null });

  return {
    order: ({ cardId = `card-${randomUUID().slice(0, 13)}`, scenario, operationId, speed = 1, details }) => {
      const { steps } = SCENARIOS[scenario];
      const orders = new Set(steps.map(({ order }) => order)).size;
      const operationIds = Array.from({ length: orders }, (_, order) =>
        order === 0 && operationId !== undefined ? operationId : randomUUID(),
      );
      const timeline = { cardId, steps, orderedAt: clock.now(), speed, operationIds, jumps: [] };
      return put(cardId, {
        course: { kind: 'scenario', scenario, timeline },
        raw: null,
        details: details === undefined ? inventedDetails() : details,
      });
    },
    step: (cardId) => {
      const card = cards.get(cardId);
      if (card?.course.kind !== 'scenario') throw new CardRefused(`${cardId} follows no scenario`);
      const { timeline } = card.course;
      const jump = jumpToNext(timeline, clock.now());
      if (jump === null) throw new CardRefused(`${cardId} has no further step`);
      return put(cardId, {
        ...card,
        course: { ...card.course, timeline: { ...timeline, jumps: [...timeline.jumps, jump] } },
      });
    },
    set: (cardId, state) => {
      const card = cards.get(cardId) ?? empty();
      const operations = operationsOf(card);
      const current = operations.findLast(({ operation }) => operation === 'PRODUCE');
      const now = clock.now();
      const changed = buildOperation(
        {
          operationId: current?.operationId ?? randomUUID(),
          cardId,
          startedAt: current === undefined ? now : Date.parse(current.startTime),
          reachedAt: now,
        },
        stepOf(state),
      );
      const others = operations.filter((operation) => operation !== current);
      return put(cardId, { ...card, raw: null, course: { kind: 'set-by-hand', operations: [...others, changed] } });
    },
    override: (cardId, raw) => put(cardId, { ...(cards.get(cardId) ?? empty()), raw }),
    setDetails: (cardId, details) => put(cardId, { ...(cards.get(cardId) ?? empty()), details }),
    remove: (cardId) => void cards.delete(cardId),
    removeAll: () => {
      cards.clear();
      selectedSeed = 'CARD_PROD_REQUESTED';
    },
    selectSeed: (name) => {
      selectedSeed = name;
    },
    list: () => [
      ...[...cards].map(([cardId, card]) => summary(cardId, card)),
      ...[SEED_CARD_ID, ...Object.keys(SEED_CARDS)].filter((id) => !cards.has(id)).map(seedSummary),
    ],
    answer: (cardId) => {
      const card = cards.get(cardId);
      const body = card === undefined ? seedBody(cardId) : null;
      if (body !== null) return { kind: 'raw', status: 200, contentType: 'application/json', body };
      if (card === undefined) return null;
      if (card.raw !== null) {
        const { status = 200, contentType = 'application/json', body: text } = card.raw;
        return { kind: 'raw', status, contentType, body: Buffer.from(text) };
      }
      const operations = operationsOf(card);
      return operations.length === 0 ? null : { kind: 'operations', operations };
    },
    details: (cardId) => {
      const details = cards.get(cardId)?.details ?? null;
      return details === null ? null : { cardId, ...details };
    },
  };
}
