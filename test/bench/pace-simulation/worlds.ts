/** The worlds that the pace is tried in. */
import { logLogistic, lognormal, mixture, type Distribution } from './distributions.ts';

export interface World {
  readonly name: string;
  /** What holds for the card with this number. */
  readonly at: (card: number) => Distribution;
  /** Cards after which it changes; Infinity where it never does. */
  readonly changesEvery: number;
}

const JUMP_CARDS = 500;
/** One after the other and from the beginning again: twice as long, three times as quick, and steps between. */
const JUMPS = [45, 90, 30, 60, 20, 35].map((median) => lognormal(median, 0.35));

export const WORLDS: readonly World[] = [
  still('lognormal 45 s σ 0.35', lognormal(45, 0.35)),
  still('lognormal 60 s σ 0.6', lognormal(60, 0.6)),
  still('two peaks 35 s and 150 s', mixture(0.8, lognormal(35, 0.2), lognormal(150, 0.3))),
  still('heavy tail 45 s power 2.5', logLogistic(45, 2.5)),
  {
    name: `drift: median jumps every ${String(JUMP_CARDS)} cards`,
    at: (card) => JUMPS[Math.floor(card / JUMP_CARDS) % JUMPS.length] ?? lognormal(45, 0.35),
    changesEvery: JUMP_CARDS,
  },
];

/** How many of these distributions a world with so many cards has, each with the share of cards that it rules. */
export function rulesOf({ at, changesEvery }: World, cards: number): ReadonlyMap<Distribution, number> {
  const rules = new Map<Distribution, number>();
  for (let card = 0; card < cards; card += Math.min(changesEvery, cards)) {
    const here = Math.min(changesEvery, cards - card);
    rules.set(at(card), (rules.get(at(card)) ?? 0) + here / cards);
  }
  return rules;
}

function still(name: string, distribution: Distribution): World {
  return { name, at: () => distribution, changesEvery: Infinity };
}
