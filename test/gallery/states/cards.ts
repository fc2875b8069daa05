/** One card in each phase, and several. */
import type { CardView } from '../../../main/ipc/contract.ts';
import type { GalleryState } from '../states.ts';
import { MINUTE, NOW, SECOND } from '../moment.ts';
import { card, doubtful, DOWN, failed, fault, green, station } from '../views.ts';

const one = (name: string, only: CardView, over = {}): GalleryState => ({
  name,
  view: station({ cards: [only], ...over }),
});

/** The longest id that D1 knows. */
const LONGEST_ID = 'W'.repeat(48);
const LONGEST_REFERENCE = 'Ticket 42 · Filiale Bahnhofstraße · desk';

/** Cards of every kind, in the order that main gives. */
function many(count: number): readonly CardView[] {
  const kinds = [
    failed('production-failed', { reason: 'CB_TIME' }),
    green(),
    doubtful('stale'),
    card({ patience: 'stuck', addedAt: NOW - 17 * MINUTE }),
    card({ patience: 'slow', addedAt: NOW - 7 * MINUTE }),
    card(),
    card({ phase: 'requested' }),
  ];
  return Array.from({ length: count }, (_none, position) => {
    const kind = kinds[Math.min(kinds.length - 1, Math.floor((position * kinds.length) / count))] ?? card();
    return { ...kind, cardId: `card-${String(position + 1).padStart(4, '0')}`, reference: `Ticket ${42 + position}` };
  });
}

export const cardStates: readonly GalleryState[] = [
  one('wait-not-asked', card({ phase: 'not-asked', answerAt: null, answerAgeMs: null, addedAt: NOW - 2 * SECOND })),
  one('wait-not-found', card({ phase: 'not-found', operationId: null })),
  one('wait-requested', card({ phase: 'requested' })),
  one('wait-at-printer', card()),
  one('wait-in-progress', card({ phase: 'in-progress', raw: { status: 'PENDING', detail: 'CARD_PROD_ONGOING' } })),
  one('wait-slow', card({ patience: 'slow', addedAt: NOW - 7 * MINUTE, phaseSince: NOW - 6.5 * MINUTE })),
  one('wait-stuck', card({ patience: 'stuck', addedAt: NOW - 17 * MINUTE, phaseSince: NOW - 16 * MINUTE })),
  one('wait-new-order', card({ phase: 'requested', newOrder: true })),
  one('hand-over', green({ details: { scheme: 'VISA', expiry: '09/29', product: 'Classic' }, proof: 'last-four' })),
  one('hand-over-no-reference', green({ reference: null, proof: 'card-id' })),
  one(
    'hand-over-uncollected',
    green({ addedAt: NOW - 10 * MINUTE, phaseSince: NOW - 9 * MINUTE, endedAt: NOW - 9 * MINUTE }),
  ),
  one('hand-over-longest', green({ cardId: LONGEST_ID, reference: LONGEST_REFERENCE })),
  one('hand-over-sandbox', green(), { environment: 'sandbox', testBuild: true }),
  one('data-failed', failed('data-failed', { reason: 'MISSING_SATELLITEUID' })),
  one(
    'production-failed',
    failed('production-failed', { reason: 'CB_TIME', errorCode: 'P-1042', error: 'Chip time-out' }),
  ),
  one(
    'failed-bank-reason',
    failed('production-failed', {
      reason: 'CHIP_42',
      reasonText: {
        words: 'The chip did not answer',
        do: 'Keep the card. Order a new one from the branch system and print it on the other printer.',
        call: 'Card desk, extension 4711',
      },
    }),
  ),
  one('cancelled', failed('cancelled')),
  one('failed-unknown', failed('failed', { raw: { status: 'FAILED', detail: 'CARD_SHREDDED' } })),
  one(
    'failed-longest',
    failed('failed', {
      cardId: LONGEST_ID,
      reference: LONGEST_REFERENCE,
      raw: { status: 'FAILED', detail: 'X'.repeat(200) },
      reason: 'R'.repeat(200),
      error: 'E'.repeat(200),
    }),
  ),
  one('cannot-tell-stale', doubtful('stale'), { connection: DOWN }),
  one(
    'cannot-tell-contradiction',
    doubtful('contradiction', { phase: 'unclear', raw: { status: 'SUCCESSFUL', detail: 'CARD_PROD_READY' } }),
  ),
  one('cannot-tell-not-found', doubtful('not-found', { phase: 'not-found', operationId: null, endedAt: null })),
  one(
    'cannot-tell-never-answered',
    doubtful('never-answered', { phase: 'not-asked', answerAt: null, answerAgeMs: null, endedAt: null }),
  ),
  one('cannot-tell-clock-jump', doubtful('clock-jump')),
  one(
    'already-handed-over',
    failed('personalised', {
      mark: { kind: 'handed-over', at: NOW - 2 * MINUTE, by: 'AB', second: null, outcome: null },
      acts: ['reject', 'remove'],
    }),
  ),
  one(
    'rejected',
    failed('personalised', {
      mark: { kind: 'rejected', at: NOW - 2 * MINUTE, by: 'AB', second: 'CD', outcome: 'destroyed' },
      acts: ['reject', 'remove'],
    }),
  ),
  one(
    'decided-elsewhere',
    failed('personalised', {
      mark: { kind: 'decided-elsewhere', at: NOW - 2 * MINUTE, by: 'AB', second: 'CD', outcome: null },
      acts: ['reject', 'remove'],
    }),
  ),
  { name: 'several-2', view: station({ cards: [green(), card({ cardId: 'card-0002', reference: 'Ticket 43' })] }) },
  {
    name: 'several-alike',
    view: station({
      cards: [
        green(),
        failed('production-failed', { reason: 'CB_TIME', cardId: 'card-0002' }),
        card({ cardId: `${'A'.repeat(40)}-0000042`, reference: null }),
        card({ cardId: `${'B'.repeat(40)}-0000042`, reference: null }),
      ],
    }),
  },
  { name: 'several-7', view: station({ cards: [...many(7)] }) },
  { name: 'several-40', view: station({ cards: [...many(40)] }) },
  {
    name: 'several-stale',
    view: station({
      cards: many(7).map((each) => ({ ...each, ...doubtful('stale'), cardId: each.cardId, reference: each.reference })),
      connection: DOWN,
      faults: [fault('network', 'timeout')],
    }),
  },
];
