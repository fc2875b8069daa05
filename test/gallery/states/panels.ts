/** What staff open over the board. */
import type { RecentView } from '../../../main/ipc/contract.ts';
import type { GalleryState, Step } from '../states.ts';
import { MINUTE, NOW } from '../moment.ts';
import { card, station } from '../views.ts';

const tool = (name: string): Step => ({ kind: 'click', selector: `[data-testid="tool"][data-tool="${name}"]` });

/** What was done today, newest first. */
const DONE: readonly RecentView[] = (
  [
    ['handed-over', 'Ticket 41', 'AB', null, null, false],
    ['rejected', 'Ticket 40', 'AB', 'CD', 'destroyed', false],
    ['stored', 'Ticket 39 · Filiale Bahnhofstraße · desk', 'AB', null, null, true],
    ['decided-elsewhere', null, 'AB', 'CD', null, false],
    ['removed', 'Ticket 37', null, null, null, false],
  ] as const
).map(([kind, reference, by, second, outcome, undone], index) => ({
  number: 12 - index,
  cardId: `271b-6e47-8ec3-7f3${String(index)}`,
  reference,
  kind,
  at: NOW - (index + 1) * 17 * MINUTE,
  by,
  second,
  outcome,
  undone,
}));

const key = (name: string): Step => ({ kind: 'click', selector: `[data-testid="pad-key"][data-key="${name}"]` });

export const panelStates: readonly GalleryState[] = [
  { name: 'typing', view: station(), steps: [tool('typing'), { kind: 'scan-keys', text: '271b-6e47-8ec3' }] },
  { name: 'typing-capitals', view: station({ cards: [card()] }), steps: [tool('typing'), key('Shift'), key('a')] },
  { name: 'language', view: station(), steps: [tool('language')] },
  { name: 'language-over-card', view: station({ cards: [card()] }), steps: [tool('language')] },
  { name: 'look-and-sound', view: station(), steps: [tool('look-and-sound')] },
  {
    name: 'look-and-sound-quiet',
    view: station({ sound: { volume: 60, muted: false, quietUntil: NOW + 317 * MINUTE } }),
    steps: [tool('look-and-sound')],
  },
  {
    name: 'recent',
    view: station(),
    answers: { recent: { kind: 'actions', actions: DONE } },
    steps: [tool('recent')],
  },
  {
    name: 'recent-empty',
    view: station(),
    answers: { recent: { kind: 'actions', actions: [] } },
    steps: [tool('recent')],
  },
  {
    name: 'recent-unavailable',
    view: station(),
    answers: { recent: { kind: 'unavailable' } },
    steps: [tool('recent')],
  },
  { name: 'sound-off', view: station({ cards: [card()], sound: { volume: 60, muted: true, quietUntil: null } }) },
];
