/** How late chance alone lets the learned pace be, by its own simulation: the bound of what the real program shows. Pure. */
import { percentile } from '../figures.ts';
import type { Distribution } from '../pace-simulation/distributions.ts';
import { learningPace } from '../pace-simulation/paces.ts';
import { watch } from '../pace-simulation/simulate.ts';

/** Cards after which it has learned. */
const LEARNING_CARDS = 400;
const LOTS = 100;
const SEED = 11;
/** This share of the lots is below the bound: of the others chance would say that they are late. */
const NEARLY_ALL = 0.975;

/**
 * What the lag at this percentile (`share`, 0-1) hardly exceeds in lots of so many cards, in ms from the change to the read that
 * sees it, with the calls that a steady pause of `pauseMs` takes.
 */
export function latestByChance(cardTime: Distribution, share: number, cards: number, pauseMs: number): number {
  const world = { name: 'the stations', at: () => cardTime, changesEvery: Infinity };
  const lags = watch(world, learningPace(pauseMs), LEARNING_CARDS + LOTS * cards, SEED)
    .slice(LEARNING_CARDS)
    .map(({ lag }) => lag);
  const lots = Array.from({ length: LOTS }, (_none, lot) => lags.slice(lot * cards, (lot + 1) * cards));
  return percentile(
    lots.map((lot) => percentile(lot, share)),
    NEARLY_ALL,
  );
}
