/** What D1 says of the card's orders: unknown, contradictory, of another card, doubled, out of order, gone. */
import type { DeskPlan, Expected, FaultCase, Scene, Told } from '../case.ts';
import { truthOf } from '../outage.ts';
import { PLAIN, type PlainStand } from '../plans.ts';
import type { Truth } from '../truth.ts';

const plan: DeskPlan<PlainStand> = PLAIN;
const UNCLEAR: Expected = { phase: 'unclear', verdict: 'cannot-tell', fault: null, connection: 'ok' };

/** A card without an answer is a `wait` for its first 10 s. */
const SEEN_LIMIT_MS = 14_000;

type Entry = Readonly<Record<string, unknown>>;

/** One entry of an answer; what is given replaces what a good one holds. */
function entry(cardId: string, changes: Entry = {}): Entry {
  return {
    operationId: 'operation-1',
    operation: 'PRODUCE',
    status: 'SUCCESSFUL',
    startTime: '2026-01-15T09:00:00.000Z',
    endTime: '2026-01-15T09:05:00.000Z',
    cardId,
    details: { status: 'CARD_PROD_DONE' },
    ...changes,
  };
}

const NEWER = { operationId: 'operation-2', startTime: '2026-01-15T10:00:00.000Z', endTime: undefined };
const PENDING = { status: 'PENDING', details: { status: 'CARD_PROD_READY' } };

interface Served {
  readonly name: string;
  readonly says: string;
  readonly entries: (cardId: string) => readonly Entry[];
  readonly screen: Expected;
  readonly truth?: Truth;
  readonly families?: readonly string[];
  /** What is served afterwards, and what the screen then says; one green order when absent. */
  readonly after?: { readonly entries: (cardId: string) => readonly Entry[]; readonly screen: Expected };
}

const GOOD = { entries: (cardId: string) => [entry(cardId)], screen: truthOf('done') };

function served(options: Served): FaultCase<PlainStand> {
  const { name, says, entries, screen, truth = 'not-done', families = [], after = GOOD } = options;
  const body = (list: readonly Entry[]): string => JSON.stringify({ operations: list });
  return {
    name,
    says,
    plan,
    families,
    async run(scene) {
      scene.serve(body(entries(scene.cardId)), truth);
      await scene.scan({});
      const seen = await scene.until(screen, SEEN_LIMIT_MS);
      scene.serve(body(after.entries(scene.cardId)), after.screen.verdict === 'hand-over' ? 'done' : 'not-done');
      const mendedAt = performance.now();
      await scene.until(after.screen, 8_000);
      return { screen: seen, recoveredS: (performance.now() - mendedAt) / 1_000 };
    },
  };
}

async function gone(scene: Scene<PlainStand>, before: 'ready' | 'done'): Promise<Told> {
  await scene.set(before);
  await scene.scan(truthOf(before));
  scene.forget();
  return { screen: await scene.until(UNCLEAR, 8_000), recoveredS: null };
}

export const ORDER_CASES: readonly FaultCase<PlainStand>[] = [
  served({
    name: 'unknown-status',
    says: 'a status that nobody knows',
    entries: (cardId) => [entry(cardId, { status: 'ARCHIVED' })],
    screen: UNCLEAR,
  }),
  served({
    name: 'unknown-success',
    says: 'SUCCESSFUL with CARD_PROD_COMPLETED',
    entries: (cardId) => [entry(cardId, { details: { status: 'CARD_PROD_COMPLETED' } })],
    screen: UNCLEAR,
  }),
  served({
    name: 'look-alike',
    says: 'CARD_PROD_DONE with a Cyrillic letter',
    entries: (cardId) => [entry(cardId, { details: { status: 'CARD_PR\u041eD_DONE' } })],
    screen: UNCLEAR,
  }),
  served({
    name: 'contradiction',
    says: 'PENDING with CARD_PROD_DONE',
    entries: (cardId) => [entry(cardId, { status: 'PENDING' })],
    screen: UNCLEAR,
  }),
  served({
    name: 'failed-done',
    says: 'FAILED with CARD_PROD_DONE',
    entries: (cardId) => [entry(cardId, { status: 'FAILED' })],
    screen: UNCLEAR,
  }),
  served({
    name: 'other-card',
    says: "another card's finished order",
    entries: () => [entry('some-other-card')],
    screen: { phase: 'not-found', verdict: 'wait', fault: null },
  }),
  served({
    name: 'other-operation',
    says: 'another operation is done, PRODUCE is pending',
    entries: (cardId) => [entry(cardId, PENDING), entry(cardId, { ...NEWER, operation: 'UPDATE_ORDER' })],
    screen: { phase: 'at-printer', verdict: 'wait', fault: null },
  }),
  served({
    name: 'newest-malformed',
    says: 'the newest order has no operationId, an older one is done',
    entries: (cardId) => [entry(cardId, { ...NEWER, ...PENDING, operationId: undefined }), entry(cardId)],
    screen: { phase: 'not-asked', verdict: 'cannot-tell', fault: 'malformed/shape' },
    families: ['malformed'],
  }),
  served({
    name: 'doubled',
    says: 'the same finished order twice, alike',
    entries: (cardId) => [entry(cardId), entry(cardId)],
    screen: truthOf('done'),
    truth: 'done',
  }),
  served({
    name: 'doubled-unlike',
    says: 'the same order twice, done and pending',
    entries: (cardId) => [entry(cardId), entry(cardId, PENDING)],
    screen: UNCLEAR,
  }),
  served({
    name: 'newest-first',
    says: 'a newer pending order, listed before the done one',
    entries: (cardId) => [entry(cardId, { ...NEWER, ...PENDING }), entry(cardId)],
    screen: { phase: 'at-printer', verdict: 'wait', fault: null },
    after: { entries: (cardId) => [entry(cardId), entry(cardId, NEWER)], screen: truthOf('done') },
  }),
  served({
    name: 'newest-last',
    says: 'a newer pending order, listed after the done one',
    entries: (cardId) => [entry(cardId), entry(cardId, { ...NEWER, ...PENDING })],
    screen: { phase: 'at-printer', verdict: 'wait', fault: null },
    after: { entries: (cardId) => [entry(cardId, NEWER), entry(cardId)], screen: truthOf('done') },
  }),
  {
    name: '404-then-found',
    says: 'D1 does not know the card yet, then does',
    plan,
    families: [],
    async run(scene) {
      await scene.scan({ phase: 'not-found', verdict: 'wait', fault: null });
      const screen = await scene.look();
      await scene.set('done');
      const orderedAt = performance.now();
      await scene.until(truthOf('done'), 8_000);
      return { screen, recoveredS: (performance.now() - orderedAt) / 1_000 };
    },
  },
  {
    name: 'found-then-404',
    says: 'the order of a card at the printer is gone',
    plan,
    families: [],
    run: (scene) => gone(scene, 'ready'),
  },
  {
    name: 'done-then-404',
    says: 'the order of a green card is gone',
    plan,
    families: [],
    run: (scene) => gone(scene, 'done'),
  },
];
