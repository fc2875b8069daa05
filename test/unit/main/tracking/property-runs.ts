/**
 * How many sequences each property of the truth tries: enough for every change by default, many more in the long run,
 * few where every mutant of the program is tried against them.
 */
const asked = Number(process.env['CARD_STATION_PROPERTY_RUNS'] ?? 5_000);
if (!Number.isInteger(asked) || asked < 1) throw new Error('CARD_STATION_PROPERTY_RUNS is no whole number from 1');

export const RUNS = asked;

/** The same sequences every time where a seed is set, other ones at every run where none is. */
const seed = process.env['CARD_STATION_PROPERTY_SEED'];
export const OPTIONS = { numRuns: RUNS, ...(seed === undefined ? {} : { seed: Number(seed) }) };

/** A long run takes minutes where the default takes seconds: a limit against hanging, in ms. */
export const PROPERTY_LIMIT_MS = 30_000 + RUNS * 20;

/** More of the sequences than this must have got to the point, or the rule was tried on nothing; few tell nothing. */
export function atLeast(share: number): number {
  return RUNS < 1_000 ? -1 : Math.floor(RUNS * share);
}
