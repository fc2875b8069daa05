/** How staff know a card on the screen, so that no other card there is called the same. Pure. */
import type { CardView, StationView } from '../../main/ipc/contract.ts';
import { cardTail } from '../locales/line.ts';

/** Between the reference and the end of the card id, where a card needs both. */
export const NAME_SEPARATOR = ' · ';

export type Named = Pick<CardView, 'cardId' | 'reference'>;

export interface CardName {
  /** The reference; null where the card has none. */
  readonly reference: string | null;
  /** The end of its card id, or all of it where another one ends alike; null where the reference says enough. */
  readonly id: string | null;
}

/** By what is shown, the one card that is called so; null where there are several. */
interface Taken {
  readonly references: ReadonlyMap<string, string | null>;
  readonly tails: ReadonlyMap<string, string | null>;
}

const NOBODY: Taken = { references: new Map(), tails: new Map() };
const known = new WeakMap<StationView, Taken>();

/** The name of a card among those of this snapshot; null stands for none yet. */
export function nameOf({ cardId, reference }: Named, view: StationView | null): CardName {
  const { references, tails } = view === null ? NOBODY : takenIn(view);
  if (reference !== null && isAlone(references, reference, cardId)) return { reference, id: null };
  const tail = cardTail(cardId);
  return { reference, id: isAlone(tails, tail, cardId) ? tail : cardId };
}

/** In one line. */
export function nameText({ reference, id }: CardName): string {
  return [reference, id].filter((part) => part !== null).join(NAME_SEPARATOR);
}

function isAlone(taken: ReadonlyMap<string, string | null>, shown: string, cardId: string): boolean {
  const by = taken.get(shown);
  return by === undefined || by === cardId;
}

/** Once for each snapshot: a screen asks for every card on it. */
function takenIn(view: StationView): Taken {
  const before = known.get(view);
  if (before !== undefined) return before;
  const [references, tails] = [new Map<string, string | null>(), new Map<string, string | null>()];
  const all = [...view.cards, ...view.shelf];
  for (const { cardId, reference } of all) if (reference !== null) take(references, reference, cardId);
  // One that is called by its reference alone leaves the end of its id to others.
  for (const { cardId, reference } of all)
    if (reference === null || !isAlone(references, reference, cardId)) take(tails, cardTail(cardId), cardId);
  const taken = { references, tails };
  known.set(view, taken);
  return taken;
}

function take(taken: Map<string, string | null>, shown: string, cardId: string): void {
  const by = taken.get(shown);
  taken.set(shown, by === undefined || by === cardId ? cardId : null);
}
