import type { CardView } from '../../main/ipc/contract.ts';
import type { Judgement } from './lease.ts';

export type CardAct = CardView['acts'][number];

/** The buttons of a card: at most one large one, and the others in places that never change. */
export interface StageActs {
  readonly primary: CardAct | null;
  readonly others: readonly { readonly act: CardAct; readonly place: ActPlace }[];
}

/** The columns of the row, from the large button to the far end. */
export type ActPlace = 'primary' | 'first' | 'second' | 'third' | 'last';

/** Two acts share a place only where no card can offer both. */
const PLACE: Readonly<Record<CardAct, ActPlace>> = {
  'hand-over': 'primary',
  acknowledge: 'first',
  'decide-elsewhere': 'first',
  reject: 'second',
  store: 'third',
  remove: 'last',
};

/** What may be offered now: what main offers, without handing over once the page has withdrawn it, and nothing in silence. */
export function stageActs(card: CardView, judgement: Judgement, silent: boolean): StageActs {
  if (silent) return { primary: null, others: [] };
  const green = judgement.verdict === 'hand-over' && card.acts.includes('hand-over');
  const others = card.acts.filter((act) => act !== 'hand-over').map((act) => ({ act, place: PLACE[act] }));
  return { primary: green ? 'hand-over' : null, others };
}
