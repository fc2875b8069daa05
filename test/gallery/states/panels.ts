/** What staff open over the board. */
import type { GalleryState, Step } from '../states.ts';
import { MINUTE, NOW } from '../moment.ts';
import { card, station } from '../views.ts';

const tool = (name: string): Step => ({ kind: 'click', selector: `[data-testid="tool"][data-tool="${name}"]` });

export const panelStates: readonly GalleryState[] = [
  { name: 'language', view: station(), steps: [tool('language')] },
  { name: 'language-over-card', view: station({ cards: [card()] }), steps: [tool('language')] },
  { name: 'look-and-sound', view: station(), steps: [tool('look-and-sound')] },
  {
    name: 'look-and-sound-quiet',
    view: station({ sound: { volume: 60, muted: false, quietUntil: NOW + 317 * MINUTE } }),
    steps: [tool('look-and-sound')],
  },
  { name: 'sound-off', view: station({ cards: [card()], sound: { volume: 60, muted: true, quietUntil: null } }) },
];
