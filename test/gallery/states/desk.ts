/** What staff do with a card. */
import type { CardView, DeskView, StationView } from '../../../main/ipc/contract.ts';
import { ACT_REFUSALS } from '../../../main/tracking/words.ts';
import type { GalleryState, Step } from '../states.ts';
import { MINUTE, NOW, SECOND } from '../moment.ts';
import { card, doubtful, DOWN, failed, green, station } from '../views.ts';

const VISA = { scheme: 'VISA', expiry: '09/29', product: 'Classic' };
const BOTH_SECOND = { secondForHandOver: true, secondForReject: true };
const ITEMS = ['Identity document seen', 'Customer has signed for the card'];

function open(dialog: Extract<DeskView, { kind: 'open' }>['dialog'], on: CardView, over: Partial<StationView> = {}) {
  return station({ cards: [on], desk: { kind: 'open', dialog, cardId: on.cardId }, ...over });
}

const staff = (over: Partial<StationView['staff']>): Partial<StationView> => ({
  staff: { ...station().staff, ...over },
});
const tick = (name: string): Step => ({ kind: 'click', selector: `[data-testid="tick"][data-tick="${name}"]` });
const option = (choice: string, value: string): Step => ({
  kind: 'click',
  selector: `[data-testid="option"][data-choice="${choice}"][data-value="${value}"]`,
});
const field = (name: string, text: string): Step => ({
  kind: 'type',
  selector: `[data-testid="field"][data-field="${name}"]`,
  text,
});

const lastFour = green({ proof: 'last-four', details: VISA });

export const deskStates: readonly GalleryState[] = [
  { name: 'check-list', view: open('hand-over', green()) },
  {
    name: 'check-list-alike',
    view: {
      ...open('hand-over', green()),
      cards: [green(), card({ cardId: 'card-0002', reference: green().reference })],
    },
  },
  { name: 'check-list-last-four', view: open('hand-over', lastFour) },
  {
    name: 'check-list-complete',
    view: open('hand-over', lastFour, staff({ checkItems: ITEMS })),
    steps: [field('lastFour', '4242'), tick('print'), tick('item-0'), tick('item-1'), field('by', 'AB')],
  },
  {
    name: 'check-list-badges',
    view: open('hand-over', green(), staff({ identity: 'badge', ...BOTH_SECOND, checkItems: ITEMS })),
  },
  {
    name: 'check-list-others',
    view: {
      ...open('hand-over', green()),
      cards: [green(), card({ cardId: 'card-0002', reference: 'Ticket 43' })],
    },
  },
  {
    name: 'checking',
    view: station({
      cards: [green()],
      desk: { kind: 'checking', cardId: green().cardId, since: NOW - SECOND, limitMs: 4_000 },
    }),
  },
  {
    name: 'given',
    view: station({
      desk: { kind: 'given', cardId: green().cardId, reference: 'Ticket 42', at: NOW - 3 * SECOND, leftMs: 27_000 },
      undo: { number: 12, kind: 'handed-over', cardId: green().cardId, reference: 'Ticket 42', leftMs: 27_000 },
    }),
  },
  ...ACT_REFUSALS.map((why) => ({
    name: `refused-${why}`,
    view: station({
      cards: [why === 'withdrawn' ? doubtful('contradiction', { phase: 'unclear' }) : green()],
      desk: { kind: 'refused' as const, cardId: green().cardId, why, at: NOW - SECOND },
    }),
  })),
  { name: 'reject', view: open('reject', green(), staff(BOTH_SECOND)) },
  {
    name: 'reject-complete',
    view: open('reject', green()),
    steps: [option('outcome', 'destroyed'), option('reason', 'print'), field('by', 'AB')],
  },
  {
    name: 'reject-good-after-all',
    view: open(
      'reject',
      failed('personalised', {
        mark: { kind: 'rejected', at: NOW - 2 * MINUTE, by: 'AB', second: null, outcome: 'returned' },
        acts: ['reject', 'remove'],
      }),
    ),
    steps: [option('outcome', 'good-after-all'), field('by', 'AB')],
  },
  { name: 'store', view: open('store', green()) },
  { name: 'decide-elsewhere', view: open('decide-elsewhere', doubtful('stale'), { connection: DOWN }) },
  { name: 'remove', view: open('remove', card()) },
  {
    name: 'undo',
    view: station({
      cards: [card({ cardId: 'card-0002', reference: 'Ticket 43' })],
      undo: { number: 12, kind: 'stored', cardId: green().cardId, reference: 'Ticket 42', leftMs: 22_000 },
      shelf: [{ cardId: green().cardId, reference: 'Ticket 42', place: 'stored', since: NOW - MINUTE }],
    }),
  },
];
